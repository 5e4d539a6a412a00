import { inputPrices, PRICES_AS_OF } from '../models/listPrices';
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
  const sum = new Sum();
  const rewrites: CacheRewrite[] = [];
  requests.forEach((request, index) => {
    const taken = takenUp.size === 0 ? undefined : takenUp.get(uuidOf(request));
    const rewrite = cacheRewriteOf(request, taken ?? null, turnAt);
    sum.add(request, rewrite);
    if (rewrite === null) return;
    const { pruned } = rewrite;
    rewrites.push(
      pruned === null
        ? rewrite
        : { ...rewrite, pruned: { ...pruned, requests: requestsWith(requests, index, takenUp) } },
    );
  });
  return { rewrites, totals: sum.totals, listPrice: sum.listPrice };
}

/** In one pass, since sessions have tens of thousands of requests. */
class Sum {
  private readonly tokens = {
    requests: 0,
    readTokens: 0,
    writtenTokens: 0,
    fiveMinuteTokens: 0,
    oneHourTokens: 0,
    uncachedTokens: 0,
    weightedTokens: 0,
    rewrittenTokens: 0,
    weightedRewrittenTokens: 0,
  };
  /** Of the request before, since models seldom change. */
  private model: string | null = null;
  private prices: ReturnType<typeof inputPrices> = null;
  private inputUsd = 0;
  private rewritesUsd = 0;
  private isListed = true;

  add({ response, input }: CachedRequest, rewrite: CacheRewrite | null): void {
    const { tokens } = this;
    const writeWeight = writeWeightOf(input);
    const rewrittenTokens = rewrite?.tokens ?? 0;
    tokens.requests++;
    tokens.readTokens += input.readTokens;
    tokens.writtenTokens += input.writtenTokens;
    tokens.fiveMinuteTokens += input.fiveMinuteTokens;
    tokens.oneHourTokens += input.oneHourTokens;
    tokens.uncachedTokens += input.uncachedTokens;
    tokens.weightedTokens += weighted(input);
    tokens.rewrittenTokens += rewrittenTokens;
    tokens.weightedRewrittenTokens += rewrittenTokens * writeWeight;
    const price = this.pricesOf(response.model)?.(response.contextTokens) ?? null;
    if (price === null) {
      this.isListed = false;
      return;
    }
    const writtenUsd = price.input * writeWeight;
    this.inputUsd +=
      (input.readTokens * price.read +
        input.writtenTokens * writtenUsd +
        input.uncachedTokens * price.input * WEIGHTS.uncached) /
      MILLION;
    this.rewritesUsd += (rewrittenTokens * writtenUsd) / MILLION;
  }

  private pricesOf(model: string): ReturnType<typeof inputPrices> {
    if (model !== this.model) {
      this.model = model;
      this.prices = inputPrices(model);
    }
    return this.prices;
  }

  get totals(): CacheTotals {
    return this.tokens;
  }

  get listPrice(): CacheLedger['listPrice'] {
    const { inputUsd, rewritesUsd, isListed } = this;
    return isListed ? { inputUsd, rewritesUsd, asOf: PRICES_AS_OF } : null;
  }
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
