import { inputPrices, PRICES_AS_OF } from '../models/listPrices';
import type { Response } from '../transcript/response';
import type { CachedRequest } from './cachedRequests';
import { weighted, WEIGHTS, writeWeightOf } from './inputWeights';

/** What requests came to, in tokens. */
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
  /** As far as replies have told: see {@link unfinishedReplies}. */
  readonly outputTokens: number;
  /** Replies whose output count is no more than a placeholder; see `Response.isFinal`. */
  readonly unfinishedReplies: number;
}

/** In US dollars by the API's price list of a day, of all input and of what was written again. */
export interface InputCost {
  readonly inputUsd: number;
  readonly rewritesUsd: number;
  readonly asOf: string;
}

export interface Summed {
  readonly totals: CacheTotals;
  /** `null` where a model is not on the price list. */
  readonly listPrice: InputCost | null;
}

/** What of a request is added up. */
export interface SummedRequest extends Pick<CachedRequest, 'input'> {
  readonly response: Pick<Response, 'model' | 'contextTokens' | 'outputTokens' | 'isFinal'>;
}

const MILLION = 1_000_000;

/** In one pass, since sessions have tens of thousands of requests. */
export class RequestSum implements Summed {
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
    outputTokens: 0,
    unfinishedReplies: 0,
  };
  /** Of the request before, since models seldom change. */
  private model: string | null = null;
  private prices: ReturnType<typeof inputPrices> = null;
  private inputUsd = 0;
  private rewritesUsd = 0;
  private isListed = true;

  /** @param rewrittenTokens so much of it was in the cache before, and was written once more. */
  add({ response, input }: SummedRequest, rewrittenTokens: number): void {
    const { tokens } = this;
    const writeWeight = writeWeightOf(input);
    tokens.requests++;
    tokens.readTokens += input.readTokens;
    tokens.writtenTokens += input.writtenTokens;
    tokens.fiveMinuteTokens += input.fiveMinuteTokens;
    tokens.oneHourTokens += input.oneHourTokens;
    tokens.uncachedTokens += input.uncachedTokens;
    tokens.weightedTokens += weighted(input);
    tokens.rewrittenTokens += rewrittenTokens;
    tokens.weightedRewrittenTokens += rewrittenTokens * writeWeight;
    tokens.outputTokens += response.outputTokens;
    if (!response.isFinal) tokens.unfinishedReplies++;
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

  /** What was added up elsewhere. */
  addSum({ totals, listPrice }: Summed): void {
    const { tokens } = this;
    for (const name of Object.keys(tokens) as (keyof CacheTotals)[]) tokens[name] += totals[name];
    this.inputUsd += listPrice?.inputUsd ?? 0;
    this.rewritesUsd += listPrice?.rewritesUsd ?? 0;
    this.isListed &&= listPrice !== null;
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

  get listPrice(): InputCost | null {
    const { inputUsd, rewritesUsd, isListed } = this;
    return isListed ? { inputUsd, rewritesUsd, asOf: PRICES_AS_OF } : null;
  }
}
