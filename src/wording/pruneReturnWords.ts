import type { PruneReturn } from '../domain/caching/pruneReturn';
import { formatTokens } from './formatTokens';
import type { Translate } from './translate';

/** What a prune really cost and brings, as one sentence. Measured, so without `~`. */
export function pruneReturnWords(
  { writtenTokens, wasDueAnyway, savedTokens, requests, requestsToPay }: PruneReturn,
  t: Translate,
): string {
  const written = formatTokens(writtenTokens, 0);
  const saved = formatTokens(savedTokens, 0);
  if (wasDueAnyway)
    return t('The cache was written again anyway; saves {0} in every request at no cost.', saved);
  return requests >= requestsToPay
    ? t(
        'Wrote {0} of cache again, saves {1} in every request; it has paid for itself.',
        written,
        saved,
      )
    : t(
        'Wrote {0} of cache again, saves {1} in every request; {2} of {3} requests until it has paid for itself.',
        written,
        saved,
        requests,
        requestsToPay,
      );
}
