import type { CacheRewrite } from './cacheRewrites';
import { readWeightOf } from './inputWeights';

/** What a prune really cost and brings, by the replies since. */
export interface PruneReturn {
  /** What the first request without it wrote again. */
  readonly writtenTokens: number;
  /** That request would have written it in any case, for another reason. */
  readonly wasDueAnyway: boolean;
  /** By how much each request is smaller. */
  readonly savedTokens: number;
  /** So many were made with less by now, that one included. */
  readonly requests: number;
  /** After so many it has paid for itself. */
  readonly requestsToPay: number;
}

/**
 * @param rewrites of a session, in the order of its file.
 * @param since when it was pruned, in ms.
 * @returns `null` where nothing was measured: no request has written anything again since.
 */
export function pruneReturn(
  rewrites: readonly CacheRewrite[],
  since: number,
  contextTokens: number,
): PruneReturn | null {
  const rewrite = rewrites.find(
    ({ pruned, timestampMs }) => pruned !== null && timestampMs !== null && timestampMs >= since,
  );
  const savedTokens = rewrite?.pruned?.savedTokens ?? null;
  if (rewrite?.pruned == null || savedTokens === null || savedTokens <= 0) return null;
  const { tokens, writeWeight, reason, model } = rewrite;
  const readWeight = readWeightOf(model, contextTokens);
  const wasDueAnyway = reason !== 'prune';
  return {
    writtenTokens: tokens,
    wasDueAnyway,
    savedTokens,
    requests: rewrite.pruned.requests,
    requestsToPay: wasDueAnyway
      ? 0
      : Math.ceil((tokens * (writeWeight - readWeight)) / (savedTokens * readWeight)),
  };
}
