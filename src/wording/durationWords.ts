import type { Translate } from './translate';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/** How long, in whole units: `20 s`, `72 min`, `3 h`, `2 days`. Floored: it was at least as long. */
export function durationWords(ms: number, t: Translate): string {
  if (ms < MINUTE_MS) return t('{0} s', Math.floor(ms / 1000));
  if (ms < 2 * HOUR_MS) return t('{0} min', Math.floor(ms / MINUTE_MS));
  if (ms < 2 * DAY_MS) return t('{0} h', Math.floor(ms / HOUR_MS));
  return t('{0} days', Math.floor(ms / DAY_MS));
}
