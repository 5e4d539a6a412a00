import { inputPrice, PRICES_AS_OF } from '../models/listPrices';
import type { Transcript } from '../transcript/transcript';
import { requestsIn, type CachedRequest } from './cachedRequests';
import { cacheRewriteOf, type CacheRewrite, type RewritesTakenUp } from './cacheRewrites';
import { weighted, WEIGHTS, writeWeightOf } from './inputWeights';

/** What the prompts of a session cost, and what of it was written into the cache again. */
export interface CacheLedger {
  /** In the order of the file. */
  readonly rewrites: readonly CacheRewrite[];
  readonly totals: CacheTotals;
  /**
   * In US dollars by the API's price list of a day; `null` where a model is not on it. Of all
   * input, and of what was written again.
   */
  readonly listPrice: {
    readonly inputUsd: number;
    readonly rewritesUsd: number;
    readonly asOf: string;
  } | null;
}

/** Over all replies of the session file, in tokens. */
export interface CacheTotals {
  readonly requests: number;
  readonly readTokens: number;
  /** The two lifetimes, and what was written without saying for how long. */
  readonly writtenTokens: number;
  readonly fiveMinuteTokens: number;
  readonly oneHourTokens: number;
  readonly uncachedTokens: number;
  /** All of them by their weights. */
  readonly weightedTokens: number;
  /** Written again: as they were counted, and by their weights. */
  readonly rewrittenTokens: number;
  readonly weightedRewrittenTokens: number;
}

const MILLION = 1_000_000;

export interface LedgerSource {
  readonly transcript: Transcript;
  /** What replies said before a prune lowered their counters, by the uuid of their first line. */
  readonly reported: ReadonlyMap<string, number>;
  readonly takenUp: RewritesTakenUp;
  /** The turn of an entry at an offset. */
  readonly turnAt: (offset: number) => number;
}

/** @returns `null` where no reply tells of a cache: some gateways have none, or do not say. */
export function cacheLedger({
  transcript,
  reported,
  takenUp,
  turnAt,
}: LedgerSource): CacheLedger | null {
  const requests = requestsIn(transcript, reported);
  if (!requests.some(isCached)) return null;
  const rewrites: CacheRewrite[] = [];
  requests.forEach((request, index) => {
    const taken = takenUp.get(uuidOf(request)) ?? null;
    const rewrite = cacheRewriteOf(request, taken, turnAt);
    if (rewrite === null) return;
    const { pruned } = rewrite;
    rewrites.push(
      pruned === null
        ? rewrite
        : { ...rewrite, pruned: { ...pruned, requests: requestsWith(requests, index, takenUp) } },
    );
  });
  const sum = (of: (request: CachedRequest) => number): number =>
    requests.reduce((total, request) => total + of(request), 0);
  return {
    rewrites,
    totals: {
      requests: requests.length,
      readTokens: sum(({ input }) => input.readTokens),
      writtenTokens: sum(({ input }) => input.writtenTokens),
      fiveMinuteTokens: sum(({ input }) => input.fiveMinuteTokens),
      oneHourTokens: sum(({ input }) => input.oneHourTokens),
      uncachedTokens: sum(({ input }) => input.uncachedTokens),
      weightedTokens: sum(({ input }) => weighted(input)),
      rewrittenTokens: rewrites.reduce((total, { tokens }) => total + tokens, 0),
      weightedRewrittenTokens: rewrites.reduce(
        (total, { tokens, writeWeight }) => total + tokens * writeWeight,
        0,
      ),
    },
    listPrice: listPriceOf(requests, rewrites),
  };
}

/** How many were sent without what a prune took out: to the next compaction, or until it came back. */
function requestsWith(
  requests: readonly CachedRequest[],
  from: number,
  takenUp: RewritesTakenUp,
): number {
  const end = requests.findIndex(
    (request, index) =>
      index > from &&
      (request.compaction !== null || takenUp.get(uuidOf(request))?.kind === 'putBack'),
  );
  return (end < 0 ? requests.length : end) - from;
}

function uuidOf({ response }: CachedRequest): string {
  return response.entries[0]?.uuid ?? '';
}

/** Whether a reply tells of a cache. */
export function isCached({ input }: Pick<CachedRequest, 'input'>): boolean {
  return input.readTokens > 0 || input.writtenTokens > 0;
}

function listPriceOf(
  requests: readonly CachedRequest[],
  rewrites: readonly CacheRewrite[],
): CacheLedger['listPrice'] {
  const again = new Map(rewrites.map((rewrite) => [rewrite.offset, rewrite]));
  let inputUsd = 0;
  let rewritesUsd = 0;
  for (const { response, input, offset } of requests) {
    const price = inputPrice(response.model, response.contextTokens);
    if (price === null) return null;
    const writtenUsd = price.input * writeWeightOf(input);
    inputUsd +=
      (input.readTokens * price.read +
        input.writtenTokens * writtenUsd +
        input.uncachedTokens * price.input * WEIGHTS.uncached) /
      MILLION;
    rewritesUsd += ((again.get(offset)?.tokens ?? 0) * writtenUsd) / MILLION;
  }
  return { inputUsd, rewritesUsd, asOf: PRICES_AS_OF };
}
