const MORNING_HOUR = 6;

/**
 * The next morning on this machine's clock, at least some hours away: late at night "tomorrow" is
 * not in two hours.
 */
export function tomorrowMs(now: Date): number {
  const next = new Date(now);
  next.setDate(now.getDate() + (now.getHours() < MORNING_HOUR - 3 ? 0 : 1));
  next.setHours(MORNING_HOUR, 0, 0, 0);
  return next.getTime();
}
