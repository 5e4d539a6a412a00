import type { CacheLane, LaneRewrite } from '../../src/features/inspector/cacheProtocol';
import { firstAtLeast } from './cameIn';
import type { StepLine } from './stepWords';
import { countWords, t } from './words';

/**
 * For each line of the file the re-writes up to it, since the line before; those after the last
 * line belong to that one: steps of long sessions are thinned out.
 * @param lines ascending.
 */
export function rewritesUpTo(
  lane: CacheLane | null,
  lines: readonly number[],
): readonly (readonly LaneRewrite[])[] {
  const found = lines.map((): LaneRewrite[] => []);
  for (const rewrite of lane?.rewrites ?? [])
    found[Math.min(firstAtLeast(lines, rewrite.line), lines.length - 1)]?.push(rewrite);
  return found;
}

/** `88K written again: 72 min pause`; of several the largest, and how many more. */
export function writtenAgainLines(rewrites: readonly LaneRewrite[]): readonly StepLine[] {
  const [first, ...others] = rewrites.toSorted((a, b) => b.tokens - a.tokens);
  if (first === undefined) return [];
  const rest = others.length === 0 ? '' : ` · ${t('{0} more', countWords(others.length))}`;
  return [{ name: first.sentence, rest }];
}
