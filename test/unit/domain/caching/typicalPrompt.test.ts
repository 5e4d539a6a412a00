import assert from 'node:assert/strict';
import type { CachedRequest } from '../../../../src/domain/caching/cachedRequests';
import { typicalPrompt } from '../../../../src/domain/caching/typicalPrompt';

/** Requests of one prompt after the other, by what each read, in thousands of weighted tokens. */
const requestsOf = (prompts: readonly (readonly number[])[]): CachedRequest[] =>
  prompts.flatMap((reads, prompt) =>
    reads.map((read) => {
      const input = {
        ...{ readTokens: read * 10_000, writtenTokens: 0, uncachedTokens: 0 },
        ...{ fiveMinuteTokens: 0, oneHourTokens: 0 },
      };
      return { prompt, input } as CachedRequest;
    }),
  );

describe('typicalPrompt', () => {
  it('is none without requests', () => assert.equal(typicalPrompt([]), null));

  it('is the median of requests and of what they weigh, each for itself', () => {
    assert.deepEqual(typicalPrompt(requestsOf([[9], [1, 1], [2, 2, 2]])), {
      requests: 2,
      weightedTokens: 6_000,
    });
    assert.deepEqual(typicalPrompt(requestsOf([[1], [4, 4]])), {
      requests: 1.5,
      weightedTokens: 4_500,
    });
  });

  it('looks at the last ten prompts alone', () => {
    const early = Array.from({ length: 20 }, () => [50, 50]);
    const late = Array.from({ length: 10 }, () => [3]);
    assert.deepEqual(typicalPrompt(requestsOf([...early, ...late])), {
      requests: 1,
      weightedTokens: 3_000,
    });
  });

  it('puts requests of one prompt together that stand apart, as of two processes', () => {
    const [a, b, c] = requestsOf([[1], [5], [5]]) as [CachedRequest, CachedRequest, CachedRequest];
    const again = { ...a, input: b.input };
    assert.deepEqual(typicalPrompt([a, b, again, c]), { requests: 1, weightedTokens: 5_000 });
  });
});
