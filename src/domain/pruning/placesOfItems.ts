import type { Item } from '../accounting/item';
import {
  furthestBehind,
  placesBehind,
  type PlaceBehind,
  type PrunedPlace,
} from '../caching/prunedPlace';
import { fitOf } from './fittedTokens';

/** Kinds of what a reply is made of. */
const REPLIES: ReadonlySet<Item['kind']> = new Set(['assistantText', 'thinking', 'toolCall']);

/**
 * What stands behind items, by their ids.
 *
 * @param items all of the live context.
 * @param contextTokens by what the file holds; `null` while nothing has told it.
 */
export function placesOfItems(
  items: readonly Item[],
  contextTokens: number | null,
  ids: ReadonlySet<string>,
): ReadonlyMap<string, PlaceBehind> {
  const behind = placesBehind(
    items.map(({ cameInLine, tokens, kind }) => ({
      line: cameInLine,
      tokens,
      isReply: REPLIES.has(kind),
    })),
    fitOf(items, contextTokens),
  );
  const places = new Map<string, PlaceBehind>();
  for (const { id, cameInLine } of items) {
    const place = ids.has(id) ? behind.get(cameInLine) : undefined;
    if (place !== undefined) places.set(id, place);
  }
  return places;
}

/**
 * Where a plan changes the context.
 *
 * @returns `null` where nothing goes, and while the size of the context is not known.
 */
export function placeOfPlan(
  items: readonly Item[],
  ids: readonly string[],
  { beforeTokens, afterTokens }: { beforeTokens: number | null; afterTokens: number | null },
): PrunedPlace | null {
  if (beforeTokens === null || afterTokens === null) return null;
  const place = furthestBehind(placesOfItems(items, beforeTokens, new Set(ids)).values());
  return place === null ? null : { ...place, savedTokens: beforeTokens - afterTokens };
}
