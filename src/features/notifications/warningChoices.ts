import type { Snapshot } from '../../domain/accounting/snapshot';
import { STANDARD_WINDOW_TOKENS } from '../../domain/accounting/contextWindow';
import { compactedSize } from '../../domain/recovery/compactedSize';
import type { Settings } from '../../host/settings';
import type { WarningKind } from './warningPolicy';

/** What a toast offers to do. */
export type WarningAction =
  'recover' | 'compact' | 'prune' | 'handoff' | 'inspect' | 'whatHelps' | 'snooze' | 'mute';

/** More than that VS Code folds away. */
const MOST_BUTTONS = 4;

/**
 * The buttons of a toast, what gets out first. A kind can be turned off for good where there is
 * room for it; the list behind `snooze` leads there as well.
 *
 * @param fillsUpAgain see {@link fillsUpAgain}: then a fresh session pays more than looking at this
 * one.
 */
export function warningActions(
  kind: WarningKind,
  { blocked, nearestWall, usage }: Pick<Snapshot, 'blocked' | 'nearestWall' | 'usage'>,
  autoCompact: Settings['autoCompact'],
  fillsUpAgain: boolean,
): readonly WarningAction[] {
  const look = fillsUpAgain ? 'handoff' : 'inspect';
  switch (kind) {
    case 'early':
      return fitting(fillsUpAgain ? ['handoff', 'prune', 'inspect'] : ['inspect', 'prune']);
    case 'late':
      // Where 200K is no wall there is no smaller model that could read it all.
      return autoCompact !== 'off' &&
        nearestWall !== null &&
        nearestWall.tokens <= STANDARD_WINDOW_TOKENS &&
        compactedSize(usage.tokens ?? 0, STANDARD_WINDOW_TOKENS).tokens < nearestWall.tokens
        ? fitting(['prune', 'compact', look])
        : fitting(['prune', look]);
    case 'blocked':
      return blocked?.case === 'entitlement'
        ? ['recover', 'whatHelps', 'mute']
        : ['recover', 'inspect', 'mute'];
  }
}

function fitting(ways: readonly WarningAction[]): readonly WarningAction[] {
  return [...ways, 'snooze' as const, 'mute' as const].slice(0, MOST_BUTTONS);
}

/**
 * A session that comes near its wall for the second time, or was compacted twice, holds more than
 * one task.
 */
export function fillsUpAgain(
  { compactions }: Pick<Snapshot, 'compactions'>,
  timesNear: number,
): boolean {
  return timesNear >= 2 || compactions >= 2;
}
