import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { FollowedSession } from '../../../../src/operations/following/following';
import {
  compactionSince,
  seenWith,
  type SeenCompactions,
} from '../../../../src/features/loss/compactionNoticePolicy';
import { followed } from '../../../fixtures/sampleFollowing';
import { sampleLoss } from '../../../fixtures/sampleLoss';
import { sampleSnapshot, tokens } from '../../../fixtures/sampleSnapshot';

const NOW_MS = Date.UTC(2026, 10, 21, 12);
const HOUR_MS = 3_600_000;

type Changes = Partial<FollowedSession['snapshot']>;
const session = (changes: Changes = {}): FollowedSession => ({
  ...followed(),
  snapshot: sampleSnapshot({ ...tokens(31_000), isComplete: true, isCounted: true, ...changes }),
});
/** @param hours before now. */
const compacted = (hours: number, changes: Changes = {}): FollowedSession =>
  session({
    lastCompaction: { ...sampleLoss().compaction, atMs: NOW_MS - hours * HOUR_MS },
    ...changes,
  });
const seen = (...sessions: readonly FollowedSession[]): SeenCompactions =>
  sessions.reduce(seenWith, new Map());
const isNews = (now: FollowedSession, before: SeenCompactions, isActive = true): boolean =>
  compactionSince(now, isActive, before, NOW_MS) !== null;

describe('the notice of a compaction', () => {
  const [before, first, second] = [session(), compacted(3), compacted(1)];

  it('comes once, where one was compacted that had been seen before', () => {
    assert.ok(isNews(first, seen(before)));
    assert.ok(!isNews(first, seen(before, first)));
    assert.ok(isNews(second, seen(before, first)));
  });

  it('does not come for one that was compacted before anybody looked', () => {
    assert.ok(!isNews(first, new Map()));
    assert.ok(!isNews(first, seen(session({ path: '/another.jsonl' }))));
  });

  it('comes in a window that opens later the same day, as what was seen is remembered', () => {
    const kept = new Map(JSON.parse(JSON.stringify([...seen(before)])) as [string, number][]);
    assert.ok(isNews(first, kept));
    assert.ok(!isNews(compacted(30), kept), 'a month old, or as good as that');
  });

  it('does not come where a session was taken back to before one, nor when it comes again', () => {
    const had = seen(first, second);
    assert.ok(!isNews(first, had));
    assert.ok(!isNews(before, had));
    assert.ok(!isNews(second, seenWith(had, before)));
    assert.ok(!isNews(second, seenWith(had, first)));
  });

  it('waits for a file that was read, and for a size that was counted', () => {
    assert.ok(!isNews(compacted(1, { isComplete: false }), seen(before)));
    assert.ok(!isNews(compacted(1, { isCounted: false }), seen(before)));
    assert.ok(!isNews(compacted(1, { usage: { tokens: null, exact: false } }), seen(before)));
    assert.equal(seen(session({ isComplete: false })).size, 0);
  });

  it('comes in the window of its folder, and where it is shown, and not of one that was left', () => {
    const worktree = { ...first, worktree: '/home/dev/other' };
    assert.deepEqual(
      [isNews(worktree, seen(before), false), isNews(worktree, seen(before), true)],
      [false, true],
    );
    assert.ok(!isNews({ ...first, isElsewhere: true }, seen(before), false));
    assert.ok(isNews(first, seen(before), false));
    assert.ok(!isNews({ ...first, isLeft: true }, seen(before)));
  });

  it('comes at most once for each, in whatever order a session shows what it has gone through', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: -1, max: 20 })), (hours) => {
        let known = seen(before);
        const told: (number | null)[] = [];
        for (const hour of hours) {
          const now = hour < 0 ? before : compacted(hour);
          if (isNews(now, known)) told.push(now.snapshot.lastCompaction!.atMs);
          known = seenWith(known, now);
        }
        assert.deepEqual(told, [...new Set(told)]);
      }),
    );
  });

  it('remembers 200 sessions, those seen last', () => {
    const many = Array.from({ length: 230 }, (_, at) => session({ path: `/${String(at)}` }));
    const all = seen(...many);
    assert.deepEqual([all.size, all.has('/29'), all.has('/30')], [200, false, true]);
    assert.equal(seenWith(all, many[100]!), all, 'nothing new is nothing to keep');
  });
});
