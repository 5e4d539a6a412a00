import { turnsUntil } from '../../domain/accounting/growth';
import type { Snapshot } from '../../domain/accounting/snapshot';
import { isPassed, type Wall } from '../../domain/accounting/walls';
import { formatTokens } from '../../wording/formatTokens';
import type { Translate } from '../../wording/translate';
import { passedWords, wallDistance } from '../../wording/wallDistance';

/** More turns than this are as good as none. */
const FARTHEST = 99;

/**
 * `About 3 turns to auto-compact, 9 to the limit`; past the nearest wall, what comes of that. Empty
 * where the pace is not known or no wall is near.
 */
export function paceWords({ usage, walls, nearestWall, growth }: Snapshot, t: Translate): string {
  const { tokens } = usage;
  if (tokens === null) return '';
  if (nearestWall !== null && isPassed(nearestWall, tokens)) {
    const past = wallDistance(nearestWall, tokens, (count) => formatTokens(count, 1), t);
    const then = passedWords(nearestWall, t);
    return then === '' ? past : t('{0}: {1}', past, then);
  }
  const ahead = walls
    .filter((wall) => wall.tokens > tokens)
    .map((wall) => ({ name: wallPhrase(wall, t), turns: turnsUntil(wall.tokens, tokens, growth) }))
    .flatMap(({ name, turns }) => (turns === null || turns > FARTHEST ? [] : [{ name, turns }]));
  const [first, ...more] = ahead;
  if (first === undefined) return '';
  const last = more.at(-1);
  const start =
    first.turns === 0
      ? t('Less than a turn to {0}', first.name)
      : first.turns === 1
        ? t('About 1 turn to {0}', first.name)
        : t('About {0} turns to {1}', first.turns, first.name);
  if (last === undefined) return start;
  return first.turns === 0 && last.turns > 0
    ? t('{0}, about {1} to {2}', start, last.turns, last.name)
    : t('{0}, {1} to {2}', start, last.turns, last.name);
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
