import type { Snapshot } from '../../core/accounting/snapshot';
import { STANDARD_WINDOW_TOKENS } from '../../core/accounting/contextWindow';
import type { Settings } from '../../host/settings';
import type { WarningKind } from './warningPolicy';

/** What a toast offers to do. */
export type WarningAction = 'recover' | 'compact' | 'prune' | 'inspect' | 'whatHelps' | 'mute';

/** The buttons of a toast, what gets out first. At most four: more than that VS Code folds away. */
export function warningActions(kind: WarningKind, { blocked, nearestWall }: Pick<Snapshot, 'blocked' | 'nearestWall'>, autoCompact: Settings['autoCompact']): readonly WarningAction[] {
  switch (kind) {
    case 'early':
      return ['inspect', 'prune', 'mute'];
    case 'late':
      // Where 200K is no wall there is no smaller model that could read it all.
      return autoCompact !== 'off' && nearestWall !== null && nearestWall.tokens <= STANDARD_WINDOW_TOKENS ? ['prune', 'compact', 'inspect', 'mute'] : ['prune', 'inspect', 'mute'];
    case 'blocked':
      return blocked?.case === 'entitlement' ? ['recover', 'whatHelps', 'mute'] : ['recover', 'inspect', 'mute'];
  }
}
