import { nextWrite, type CacheUse } from './cacheState';

/** Less is written within a usual prompt, and nobody has to be told. */
const LARGE_WRITE_TOKENS = 100_000;

/**
 * What the next prompt writes again of a large context whose cache is cold.
 *
 * @param cache `null` where replies tell of none.
 * @param contextTokens what the next prompt sends, itself left out.
 * @returns tokens; `null` unless the cache is cold and that is much.
 */
export function coldWriteTokens(
  cache: CacheUse | null,
  contextTokens: number | null,
  nowMs: number,
): number | null {
  if (cache === null) return null;
  const { state, nextWriteTokens } = nextWrite(cache, contextTokens, nowMs);
  return state === 'cold' && (nextWriteTokens ?? 0) >= LARGE_WRITE_TOKENS ? nextWriteTokens : null;
}
