import { cacheStanding, standingEndsMs, type CacheStanding } from '../domain/caching/cacheState';
import { prunePrice, type PriceFacts, type PrunePrice } from '../domain/caching/prunePrice';
import type { PrunedPlace } from '../domain/caching/prunedPlace';
import { prunePriceWords } from './prunePriceWords';
import type { Translate } from './translate';
import { timeOf } from './wallWords';

/** The price of a prune for people, at one moment. */
export interface PruneCost {
  /** One sentence. */
  readonly sentence: string;
  /** What it follows from, as far as it is known; may be empty. */
  readonly details: string;
  /** When it is another one; `null` where time alone changes nothing. */
  readonly changesAtMs: number | null;
}

/** @returns `null` where nothing is known, and where the prune frees nothing. */
export function pruneCostWords(
  facts: PriceFacts,
  place: PrunedPlace,
  nowMs: number,
  t: Translate,
): PruneCost | null {
  const { cache, contextTokens } = facts;
  const standing = cacheStanding(cache, contextTokens, nowMs);
  const price = prunePrice(facts, standing, place);
  const sentence = price === null ? '' : prunePriceWords(price, t);
  if (price === null || sentence === '') return null;
  return {
    sentence,
    details: [
      requestsWords(price, cache.typicalPrompt?.requests ?? 0, t),
      price.because === null || price.because === 'cold' ? standingWords(standing, t) : '',
    ]
      .filter((words) => words !== '')
      .join(' '),
    changesAtMs: standingEndsMs(cache, nowMs),
  };
}

/** Asked for at one moment; `null` where replies tell of no cache. */
export type PriceAsked = { readonly facts: PriceFacts; readonly nowMs: number } | null;

/** As lines of text. @param place `null` where nothing goes. */
export function pruneCostLines(
  asked: PriceAsked,
  place: PrunedPlace | null,
  t: Translate,
): readonly string[] {
  const cost =
    asked === null || place === null ? null : pruneCostWords(asked.facts, place, asked.nowMs, t);
  return cost === null ? [] : [cost.sentence, cost.details].filter((words) => words !== '');
}

/** The same for programs; `null` where nothing is known, and where nothing goes. */
export function pruneCostNumbers(
  asked: PriceAsked,
  place: PrunedPlace | null,
): Readonly<Record<string, number | string | null>> | null {
  if (asked === null || place === null) return null;
  const { facts, nowMs } = asked;
  const { state } = cacheStanding(facts.cache, facts.contextTokens, nowMs);
  const price = prunePrice(facts, { state }, place);
  if (price === null) return null;
  const { writtenTokens, savedTokens, requests, prompts } = price;
  return { writtenTokens, savedTokens, requests, prompts, state };
}

/** How the prompts were reckoned. */
function requestsWords({ requests, prompts }: PrunePrice, perPrompt: number, t: Translate): string {
  if (requests === null || prompts === null) return '';
  const whole = Math.round(perPrompt);
  const usual = whole === perPrompt ? String(whole) : `~${String(whole)}`;
  return requests === 1
    ? t('1 request, at {0} a prompt.', usual)
    : t('{0} requests, at {1} a prompt.', requests, usual);
}

function standingWords({ state, untilMs }: CacheStanding, t: Translate): string {
  switch (state) {
    case 'warm':
      return untilMs === null
        ? t('The cache is warm; nothing tells until when.')
        : t(
            'The cache is warm until {0}; after that a prune costs nothing extra.',
            timeOf(untilMs),
          );
    case 'cold':
      return untilMs === null ? '' : t('It is cold since {0}.', timeOf(untilMs));
    case 'new':
      return '';
    case 'unknown':
      return t('Nothing tells how long the cache is kept.');
  }
}
