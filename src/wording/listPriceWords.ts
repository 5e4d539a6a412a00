import type { CacheLedger } from '../domain/caching/cacheLedger';
import type { Translate } from './translate';

/** What the input came to by the API's price list, as a sentence; empty where that is not known. */
export function listPriceWords({ listPrice, rewrites }: CacheLedger, t: Translate): string {
  if (listPrice === null) return '';
  const { inputUsd, rewritesUsd, asOf } = listPrice;
  return rewrites.length === 0
    ? t(
        'All input: {0} by the API’s price list of {1}; on a plan you pay with limits, not per token.',
        dollars(inputUsd),
        asOf,
      )
    : t(
        'Written again: {0} of {1} by the API’s price list of {2}; on a plan you pay with limits, not per token.',
        dollars(rewritesUsd),
        dollars(inputUsd),
        asOf,
      );
}

/** To the cent. */
export function dollars(usd: number): string {
  return usd > 0 && usd < 0.01 ? '<$0.01' : `$${usd.toFixed(2)}`;
}
