import type { CacheMiss } from '../transcript/entry';
import { endOf, isSameModel, type CachedRequest } from './cachedRequests';
import { ONE_HOUR_MS, writeWeightOf } from './inputWeights';

/**
 * Why something was written into the cache again: what the server says, or what is certain without
 * it. `pause`: the server had let go of it, see {@link CachedRequest.lifetimeMs}.
 */
export type CacheRewriteReason =
  | CacheMiss
  | 'compaction'
  | 'pause'
  /** Leeway changed the file: a prune, or what was pruned came back. */
  | 'prune'
  | 'putBack'
  | 'unknown';

/** A request that wrote again what its session had in the cache already. */
export interface CacheRewrite {
  /** Where the reply begins in the session file. */
  readonly line: number;
  readonly offset: number;
  /** The turn it belongs to, from 1; 0 before the first prompt. */
  readonly turn: number;
  readonly timestampMs: number | null;
  /** So many tokens were in the cache before, or would have been, and were written once more. */
  readonly tokens: number;
  /** What one of them weighed. */
  readonly writeWeight: number;
  /** Between the reply before and this request; `null` where the clock does not tell. */
  readonly pauseMs: number | null;
  readonly reason: CacheRewriteReason;
  /** What the server said, be it the reason or not. */
  readonly serverReason: CacheMiss | null;
  readonly model: string;
  /** Of a prune that it was made with first, be that the reason or not. */
  readonly pruned: {
    /** By how much this request was smaller for it; `null` where that cannot be told. */
    readonly savedTokens: number | null;
    /** This one, and those since that went on from it. */
    readonly requests: number;
  } | null;
}

/**
 * Of what had been cached: in 4,688 replies of 59 real sessions nothing was written again between
 * 9 % and 16 % of it. Below lies what a request ended with that nothing had cached yet.
 */
const LEAST_SHARE = 0.1;
/** Less is cached by no model. */
const LEAST_TOKENS = 1_000;
/** Lines of parallel writers are out of step by less; beyond it a clock was set. */
const CLOCK_ERROR_MS = 60_000;

/** What Leeway did to the file in front of a reply. */
export interface RewriteTakenUp {
  readonly kind: 'prune' | 'putBack';
  /** By how much the reply was sent less than without it; `null` where that cannot be told. */
  readonly savedTokens: number | null;
}

/** By the uuid of the reply's first line. */
export type RewritesTakenUp = ReadonlyMap<string, RewriteTakenUp>;

/**
 * @param turnAt the turn of an entry at an offset.
 * @returns `null` where a request read what there was to be read.
 */
export function cacheRewriteOf(
  request: CachedRequest,
  takenUp: RewriteTakenUp | null,
  turnAt: (offset: number) => number,
): CacheRewrite | null {
  const { former, input, response, compaction } = request;
  if (former === null) return null;
  const cachedTokens = former.input.readTokens + former.input.writtenTokens;
  const sentTokens = input.readTokens + input.writtenTokens + input.uncachedTokens;
  const tokens = Math.min(
    Math.min(cachedTokens, sentTokens) - input.readTokens,
    input.writtenTokens,
  );
  // A compaction leaves little that could be written again.
  const isMost = compaction !== null || tokens >= cachedTokens * LEAST_SHARE;
  if (tokens < LEAST_TOKENS || !isMost) return null;
  const pauseMs = pauseBetween(former, request);
  return {
    line: request.line,
    offset: request.offset,
    turn: turnAt(request.offset),
    timestampMs: request.askedMs,
    tokens,
    writeWeight: writeWeightOf(input),
    pauseMs,
    reason: reasonOf(request, former, pauseMs, takenUp?.kind ?? null),
    serverReason: response.cacheMiss,
    model: response.model,
    pruned: takenUp?.kind === 'prune' ? { savedTokens: takenUp.savedTokens, requests: 1 } : null,
  };
}

/**
 * The server's word where it names a cause. Else ours where it is certain, the older cause first.
 * Never a guess.
 */
function reasonOf(
  { response, compaction }: CachedRequest,
  former: CachedRequest,
  pauseMs: number | null,
  takenUp: 'prune' | 'putBack' | null,
): CacheRewriteReason {
  const { cacheMiss } = response;
  if (compaction !== null) return 'compaction';
  if (cacheMiss === 'modelChanged' || cacheMiss === 'systemChanged' || cacheMiss === 'toolsChanged')
    return cacheMiss;
  if (!isSameModel(former.response.model, response.model)) return 'modelChanged';
  // Where nothing says how long it was kept, it was not longer than the longest.
  if (pauseMs !== null && pauseMs > (former.lifetimeMs ?? ONE_HOUR_MS)) return 'pause';
  return takenUp ?? cacheMiss ?? 'unknown';
}

/**
 * From the last line of the reply to the newest entry of the next request: so the pause was at
 * least that long, however long the reply took.
 */
function pauseBetween({ response }: CachedRequest, { askedMs }: CachedRequest): number | null {
  const endedMs = endOf(response);
  if (endedMs === null || askedMs === null || askedMs < endedMs - CLOCK_ERROR_MS) return null;
  return Math.max(0, askedMs - endedMs);
}
