import { setTimeout as delay } from 'node:timers/promises';

const pollMs = 20;

/**
 * Asks again until the answer is neither undefined nor false, and returns it. For what another
 * process does and tells nobody about.
 *
 * @throws Error naming what was waited for, once `timeLimitMs` has passed.
 */
export async function until<T>(
  what: string,
  timeLimitMs: number,
  ask: () => T | undefined | false | Promise<T | undefined | false>,
): Promise<T> {
  const deadline = Date.now() + timeLimitMs;
  for (;;) {
    const answer = await ask();
    if (answer !== undefined && answer !== false) return answer;
    if (Date.now() > deadline)
      throw new Error(`Waited ${timeLimitMs / 1000} s in vain for ${what}.`);
    await delay(pollMs);
  }
}
