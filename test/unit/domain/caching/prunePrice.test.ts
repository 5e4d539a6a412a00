import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { CacheState } from '../../../../src/domain/caching/cacheState';
import { prunePrice, type PrunePrice } from '../../../../src/domain/caching/prunePrice';
import type { PrunedPlace } from '../../../../src/domain/caching/prunedPlace';
import { sampleCache } from '../../../fixtures/sampleCache';

const EARLY: PrunedPlace = { itemsBehind: 90, tokensBehind: 125_000, savedTokens: 52_000 };
const LATE: PrunedPlace = { itemsBehind: 4, tokensBehind: 9_000, savedTokens: 4_000 };

function priceOf(
  place: PrunedPlace,
  changes: Partial<CacheState> = {},
  state: 'warm' | 'cold' | 'new' | 'unknown' = 'warm',
): PrunePrice {
  const price = prunePrice(
    { cache: sampleCache(changes), contextTokens: 152_000 },
    { state },
    place,
  );
  assert.ok(price !== null);
  return price;
}

describe('prunePrice', () => {
  it('is the example of the design: 120K written again, 52K saved, 44 requests, 3 prompts', () => {
    assert.deepEqual(priceOf(EARLY, { cachedTokens: 192_000 }), {
      kind: 'saves',
      isUnsure: false,
      because: null,
      writtenTokens: 120_000,
      savedTokens: 52_000,
      requests: 44,
      prompts: 3,
    });
  });

  it('goes by the read price of the model', () => {
    assert.equal(priceOf(EARLY, { cachedTokens: 192_000, readWeight: 0.05 }).requests, 90);
  });

  it('is small for what stands near the end, where the server still looks', () => {
    assert.equal(priceOf(LATE).writtenTokens, 150_000 - 4_000 - (152_000 - 9_000));
    assert.equal(priceOf({ ...LATE, itemsBehind: 18 }).writtenTokens, 3_000);
    assert.equal(
      priceOf({ ...LATE, itemsBehind: 19 }).writtenTokens,
      150_000 - 4_000 - 20_000,
      'the prompt itself adds two blocks to the 20',
    );
  });

  it('is nothing where the next prompt writes it in any case, and says why', () => {
    assert.equal(priceOf(EARLY, {}, 'cold').because, 'cold');
    assert.equal(priceOf(EARLY, {}, 'new').because, 'new');
    assert.equal(priceOf(EARLY, { isRewritten: true }).because, 'rewritten');
    assert.equal(
      priceOf(
        { itemsBehind: 2, tokensBehind: 5_000, savedTokens: 4_000 },
        { cachedTokens: 140_000 },
      ).because,
      'uncached',
    );
    for (const price of [priceOf(EARLY, {}, 'cold'), priceOf(EARLY, { isRewritten: true })])
      assert.deepEqual(
        [price.kind, price.writtenTokens, price.requests, price.prompts],
        ['atOnce', 0, null, null],
      );
  });

  it('is unsure where nothing tells whether the cache is warm, and null where no size is known', () => {
    assert.equal(priceOf(EARLY, {}, 'unknown').isUnsure, true);
    assert.equal(priceOf(EARLY, { typicalPrompt: null }).prompts, null);
    assert.equal(priceOf({ ...EARLY, savedTokens: 0 }).kind, 'never');
    assert.equal(
      prunePrice({ cache: sampleCache(), contextTokens: null }, { state: 'warm' }, EARLY),
      null,
    );
  });

  it('never falls with what stands behind, and never is more than what was cached', () => {
    const place = fc.record({
      itemsBehind: fc.nat(60),
      tokensBehind: fc.nat(150_000),
      savedTokens: fc.integer({ min: 1, max: 150_000 }),
    });
    fc.assert(
      fc.property(place, fc.nat(40), fc.nat(50_000), (near, items, tokens) => {
        const far = {
          ...near,
          itemsBehind: near.itemsBehind + items,
          tokensBehind: near.tokensBehind + tokens,
        };
        const [less, more] = [priceOf(near).writtenTokens, priceOf(far).writtenTokens];
        assert.ok(less <= more && more <= 150_000, `${String(less)}, ${String(more)}`);
      }),
    );
  });
});
