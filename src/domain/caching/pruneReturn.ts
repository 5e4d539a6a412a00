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
export function pruneReturn(rewrites: readonly CacheRewrite[], since: number): PruneReturn | null {
  const rewrite = rewrites.find(
    ({ pruned, timestampMs }) => pruned !== null && timestampMs !== null && timestampMs >= since,
  );
  return rewrite === undefined ? null : returnOf(rewrite);
}

/** Of the request that was the first without what was pruned; `null` for others. */
export function returnOf(rewrite: CacheRewrite): PruneReturn | null {
  const { tokens, writeWeight, reason, model, pruned } = rewrite;
  const savedTokens = pruned?.savedTokens ?? null;
  if (pruned === null || savedTokens === null || savedTokens <= 0) return null;
  const readWeight = readWeightOf(model);
  const wasDueAnyway = reason !== 'prune';
  return {
    writtenTokens: tokens,
    wasDueAnyway,
    savedTokens,
    requests: pruned.requests,
    requestsToPay: wasDueAnyway
      ? 0
      : Math.ceil((tokens * (writeWeight - readWeight)) / (savedTokens * readWeight)),
  };
}
