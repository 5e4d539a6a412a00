import assert from 'node:assert/strict';
import type { CacheState } from '../../../src/domain/caching/cacheState';
import {
  pruneCostLines,
  pruneCostNumbers,
  pruneCostWords,
  type PruneCost,
} from '../../../src/wording/pruneCostWords';
import { inEnglish } from '../../../src/wording/translate';
import { timeOf } from '../../../src/wording/wallWords';
import { NOON_MS, sampleCache } from '../../fixtures/sampleCache';

const MINUTE_MS = 60_000;
const PLACE = { itemsBehind: 90, tokensBehind: 140_000, savedTokens: 52_000 };

function cost(changes: Partial<CacheState> = {}, minutes = 10, place = PLACE): PruneCost | null {
  const cache = sampleCache({ cachedTokens: 192_000, ...changes });
  const facts = { cache, contextTokens: 194_000 };
  return pruneCostWords(facts, place, NOON_MS + minutes * MINUTE_MS, inEnglish);
}

describe('what a prune costs, in words', () => {
  it('is the sentence of the design while the cache is warm', () => {
    const end = NOON_MS + 60 * MINUTE_MS;
    assert.deepEqual(cost(), {
      sentence:
        'Writes ~120K of cache again once, saves ~52K in every prompt: pays after 3 prompts.',
      details: [
        '44 requests, at 15 a prompt.',
        `The cache is warm until ${timeOf(end)}; after that a prune costs nothing extra.`,
      ].join(' '),
      changesAtMs: end,
    });
  });

  it('says that it is cold from the very moment on', () => {
    assert.deepEqual(cost({}, 60), {
      sentence: 'The cache is cold anyway: now is the cheapest moment. Saves ~52K in every prompt.',
      details: `It is cold since ${timeOf(NOON_MS + 60 * MINUTE_MS)}.`,
      changesAtMs: null,
    });
  });

  it('calls nothing cold that is not', () => {
    for (const changes of [{ isNew: true }, { isRewritten: true }, { cachedTokens: 30_000 }])
      assert.doesNotMatch(cost(changes, 10, { ...PLACE, itemsBehind: 3 })!.sentence, /cold/);
  });

  it('is put under a condition where nothing tells whether it is warm', () => {
    const unsure = cost({ lifetimeMs: null }, 20)!;
    assert.match(unsure.sentence, /^If the cache is still warm: writes ~120K of it again once/);
    assert.match(unsure.details, /Nothing tells how long the cache is kept\.$/);
    assert.equal(unsure.changesAtMs, NOON_MS + 60 * MINUTE_MS);
    const far = cost({ lifetimeMs: null }, 20, { ...PLACE, savedTokens: 3_000 })!;
    assert.match(far.sentence, /^If the cache is still warm, it does not pay for itself before/);
  });

  it('says where it only makes room, and counts one as one', () => {
    assert.match(
      cost({}, 10, { ...PLACE, savedTokens: 3_000 })!.sentence,
      /^Does not pay for itself before about \d+ prompts; it only makes room\.$/,
    );
    const near = { itemsBehind: 4, tokensBehind: 55_000, savedTokens: 52_900 };
    assert.match(cost({}, 10, near)!.sentence, /pays after 1 prompt\.$/);
    assert.match(cost({ typicalPrompt: null }, 10, near)!.sentence, /pays after 1 request\.$/);
    assert.match(
      cost({ typicalPrompt: { requests: 2.5, weightedTokens: 1 } })!.details,
      /^44 requests, at ~3 a prompt\./,
    );
  });

  it('is nothing where nothing goes', () => {
    assert.equal(cost({}, 10, { ...PLACE, savedTokens: 0 }), null);
  });

  it('comes as lines and as numbers for a terminal', () => {
    const asked = {
      facts: { cache: sampleCache({ cachedTokens: 192_000 }), contextTokens: 194_000 },
      nowMs: NOON_MS,
    };
    assert.deepEqual(pruneCostNumbers(asked, PLACE), {
      ...{ writtenTokens: 120_000, savedTokens: 52_000, requests: 44, prompts: 3, state: 'warm' },
    });
    assert.equal(pruneCostLines(asked, PLACE, inEnglish).length, 2);
    assert.deepEqual(
      [pruneCostNumbers(null, PLACE), pruneCostLines(asked, null, inEnglish)],
      [null, []],
    );
  });
});
