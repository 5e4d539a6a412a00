import assert from 'node:assert/strict';
import type { LastCompaction } from '../../../../src/domain/accounting/lastCompaction';
import type { Snapshot } from '../../../../src/domain/accounting/snapshot';
import {
  compactionSince,
  seenWith,
  type SeenCompactions,
} from '../../../../src/features/loss/compactionNoticePolicy';
import { sampleLoss } from '../../../fixtures/sampleLoss';
import { sampleSnapshot, tokens } from '../../../fixtures/sampleSnapshot';

const compacted = (id: string): LastCompaction => ({ ...sampleLoss().compaction, id });
const session = (changes: Partial<Snapshot>): Snapshot =>
  sampleSnapshot({ ...tokens(31_000), isComplete: true, isCounted: true, ...changes });
const seen = (...snapshots: readonly Snapshot[]): SeenCompactions =>
  snapshots.reduce(seenWith, new Map());

describe('the notice of a compaction', () => {
  const before = session({});
  const after = session({ lastCompaction: compacted('one') });

  it('comes once, where one was compacted that had been seen before', () => {
    assert.equal(compactionSince(after, seen(before))?.id, 'one');
    assert.equal(compactionSince(after, seen(before, after)), null);
    const again = session({ lastCompaction: compacted('two') });
    assert.equal(compactionSince(again, seen(before, after))?.id, 'two');
  });

  it('does not come for one that was compacted before anybody looked', () => {
    assert.equal(compactionSince(after, new Map()), null);
    assert.equal(compactionSince(after, seen(session({ path: '/another.jsonl' }))), null);
  });

  it('comes in a window that opens later, as what was seen is remembered', () => {
    const kept = new Map(JSON.parse(JSON.stringify([...seen(before)])) as [string, null][]);
    assert.equal(compactionSince(after, kept)?.id, 'one');
  });

  it('waits for a file that was read, and for a size that was counted', () => {
    assert.equal(compactionSince({ ...after, isComplete: false }, seen(before)), null);
    assert.equal(compactionSince({ ...after, isCounted: false }, seen(before)), null);
    assert.equal(
      compactionSince({ ...after, usage: { tokens: null, exact: false } }, seen(before)),
      null,
    );
    assert.equal(seen({ ...before, isComplete: false }).size, 0);
  });

  it('does not come where a session was taken back to before it', () => {
    assert.equal(compactionSince(before, seen(after)), null);
  });

  it('remembers 200 sessions, those seen last', () => {
    const many = Array.from({ length: 230 }, (_, at) => session({ path: `/${String(at)}` }));
    const all = seen(...many);
    assert.deepEqual([all.size, all.has('/29'), all.has('/30')], [200, false, true]);
    assert.equal(seenWith(all, many[100]!), all, 'nothing new is nothing to keep');
  });
});
