import type { CachedRequest } from './cachedRequests';
import type { TypicalPrompt } from './cacheState';
import { weighted } from './inputWeights';

/** Prompts that are looked at. */
export const PROMPTS_AVERAGED = 10;

/** @param requests the newest last. @returns `null` where there are none. */
export function typicalPrompt(requests: readonly CachedRequest[]): TypicalPrompt | null {
  const prompts = new Map<number, { requests: number; weightedTokens: number }>();
  for (const { prompt, input } of requests) {
    const sum = prompts.get(prompt) ?? { requests: 0, weightedTokens: 0 };
    sum.requests++;
    sum.weightedTokens += weighted(input);
    prompts.set(prompt, sum);
  }
  const last = [...prompts.values()].slice(-PROMPTS_AVERAGED);
  return last.length === 0
    ? null
    : {
        requests: medianOf(last.map((prompt) => prompt.requests)),
        weightedTokens: medianOf(last.map((prompt) => prompt.weightedTokens)),
      };
}

function medianOf(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >>> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}
