import assert from 'node:assert/strict';
import { unblockedBy } from '../../../../src/features/recover/evidencePolicy';
import { sampleSnapshot, tokens } from '../../../fixtures/sampleSnapshot';

const blocked = { kind: 'credits', case: 'grown', sinceMs: 1 } as const;

describe('unblockedBy', () => {
  it('believes a measured reply, and a context that became small', () => {
    assert.deepEqual(unblockedBy(sampleSnapshot(tokens(63_800)), null, 5), {
      how: 'replied',
      atMs: 5,
      tokens: 63_800,
    });
    assert.deepEqual(unblockedBy(sampleSnapshot(tokens(64_000, false)), null, 5), {
      how: 'smaller',
      atMs: 5,
      tokens: 64_000,
    });
    assert.equal(unblockedBy(sampleSnapshot({ blocked }), null, 5), null);
    assert.equal(unblockedBy(sampleSnapshot(tokens(null)), null, 5), null);
  });

  it('gets firmer with the reply, and stays what it was found to be', () => {
    const smaller = { how: 'smaller', atMs: 5, tokens: 64_000 } as const;
    assert.deepEqual(unblockedBy(sampleSnapshot(tokens(63_800)), smaller, 9), {
      how: 'replied',
      atMs: 9,
      tokens: 63_800,
    });
    assert.deepEqual(unblockedBy(sampleSnapshot(tokens(65_000, false)), smaller, 9), {
      ...smaller,
      tokens: 65_000,
    });
    const replied = { how: 'replied', atMs: 9, tokens: 63_800 } as const;
    assert.equal(unblockedBy(sampleSnapshot(tokens(70_000, false)), replied, 12), replied);
    assert.equal(unblockedBy(sampleSnapshot({ blocked }), replied, 12), null);
  });
});
