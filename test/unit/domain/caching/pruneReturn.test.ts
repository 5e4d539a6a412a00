import assert from 'node:assert/strict';
import type { CacheRewrite } from '../../../../src/domain/caching/cacheRewrites';
import { pruneReturn } from '../../../../src/domain/caching/pruneReturn';
import { pruneReturnWords } from '../../../../src/wording/pruneReturnWords';
import { inEnglish } from '../../../../src/wording/translate';
import { NOON_MS } from '../../../fixtures/sampleCache';

function rewrite(changes: Partial<CacheRewrite> = {}): CacheRewrite {
  return {
    line: 40,
    offset: 9_000,
    turn: 5,
    timestampMs: NOON_MS,
    tokens: 108_000,
    writeWeight: 1.25,
    pauseMs: 20_000,
    reason: 'prune',
    serverReason: null,
    model: 'a-model-without-a-price',
    pruned: { savedTokens: 33_000, requests: 12 },
    ...changes,
  };
}
const wordsOf = (...rewrites: CacheRewrite[]): string => {
  const found = pruneReturn(rewrites, NOON_MS - 1_000);
  return found === null ? '' : pruneReturnWords(found, inEnglish);
};

describe('what a prune really cost', () => {
  it('is told until it has paid for itself, and that it has', () => {
    assert.equal(
      wordsOf(rewrite()),
      'Wrote 108K of cache again, saves 33K in every request; 12 of 38 requests until it has paid for itself.',
    );
    assert.equal(
      wordsOf(rewrite({ pruned: { savedTokens: 33_000, requests: 38 } })),
      'Wrote 108K of cache again, saves 33K in every request; it has paid for itself.',
    );
  });

  it('is nothing where the cache was written again for another reason', () => {
    assert.equal(
      wordsOf(rewrite({ reason: 'pause' })),
      'The cache was written again anyway; saves 33K in every request at no cost.',
    );
  });

  it('is not told where it was not measured, and of no earlier prune', () => {
    assert.equal(wordsOf(), '');
    assert.equal(wordsOf(rewrite({ pruned: null })), '');
    assert.equal(wordsOf(rewrite({ pruned: { savedTokens: null, requests: 3 } })), '');
    assert.equal(wordsOf(rewrite({ timestampMs: NOON_MS - 5_000 })), '');
    assert.equal(wordsOf(rewrite({ timestampMs: null })), '');
  });
});
