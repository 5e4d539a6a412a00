import type { CompactPlan } from './compactPlan';

/** A row of the sheet. */
export type CompactWay = 'now' | 'terminal' | 'prune' | 'model' | 'focus';

/**
 * The rows of the sheet, the way that gets there first: where a summary leaves more than the size
 * to get below, something has to be pruned before.
 */
export function compactWays({
  isOverWindow,
  missedTokens,
}: Pick<CompactPlan, 'isOverWindow' | 'missedTokens'>): readonly CompactWay[] {
  const first: readonly CompactWay[] =
    missedTokens !== null ? ['prune', 'now'] : isOverWindow ? ['now', 'prune'] : ['now'];
  return [...first, 'terminal', 'model', 'focus'];
}
