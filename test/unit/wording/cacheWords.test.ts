import assert from 'node:assert/strict';
import { cacheStanding, type CacheState } from '../../../src/domain/caching/cacheState';
import { cacheSentence } from '../../../src/wording/cacheWords';
import { inEnglish as t } from '../../../src/wording/translate';
import { timeOf } from '../../../src/wording/wallWords';
import { coldCache, SAMPLE_NOW_MS, sampleCache } from '../../fixtures/sampleSnapshot';

/** Of a context of 152,300 tokens. */
const said = (cache: CacheState, tokens: number | null = 152_300): string =>
  cacheSentence(cacheStanding(cache, tokens, SAMPLE_NOW_MS), tokens, t);

describe('what is said of the cache', () => {
  const until = timeOf(new Date(2026, 10, 21, 14, 32).getTime());
  const since = timeOf(SAMPLE_NOW_MS - 3_600_000);

  it('warm: until when, and what is written then', () => {
    assert.equal(
      said(sampleCache()),
      `warm until ${until}, then the next prompt writes ~152K again`,
    );
    assert.equal(said(sampleCache(), null), `warm until ${until}`);
  });

  it('warm, while nothing tells how long', () => {
    const asked = { usedMs: SAMPLE_NOW_MS - 60_000, lifetimeMs: null };
    assert.equal(said(sampleCache(asked)), 'warm');
  });

  it('cold: since when, what the next prompt writes, and what that is worth', () => {
    const writes = `cold since ${since}: the next prompt writes ~152K again`;
    assert.equal(said(coldCache()), `${writes}, as much as 20 ordinary prompts`);
    assert.equal(said({ ...coldCache(), typicalPrompt: null }), writes);
    // One prompt is no comparison.
    const large = { requests: 9, weightedTokens: 200_000 };
    assert.equal(said({ ...coldCache(), typicalPrompt: large }), writes);
    assert.equal(said(coldCache(), null), `cold since ${since}`);
    assert.match(said({ ...coldCache(), lifetimeMs: null }), /^cold: the next prompt writes ~152K/);
  });

  it('a context that nothing was sent of yet', () => {
    const fresh = sampleCache({ isNew: true, usedMs: null, cachedTokens: 0, typicalPrompt: null });
    assert.equal(said(fresh, 31_000), 'starts anew: the next prompt writes ~13K');
  });

  it('not known, and why', () => {
    const unknown = 'not known: nothing tells how long it is kept';
    assert.equal(said(sampleCache({ lifetimeMs: null })), unknown);
    assert.equal(said(sampleCache({ usedMs: null })), unknown);
    // A clock that was set back.
    assert.equal(said(sampleCache({ usedMs: SAMPLE_NOW_MS + 3_600_000 })), unknown);
  });
});
