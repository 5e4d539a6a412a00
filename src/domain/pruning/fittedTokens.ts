import type { Item } from '../accounting/item';

/**
 * By how much freed tokens, which are estimated, lower a context that was measured. Estimates of
 * all items that exceed the whole context are all too high; then what is freed counts as its share,
 * so that the context is never said to be empty while things stand in it. Where some were counted
 * and others only sized by their bytes, the sum says nothing of those that were counted.
 *
 * @returns a factor, at most 1.
 */
export function fitOf(
  items: readonly (Pick<Item, 'tokens'> & Partial<Pick<Item, 'isCounted'>>)[],
  contextTokens: number | null,
): number {
  const isMixed = items.some(({ isCounted }) => isCounted !== items[0]?.isCounted);
  if (isMixed) return 1;
  const estimated = items.reduce((sum, { tokens }) => sum + tokens, 0);
  return contextTokens === null || contextTokens <= 0 || estimated <= contextTokens
    ? 1
    : contextTokens / estimated;
}

/** The context after a prune; `null` while nothing has told its size. */
export function contextAfter(
  beforeTokens: number | null,
  freedTokens: number,
  fit: number,
): number | null {
  return beforeTokens === null ? null : Math.max(0, beforeTokens - Math.round(freedTokens * fit));
}

/**
 * What is freed, item by item, as the context becomes smaller by it: whole tokens that add up to
 * what {@link contextAfter} takes away.
 */
export function fittedShares(freedTokens: readonly number[], fit: number): number[] {
  let freed = 0;
  return freedTokens.map((tokens) => {
    const before = Math.round(freed * fit);
    freed += tokens;
    return Math.round(freed * fit) - before;
  });
}
