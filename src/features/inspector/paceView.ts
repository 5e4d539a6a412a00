import { turnsAhead } from '../../domain/accounting/forecast';
import type { Snapshot } from '../../domain/accounting/snapshot';
import { isPassed, type Wall } from '../../domain/accounting/walls';
import { formatTokens } from '../../wording/formatTokens';
import type { Translate } from '../../wording/translate';
import { turnsWords } from '../../wording/turnsWords';
import { passedWords, wallDistance } from '../../wording/wallDistance';

/**
 * `About 2–5 turns to auto-compact, 6–14 to the limit`; the distance to the nearest wall where no
 * forecast can be made, and past it what comes of that. Empty where no wall is known.
 */
export function paceWords({ usage, walls, nearestWall, growth }: Snapshot, t: Translate): string {
  const { tokens } = usage;
  if (tokens === null || nearestWall === null) return '';
  const distance = wallDistance(nearestWall, tokens, (count) => formatTokens(count, 1), t);
  if (isPassed(nearestWall, tokens)) {
    const then = passedWords(nearestWall, t);
    return then === '' ? distance : t('{0}: {1}', distance, then);
  }
  const [first, ...more] = walls.flatMap((wall) => {
    const turns = turnsAhead(wall.tokens - tokens, growth.turnTokens);
    return turns === null ? [] : [{ wall, turns }];
  });
  if (first?.wall !== nearestWall) return distance;
  const start =
    first.turns.most === 1
      ? t('About 1 turn to {0}', wallPhrase(first.wall, t))
      : t('About {0} turns to {1}', turnsWords(first.turns), wallPhrase(first.wall, t));
  const last = more.at(-1);
  return last === undefined
    ? start
    : t('{0}, {1} to {2}', start, turnsWords(last.turns), wallPhrase(last.wall, t));
}

export function growthWords({ growth }: Snapshot, t: Translate): string {
  return growth.tokensPerTurn === null
    ? ''
    : t('~{0} a turn', formatTokens(growth.tokensPerTurn, 1));
}

function wallPhrase({ kind }: Wall, t: Translate): string {
  switch (kind) {
    case 'autoCompact':
      return t('auto-compact');
    case 'blocked':
      return t('the hard stop');
    case 'usageCredits':
      return t('usage credits');
    case 'limit':
      return t('the limit');
  }
}
