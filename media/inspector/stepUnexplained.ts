import type { HistoryStep } from '../../src/features/inspector/protocol';
import { firstAtLeast } from './cameIn';
import type { StepLine } from './stepWords';
import { signedWords, type Unexplained } from './unexplainedWords';
import { CATEGORY_WORDS } from './words';

/** As much, or this share of the context then, is worth a line. */
const NOTABLE = { tokens: 1_000, share: 0.01 } as const;

/** For each step what came in with it and stands in no item, where that is worth a line. */
export function unexplainedAt(
  unexplained: Unexplained | null,
  steps: readonly Pick<HistoryStep, 'line' | 'tokens'>[],
): readonly (readonly StepLine[])[] {
  const lines = steps.map(({ line }) => line);
  const sums = steps.map(() => 0);
  for (const { line, tokens } of unexplained?.entries ?? []) {
    const at = line === null ? lines.length : firstAtLeast(lines, line);
    if (at < sums.length) sums[at]! += tokens;
  }
  return sums.map((tokens, at) => {
    const size = Math.abs(tokens);
    const isNotable =
      size >= NOTABLE.tokens || (size > 0 && size >= NOTABLE.share * steps[at]!.tokens);
    return isNotable ? [{ name: CATEGORY_WORDS.unexplained, rest: ` ${signedWords(tokens)}` }] : [];
  });
}
