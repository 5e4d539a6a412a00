import type { Translate } from './translate';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/** How long ago, in the largest whole unit. A clock that runs behind gives "just now". */
export function timeAgo(elapsedMs: number, t: Translate): string {
  if (elapsedMs < MINUTE_MS) return t('just now');
  if (elapsedMs < HOUR_MS) return t('{0} min ago', Math.floor(elapsedMs / MINUTE_MS));
  if (elapsedMs < DAY_MS) return t('{0} h ago', Math.floor(elapsedMs / HOUR_MS));
  const days = Math.floor(elapsedMs / DAY_MS);
  return days === 1 ? t('yesterday') : t('{0} days ago', days);
}
