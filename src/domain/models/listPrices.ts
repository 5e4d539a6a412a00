import { canonicalModel } from './modelFamily';

/** What input costs by the API's price list, in US dollars for a million tokens. */
export interface InputPrice {
  /** Neither read from the cache nor written into it. */
  readonly input: number;
  /** Read from the cache. Writing it costs 1.25 times the input for five minutes, twice for an hour. */
  readonly read: number;
}

interface ListedPrice extends InputPrice {
  /** A prompt beyond so many tokens costs more, all of it. */
  readonly long?: InputPrice & { readonly beyondTokens: number };
}

/**
 * The day that {@link PRICES} were looked up, at platform.claude.com/docs/en/about-claude/pricing
 * and the pages of the models.
 */
export const PRICES_AS_OF = '2026-10-24';

/** By the one spelling of all ids of a model. */
const PRICES: Readonly<Record<string, ListedPrice>> = {
  'fable-5-1': { input: 10, read: 0.25 },
  'mythos-5-1': { input: 10, read: 0.25 },
  'fable-5': { input: 10, read: 1 },
  'mythos-5': { input: 10, read: 1 },
  'opus-5-5': { input: 4, read: 0.2 },
  'opus-5': { input: 5, read: 0.5 },
  'opus-4-8': { input: 5, read: 0.5 },
  'opus-4-7': { input: 5, read: 0.5 },
  'opus-4-6': { input: 5, read: 0.5 },
  'opus-4-5': { input: 5, read: 0.5 },
  'opus-4-1': { input: 15, read: 1.5 },
  'opus-4': { input: 15, read: 1.5 },
  'sonnet-5-5': { input: 2, read: 0.1 },
  'sonnet-5': { input: 2, read: 0.2 },
  'sonnet-4-6': { input: 3, read: 0.3 },
  'sonnet-4-5': { input: 3, read: 0.3, long: { beyondTokens: 200_000, input: 6, read: 0.6 } },
  'sonnet-4': { input: 3, read: 0.3, long: { beyondTokens: 200_000, input: 6, read: 0.6 } },
  'sonnet-3-7': { input: 3, read: 0.3 },
  'haiku-5-5': { input: 0.1, read: 0.01, long: { beyondTokens: 100_000, input: 0.5, read: 0.05 } },
  'haiku-4-5': { input: 1, read: 0.1 },
  'haiku-3-5': { input: 0.8, read: 0.08 },
};

/**
 * What a request of `contextTokens` cost by that list; `null` for a model that is not on it. On a
 * plan nobody pays by it: there a prompt costs a part of the plan's limits.
 */
export function inputPrice(model: string, contextTokens: number): InputPrice | null {
  return inputPrices(model)?.(contextTokens) ?? null;
}

/** The same for many requests of one model. */
export function inputPrices(model: string): ((contextTokens: number) => InputPrice) | null {
  const canonical = canonicalModel(model);
  const listed = Object.hasOwn(PRICES, canonical) ? PRICES[canonical] : undefined;
  if (listed === undefined) return null;
  const { long } = listed;
  return (contextTokens) =>
    long !== undefined && contextTokens > long.beyondTokens ? long : listed;
}
