import assert from 'node:assert/strict';
import fc from 'fast-check';
import {
  cacheStanding,
  standingEndsMs,
  type CacheState,
} from '../../../../src/domain/caching/cacheState';
import { SAMPLE_NOW_MS as NOW, sampleCache } from '../../../fixtures/sampleSnapshot';

const MINUTE = 60_000;
const stateAt = (cache: CacheState, ms: number): string => cacheStanding(cache, 152_300, ms).state;

describe('standingEndsMs', () => {
  it('is when a cache goes cold', () => {
    const cache = sampleCache({ usedMs: NOW - MINUTE, lifetimeMs: 5 * MINUTE });
    assert.equal(standingEndsMs(cache, NOW), NOW + 4 * MINUTE);
    assert.equal(standingEndsMs(cache, NOW + 4 * MINUTE), null);
  });

  it('is never, where time changes nothing', () => {
    assert.equal(standingEndsMs(null, NOW), null);
    assert.equal(standingEndsMs(sampleCache({ usedMs: null }), NOW), null);
    assert.equal(standingEndsMs(sampleCache({ isNew: true }), NOW), null);
  });

  it('is the next moment at which another state holds, and none before it', () => {
    const caches = fc.record({
      agoMs: fc.integer({ min: -200 * MINUTE, max: 200 * MINUTE }),
      lifetimeMs: fc.constantFrom(null, 5 * MINUTE, 60 * MINUTE),
      share: fc.double({ min: 0, max: 0.999, noNaN: true }),
    });
    fc.assert(
      fc.property(caches, ({ agoMs, lifetimeMs, share }) => {
        const cache = sampleCache({ usedMs: NOW - agoMs, lifetimeMs });
        const endMs = standingEndsMs(cache, NOW);
        const state = stateAt(cache, NOW);
        const within = NOW + Math.floor(share * ((endMs ?? NOW + 9_000 * MINUTE) - NOW));
        assert.equal(stateAt(cache, within), state);
        if (endMs === null) return;
        assert.ok(endMs > NOW);
        assert.notEqual(stateAt(cache, endMs), state);
      }),
    );
  });
});
