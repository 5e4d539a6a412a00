import type { Translate } from './translate';
import { timeOf } from './wallWords';

/** Until when warnings wait; `untilMs` is `null` where they do for good, for one session. */
export interface Snoozed {
  readonly untilMs: number | null;
}

/** As a sentence. @param nowMs tells today from tomorrow. */
export function snoozedWords({ untilMs }: Snoozed, nowMs: number, t: Translate): string {
  if (untilMs === null) return t('Warnings are snoozed for this session.');
  const isToday = new Date(untilMs).toDateString() === new Date(nowMs).toDateString();
  return isToday
    ? t('Warnings are snoozed until {0}.', timeOf(untilMs, nowMs))
    : t('Warnings are snoozed until tomorrow, {0}.', timeOf(untilMs, untilMs));
}
