import { placesBehind, type PlaceBehind } from '../domain/caching/prunedPlace';
import { fitOf } from '../domain/pruning/fittedTokens';

/** As much as a line of a table says of an item. */
interface PlacedRow {
  readonly category: string;
  readonly line: number;
  readonly tokens: number;
  readonly isLive: boolean;
}

/** What a reply is made of. */
const REPLIES: ReadonlySet<string> = new Set(['assistantText', 'thinking', 'toolCall']);

/**
 * What stands behind each row that is in the context, by its line. With 50,000 rows some 50 ms, so
 * it is made once for a list.
 *
 * @param contextTokens by what the file holds; `null` while nothing has told it.
 */
export function placesOfRows(
  rows: Iterable<PlacedRow>,
  contextTokens: number | null,
): ReadonlyMap<number, PlaceBehind> {
  const live = [...rows].filter(({ isLive }) => isLive);
  return placesBehind(
    live.map(({ category, line, tokens }) => ({ line, tokens, isReply: REPLIES.has(category) })),
    fitOf(live, contextTokens),
  );
}
