import assert from 'node:assert/strict';
import type { TypicalPrompt } from '../../../../src/domain/caching/cacheState';
import { typicalPrompt } from '../../../../src/domain/caching/typicalPrompt';
import { PromptSums } from '../../../../src/domain/transcript/promptSums';

/** Prompts one after the other, by what each request read, in thousands of weighted tokens. */
function typicalOf(prompts: readonly (readonly number[])[]): TypicalPrompt | null {
  const sums = new PromptSums();
  for (const reads of prompts) {
    sums.begin();
    for (const read of reads)
      sums.add({
        ...{ readTokens: read * 10_000, writtenTokens: 0, uncachedTokens: 0 },
        ...{ fiveMinuteTokens: 0, oneHourTokens: 0 },
      });
  }
  return typicalPrompt(sums.last);
}

describe('typicalPrompt', () => {
  it('is none without requests', () => assert.equal(typicalOf([[]]), null));

  it('is the median of requests and of what they weigh, each for itself', () => {
    assert.deepEqual(typicalOf([[9], [1, 1], [2, 2, 2]]), { requests: 2, weightedTokens: 6_000 });
    assert.deepEqual(typicalOf([[1], [4, 4]]), { requests: 1.5, weightedTokens: 4_500 });
  });

  it('looks at the last ten prompts alone', () => {
    const early = Array.from({ length: 20 }, () => [50, 50]);
    const late = Array.from({ length: 10 }, () => [3]);
    assert.deepEqual(typicalOf([...early, ...late]), { requests: 1, weightedTokens: 3_000 });
  });

  it('leaves out a prompt that no request followed', () => {
    assert.deepEqual(typicalOf([[1], [], [5], []]), { requests: 1, weightedTokens: 3_000 });
  });

  it('weighs what was written, for how long it is kept', () => {
    const sums = new PromptSums();
    sums.add({
      ...{ readTokens: 1_000, writtenTokens: 2_000, uncachedTokens: 10 },
      ...{ fiveMinuteTokens: 1_000, oneHourTokens: 1_000 },
    });
    assert.deepEqual(typicalPrompt(sums.last), { requests: 1, weightedTokens: 3_360 });
  });
});
