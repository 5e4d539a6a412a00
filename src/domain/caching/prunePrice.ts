import type { CacheStanding, CacheState } from './cacheState';
import type { PrunedPlace } from './prunedPlace';

/** What the price of a prune follows from, besides its place. */
export interface PriceFacts {
  readonly cache: CacheState;
  /** What the next prompt sends without the prune; `null` where that is not known. */
  readonly contextTokens: number | null;
}

/**
 * `cold`: the server has let go of the context. `new`: nothing of it was sent yet. `rewritten`: the
 * file was changed since. `uncached`: what goes stands behind all that is in the cache.
 */
export type WrittenAnyway = 'cold' | 'new' | 'rewritten' | 'uncached';

/** What a prune costs at first, and brings with every request from then on. */
export interface PrunePrice {
  /**
   * `atOnce`: the next prompt writes all of the context in any case. `saves`: it pays after some
   * prompts. `never`: it frees nothing that a prompt would send.
   */
  readonly kind: 'atOnce' | 'saves' | 'never';
  /** Of `atOnce`: why the next prompt writes it in any case. */
  readonly because: WrittenAnyway | null;
  /** It was judged as if the cache were warm; nothing tells whether it is. */
  readonly isUnsure: boolean;
  /** What is in the cache and has to be written again, behind the first item that goes. */
  readonly writtenTokens: number;
  /** By how much every request becomes smaller. */
  readonly savedTokens: number;
  /** After so many requests it has paid for itself; `null` where it does not have to. */
  readonly requests: number | null;
  /** The same in prompts of this session; `null` where nothing tells how many requests one has. */
  readonly prompts: number | null;
}

/**
 * Claude Code marks the end of its prompt, and the server looks for what it has cached up to so
 * many content blocks in front of that mark, else only at the marks behind system prompt and tools
 * (the API's documentation; the one mark measured with 2.1.329).
 */
const BLOCKS_LOOKED_BACK = 20;
/** What the next prompt adds itself: a note of Claude Code and the words (measured with 2.1.329). */
const BLOCKS_OF_PROMPT = 2;

/** @returns `null` where the size of the context is not known. */
export function prunePrice(
  { cache, contextTokens }: PriceFacts,
  { state }: Pick<CacheStanding, 'state'>,
  place: PrunedPlace,
): PrunePrice | null {
  if (contextTokens === null) return null;
  const { savedTokens } = place;
  const price = {
    isUnsure: state === 'unknown',
    because: null,
    writtenTokens: 0,
    savedTokens,
    requests: null,
    prompts: null,
  };
  if (savedTokens <= 0) return { ...price, kind: 'never' };
  const writtenTokens = writtenAgain(cache, contextTokens, place);
  const because = writtenAnyway(cache, state, writtenTokens);
  if (because !== null) return { ...price, kind: 'atOnce', isUnsure: false, because };
  const once = writtenTokens * (cache.writeWeight - cache.readWeight);
  const requests = Math.ceil(once / (savedTokens * cache.readWeight));
  const perPrompt = cache.typicalPrompt?.requests ?? 0;
  return {
    ...price,
    kind: 'saves',
    writtenTokens,
    requests,
    prompts: perPrompt === 0 ? null : Math.max(1, Math.ceil(requests / perPrompt)),
  };
}

function writtenAnyway(
  { isRewritten }: CacheState,
  state: CacheStanding['state'],
  writtenTokens: number,
): WrittenAnyway | null {
  if (state === 'cold' || state === 'new') return state;
  return isRewritten ? 'rewritten' : writtenTokens === 0 ? 'uncached' : null;
}

function writtenAgain(
  { cachedTokens, systemTokens }: CacheState,
  contextTokens: number,
  { itemsBehind, tokensBehind, savedTokens }: PrunedPlace,
): number {
  const inFront =
    itemsBehind + BLOCKS_OF_PROMPT <= BLOCKS_LOOKED_BACK
      ? Math.max(systemTokens, contextTokens - tokensBehind)
      : systemTokens;
  return Math.max(0, Math.round(cachedTokens - savedTokens - inFront));
}
