import { turnsAhead } from '../../domain/accounting/forecast';
import type { Snapshot } from '../../domain/accounting/snapshot';
import { isPassed } from '../../domain/accounting/walls';
import { formatTokens } from '../../wording/formatTokens';
import type { Translate } from '../../wording/translate';
import { turnsWords } from '../../wording/turnsWords';
import { passedWords, wallDistance } from '../../wording/wallDistance';

type Pace = Pick<Snapshot, 'usage' | 'nearestWall' | 'growth'>;

/** `8.1K to auto-compact`, and past it what comes of that. Empty where no limit is known. */
export function leftWords({ usage: { tokens }, nearestWall }: Pace, t: Translate): string {
  if (tokens === null || nearestWall === null) return '';
  const distance = wallDistance(nearestWall, tokens, (count) => formatTokens(count, 1), t);
  const then = isPassed(nearestWall, tokens) ? passedWords(nearestWall, t) : '';
  return then === '' ? distance : t('{0}: {1}', distance, then);
}

/** `1–3 turns`, to the next limit. Empty where no forecast can be made. */
export function turnsLeftWords({ usage, nearestWall, growth }: Pace, t: Translate): string {
  if (usage.tokens === null || nearestWall === null) return '';
  const turns = turnsAhead(nearestWall.tokens - usage.tokens, growth.turnTokens);
  if (turns === null) return '';
  return turns.most === 1 ? t('about 1 turn') : t('about {0} turns', turnsWords(turns));
}

export function growthWords({ growth }: Pick<Snapshot, 'growth'>, t: Translate): string {
  return growth.tokensPerTurn === null
    ? ''
    : t('~{0} a turn', formatTokens(growth.tokensPerTurn, 1));
}
