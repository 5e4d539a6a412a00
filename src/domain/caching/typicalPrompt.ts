import type { PromptSum } from '../transcript/promptSums';
import type { TypicalPrompt } from './cacheState';
import { weighted } from './inputWeights';

/** The medians of prompts, each for itself; `null` where there are none. */
export function typicalPrompt(prompts: readonly PromptSum[]): TypicalPrompt | null {
  return prompts.length === 0
    ? null
    : {
        requests: medianOf(prompts.map(({ requests }) => requests)),
        weightedTokens: medianOf(prompts.map(weighted)),
      };
}

function medianOf(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >>> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}
