import { turnsAhead } from '../domain/accounting/forecast';
import type { Snapshot } from '../domain/accounting/snapshot';
import { isPassed, type Wall } from '../domain/accounting/walls';
import { formatTokens } from './formatTokens';
import type { Translate } from './translate';
import { turnsWords } from './turnsWords';
import { passedWords } from './wallDistance';

/**
 * Where a wall is, and how far: `at 167K, 14.7K away, about 2–5 turns`, and past it what comes of
 * that.
 */
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
  const away = formatTokens(wall.tokens - tokens, 1);
  const turns = turnsAhead(wall.tokens - tokens, growth.turnTokens);
  if (turns === null) return t('at {0}, {1} away', at, away);
  return turns.most === 1
    ? t('at {0}, {1} away, about 1 turn', at, away)
    : t('at {0}, {1} away, about {2} turns', at, away, turnsWords(turns));
}
