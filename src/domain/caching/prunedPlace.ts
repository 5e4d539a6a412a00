/** Where one item of the live context stands. */
export interface ItemPlaced {
  /** The line with which it came into the context, from 1. */
  readonly line: number;
  readonly tokens: number;
  /** Part of a reply: its texts, its thinking, its calls. All else is sent with a request. */
  readonly isReply: boolean;
}

/** What has to be written again where an item changes: from the end of an earlier request on. */
export interface PlaceBehind {
  readonly itemsBehind: number;
  readonly tokensBehind: number;
}

/** Where a prune changes the context. */
export interface PrunedPlace extends PlaceBehind {
  /** By how much the context becomes smaller. */
  readonly savedTokens: number;
}

/**
 * What stands behind each of the items, and itself. The cache holds whole requests, and each ended
 * in front of a reply: so all from the beginning of the reply before it counts.
 *
 * @param items of the live context, in any order.
 * @param fit by how much estimates are too high; see `fitOf`.
 * @returns by the line of the item.
 */
export function placesBehind(
  items: readonly ItemPlaced[],
  fit: number,
): ReadonlyMap<number, PlaceBehind> {
  const places = new Map<number, PlaceBehind>();
  let place: PlaceBehind = { itemsBehind: 0, tokensBehind: 0 };
  let tokens = 0;
  const sorted = items.toSorted((a, b) => a.line - b.line);
  for (const { tokens: own } of sorted) tokens += own;
  let wasReply = false;
  sorted.forEach(({ line, tokens: own, isReply }, index) => {
    if (index === 0 || (isReply && !wasReply))
      place = { itemsBehind: items.length - index, tokensBehind: Math.round(tokens * fit) };
    wasReply = isReply;
    places.set(line, place);
    tokens -= own;
  });
  return places;
}

/** What has to be written again where several items change: the first of them decides. */
export function furthestBehind(places: Iterable<PlaceBehind | undefined>): PlaceBehind | null {
  let furthest: PlaceBehind | null = null;
  for (const place of places)
    if (place !== undefined && place.itemsBehind > (furthest?.itemsBehind ?? 0)) furthest = place;
  return furthest;
}
