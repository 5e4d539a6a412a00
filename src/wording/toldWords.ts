import type { ToldFigures, ToldLimit } from '../domain/accounting/toldFigures';
import type { Translate } from './translate';
import { timeOf } from './wallWords';

/**
 * The limits of the account and what the session has cost, as the running Claude Code tells them:
 * `5-hour limit 24% until 15:00 · weekly limit 41% · $0.09 so far`. Empty where it tells neither.
 */
export function accountWords(
  { limits, costUsd }: Pick<ToldFigures, 'limits' | 'costUsd'>,
  t: Translate,
): string {
  const cost = costUsd === null ? [] : [t('{0} so far', `$${costUsd.toFixed(2)}`)];
  return [...limits.map((limit) => accountLimitWords(limit, t)), ...cost].join(' · ');
}

/** Where the figures come from: an estimate of theirs is not ours. */
export function toldByWords({ atMs }: Pick<ToldFigures, 'atMs'>, t: Translate): string {
  return t('told by Claude Code, {0}', timeOf(atMs));
}

/** What settled where Claude Code compacts, by its own word; empty where it says nothing. */
export function autoCompactSourceWords(
  { autoCompact }: Pick<ToldFigures, 'autoCompact'>,
  t: Translate,
): string {
  if (autoCompact?.tokens == null || autoCompact.source === null) return '';
  switch (autoCompact.source) {
    case 'env':
      return t('set in the environment');
    case 'settings':
      return t('set in settings');
    case 'model-default':
      return t('the model’s default');
    default:
      return autoCompact.source;
  }
}

function accountLimitWords({ kind, percentUsed, resetsAtMs }: ToldLimit, t: Translate): string {
  const name = limitName(kind, t);
  const share = String(Math.round(percentUsed));
  return resetsAtMs === null
    ? t('{0} {1}%', name, share)
    : t('{0} {1}% until {2}', name, share, timeOf(resetsAtMs));
}

function limitName(kind: string, t: Translate): string {
  switch (kind) {
    case 'five_hour':
      return t('5-hour limit');
    case 'seven_day':
      return t('weekly limit');
    case 'spend_limit':
      return t('spend limit');
    default:
      return kind.replaceAll('_', ' ');
  }
}
