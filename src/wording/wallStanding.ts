import { turnsUntil } from '../domain/accounting/growth';
import type { Snapshot } from '../domain/accounting/snapshot';
import { isPassed, type Wall } from '../domain/accounting/walls';
import { formatTokens } from './formatTokens';
import type { Translate } from './translate';
import { passedWords } from './wallDistance';

/** Where a wall is, and how far: `at 167K, about 3 turns`, and past it what comes of that. */
export function wallStanding(
  wall: Wall,
  { usage, blocked, growth }: Pick<Snapshot, 'usage' | 'blocked' | 'growth'>,
  t: Translate,
): string {
  const at = formatTokens(wall.tokens, 0);
  const { tokens } = usage;
  if (tokens === null) return t('at {0}', at);
  if (isPassed(wall, tokens)) {
    const then = blocked === null ? passedWords(wall, t) : '';
    return then === '' ? t('at {0}, passed', at) : t('at {0}, passed: {1}', at, then);
  }
  const turns = turnsUntil(wall.tokens, tokens, growth);
  if (turns === null || turns > 99)
    return t('at {0}, {1} away', at, formatTokens(wall.tokens - tokens, 1));
  return turns === 0
    ? t('at {0}, less than a turn away', at)
    : turns === 1
      ? t('at {0}, about 1 turn', at)
      : t('at {0}, about {1} turns', at, turns);
}
