import { inputPrice } from '../models/listPrices';
import type { InputCounters } from '../transcript/entry';

/**
 * What tokens weigh by how they were taken in: in multiples of one that was neither read from the
 * cache nor written into it. The factors of the API's price list, which nearly all models share.
 */
export const WEIGHTS = { read: 0.1, fiveMinutes: 1.25, oneHour: 2, uncached: 1 } as const;

export const FIVE_MINUTES_MS = 5 * 60_000;
export const ONE_HOUR_MS = 60 * 60_000;

/** All of a prompt, in weighted tokens. */
export function weighted(input: Omit<InputCounters, 'fiveMinuteTokens'>): number {
  return (
    input.readTokens * WEIGHTS.read +
    input.writtenTokens * writeWeightOf(input) +
    input.uncachedTokens * WEIGHTS.uncached
  );
}

/**
 * What one token weighs that this prompt wrote. Where a release does not say for how long, it was
 * five minutes: there was nothing else then.
 */
export function writeWeightOf({
  writtenTokens,
  oneHourTokens,
}: Pick<InputCounters, 'writtenTokens' | 'oneHourTokens'>): number {
  const share = writtenTokens === 0 ? 0 : oneHourTokens / writtenTokens;
  return WEIGHTS.fiveMinutes + share * (WEIGHTS.oneHour - WEIGHTS.fiveMinutes);
}

/** What a written token weighs, by how long it is kept. */
export function writeWeightFor(lifetimeMs: number | null): number {
  return lifetimeMs === ONE_HOUR_MS ? WEIGHTS.oneHour : WEIGHTS.fiveMinutes;
}

/**
 * What a token weighs that is read: newer models charge less than the usual tenth. The same share
 * for any size of the prompt.
 */
export function readWeightOf(model: string): number {
  const price = inputPrice(model, 0);
  return price === null ? WEIGHTS.read : price.read / price.input;
}
