import { FIVE_MINUTES_MS, ONE_HOUR_MS } from './inputWeights';

/**
 * What the server's cache holds of the context, as far as the session file tells. Whether it still
 * does is a matter of the time: {@link cacheStanding}.
 */
export interface CacheState {
  /**
   * When the newest request was sent: the server counts from there, and what the reply took is part
   * of it. `null` where no time is noted.
   */
  readonly usedMs: number | null;
  /** How long it is kept from then on; `null` where neither reply nor settings say. */
  readonly lifetimeMs: number | null;
  /** So much of what the next prompt will begin with was left there. */
  readonly cachedTokens: number;
  /** System prompt and tools: read even where all behind them is written again. */
  readonly systemTokens: number;
  /**
   * Nothing of this context was sent yet: it was compacted, or the session forked, since the newest
   * reply.
   */
  readonly isNew: boolean;
  /** The file was changed since, so that the next prompt reads no more than system and tools. */
  readonly isRewritten: boolean;
  /** Of the session; `null` before its first reply. */
  readonly typicalPrompt: TypicalPrompt | null;
  /** In multiples of an uncached token. */
  readonly readWeight: number;
  readonly writeWeight: number;
}

/** Enough to say whether it is cold and what is written again; not what that comes to. */
export type CacheUse = Omit<CacheState, 'typicalPrompt' | 'readWeight' | 'writeWeight'>;

/** What a prompt of this session usually comes to: the medians of its last ones. */
export interface TypicalPrompt {
  /** Requests to the API: one, and one more for every step with tools. */
  readonly requests: number;
  /** Input of all of them. */
  readonly weightedTokens: number;
}

/** At one moment. */
export interface CacheStanding {
  /**
   * `new`: nothing of this context has been sent yet. `unknown`: the time to live is not told, or
   * the clock makes no sense.
   */
  readonly state: 'warm' | 'cold' | 'new' | 'unknown';
  /** Of `warm`: until then; of `cold`: since then. `null` where that is not known. */
  readonly untilMs: number | null;
  /**
   * What the next prompt writes of the present context, itself left out; `null` where its size or
   * the state is not known.
   */
  readonly nextWriteTokens: number | null;
  /** Where it is cold: the prompts of this session that the writing is worth. */
  readonly asPrompts: number | null;
}

/** Clocks of two machines differ by less. */
const CLOCK_ERROR_MS = 60_000;

/** @param contextTokens what the next prompt sends, itself left out. */
export function cacheStanding(
  cache: CacheState,
  contextTokens: number | null,
  nowMs: number,
): CacheStanding {
  const next = nextWrite(cache, contextTokens, nowMs);
  const typical = cache.typicalPrompt?.weightedTokens ?? 0;
  return {
    ...next,
    asPrompts:
      next.state === 'cold' && next.nextWriteTokens !== null && typical > 0
        ? (next.nextWriteTokens * cache.writeWeight) / typical
        : null,
  };
}

/** {@link cacheStanding} without its worth in prompts. */
export function nextWrite(
  cache: CacheUse,
  contextTokens: number | null,
  nowMs: number,
): Omit<CacheStanding, 'asPrompts'> {
  const { isNew, isRewritten, cachedTokens, systemTokens } = cache;
  const { state, untilMs } = isNew
    ? { state: 'new' as const, untilMs: null }
    : warmth(cache, nowMs);
  const readTokens =
    state === 'cold' ? 0 : isNew || isRewritten ? systemTokens : Math.max(cachedTokens, 0);
  const nextWriteTokens =
    contextTokens === null || state === 'unknown'
      ? null
      : Math.max(0, Math.round(contextTokens - readTokens));
  return { state, untilMs, nextWriteTokens };
}

function warmth(
  { usedMs, lifetimeMs }: CacheUse,
  nowMs: number,
): Pick<CacheStanding, 'state' | 'untilMs'> {
  if (usedMs === null || usedMs > nowMs + CLOCK_ERROR_MS)
    return { state: 'unknown', untilMs: null };
  const ageMs = nowMs - usedMs;
  if (lifetimeMs !== null)
    return { state: ageMs < lifetimeMs ? 'warm' : 'cold', untilMs: usedMs + lifetimeMs };
  // It is kept for one of the two.
  if (ageMs < FIVE_MINUTES_MS) return { state: 'warm', untilMs: null };
  return { state: ageMs < ONE_HOUR_MS ? 'unknown' : 'cold', untilMs: null };
}

/**
 * When {@link cacheStanding} says something else by the passing of time alone, in ms; `null` where
 * it never does.
 */
export function standingEndsMs(cache: CacheState | null, nowMs: number): number | null {
  if (cache === null || cache.isNew || cache.usedMs === null) return null;
  const { usedMs, lifetimeMs } = cache;
  const ends =
    lifetimeMs === null ? [usedMs + FIVE_MINUTES_MS, usedMs + ONE_HOUR_MS] : [usedMs + lifetimeMs];
  return [usedMs - CLOCK_ERROR_MS, ...ends].find((endMs) => endMs > nowMs) ?? null;
}
