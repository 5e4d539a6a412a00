import type { Snapshot } from '../../core/accounting/snapshot';

/** How often one session has come near its wall, as seen from this window. */
export interface Fillings {
  readonly count: number;
  readonly isNear: boolean;
  readonly isOffered: boolean;
}

/** It has been emptied when it has dropped this far below the threshold: a compaction, or a prune. */
const EMPTIED_PERCENT = 20;

/**
 * Counts how often a session fills up. The second time a fresh session pays more than another compaction: that is when to offer it, once.
 *
 * @param nearPercent of the nearest wall.
 */
export function countFillings({ usage, nearestWall }: Pick<Snapshot, 'usage' | 'nearestWall'>, before: Fillings | null, nearPercent: number): { readonly fillings: Fillings; readonly offer: boolean } {
  const known = before ?? { count: 0, isNear: false, isOffered: false };
  const percent = usage.tokens === null || nearestWall === null ? 0 : (usage.tokens * 100) / nearestWall.tokens;
  const isNear = percent >= nearPercent || (known.isNear && percent > nearPercent - EMPTIED_PERCENT);
  const count = known.count + (isNear && !known.isNear ? 1 : 0);
  const offer = isNear && count >= 2 && !known.isOffered;
  return { fillings: { count, isNear, isOffered: known.isOffered || offer }, offer };
}
