import type { PriceFacts } from '../caching/prunePrice';
import type { Snapshot } from './snapshot';

/** What the price of a prune of a session follows from; `null` where replies tell of no cache. */
export function priceFacts({
  cache,
  held,
  usage,
}: Pick<Snapshot, 'cache' | 'held' | 'usage'>): PriceFacts | null {
  return cache === null
    ? null
    : {
        // What was done to the file is written again once the process takes it up.
        cache: held === null ? cache : { ...cache, isRewritten: true },
        contextTokens: usage.tokens,
      };
}
