import type { CacheLedger } from '../domain/caching/cacheLedger';
import type { Translate } from './translate';

/**
 * What the input came to by the API's price list, as a sentence; empty where that is not known.
 *
 * @param isOfItself says so, where the sum of all that was asked beside the session is told too.
 */
export function listPriceWords(
  { listPrice, rewrites }: CacheLedger,
  isOfItself: boolean,
  t: Translate,
): string {
  if (listPrice === null) return '';
  const { asOf } = listPrice;
  const [input, written] = [dollars(listPrice.inputUsd), dollars(listPrice.rewritesUsd)];
  if (rewrites.length === 0)
    return isOfItself
      ? t(
          'All input of the session itself: {0} by the API’s price list of {1}; on a plan you pay with limits, not per token.',
          input,
          asOf,
        )
      : t(
          'All input: {0} by the API’s price list of {1}; on a plan you pay with limits, not per token.',
          input,
          asOf,
        );
  return isOfItself
    ? t(
        'Written again in the session itself: {0} of {1} by the API’s price list of {2}; on a plan you pay with limits, not per token.',
        written,
        input,
        asOf,
      )
    : t(
        'Written again: {0} of {1} by the API’s price list of {2}; on a plan you pay with limits, not per token.',
        written,
        input,
        asOf,
      );
}

/** To the cent. */
export function dollars(usd: number): string {
  return usd > 0 && usd < 0.01 ? '<$0.01' : `$${usd.toFixed(2)}`;
}
