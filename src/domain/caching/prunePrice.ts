import type { CacheStanding, CacheState } from './cacheState';

/** What a prune costs at first, and brings with every request from then on. */
export interface PrunePrice {
  /**
   * `atOnce`: the next prompt writes all of the context in any case. `saves`: it pays after some
   * prompts. `never`: it frees nothing that a prompt would send.
   */
  readonly kind: 'atOnce' | 'saves' | 'never';
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

/** Where a prune changes the context. */
export interface PrunedPlace {
  /** What stands from its first item on, that one included. */
  readonly itemsBehind: number;
  readonly tokensBehind: number;
  /** By how much the context becomes smaller. */
  readonly savedTokens: number;
}

/**
 * Claude Code marks the end of its prompt, and the server looks for what it has cached up to so
 * many content blocks in front of that mark, else only at the marks behind system prompt and tools
 * (the API's documentation; the one mark measured with 2.1.329).
 */
const BLOCKS_LOOKED_BACK = 20;

/**
 * @param contextTokens what the next prompt sends without the prune.
 * @returns `null` where the size of the context is not known.
 */
export function prunePrice(
  cache: CacheState,
  { state }: Pick<CacheStanding, 'state'>,
  contextTokens: number | null,
  place: PrunedPlace,
): PrunePrice | null {
  if (contextTokens === null) return null;
  const { savedTokens } = place;
  const price = { isUnsure: state === 'unknown', writtenTokens: 0, savedTokens };
  if (savedTokens <= 0) return { ...price, kind: 'never', requests: null, prompts: null };
  if (state === 'cold' || state === 'new' || cache.isRewritten)
    return { ...price, kind: 'atOnce', requests: null, prompts: null };
  const writtenTokens = writtenAgain(cache, contextTokens, place);
  const once = writtenTokens * (cache.writeWeight - cache.readWeight);
  const requests = Math.ceil(once / (savedTokens * cache.readWeight));
  const perPrompt = cache.typicalPrompt?.requests ?? 0;
  return {
    ...price,
    kind: writtenTokens === 0 ? 'atOnce' : 'saves',
    writtenTokens,
    requests: writtenTokens === 0 ? null : requests,
    prompts:
      writtenTokens === 0 || perPrompt === 0 ? null : Math.max(1, Math.ceil(requests / perPrompt)),
  };
}

function writtenAgain(
  { cachedTokens, systemTokens }: CacheState,
  contextTokens: number,
  { itemsBehind, tokensBehind, savedTokens }: PrunedPlace,
): number {
  const inFront =
    itemsBehind <= BLOCKS_LOOKED_BACK
      ? Math.max(systemTokens, contextTokens - tokensBehind)
      : systemTokens;
  return Math.max(0, Math.round(cachedTokens - savedTokens - inFront));
}
