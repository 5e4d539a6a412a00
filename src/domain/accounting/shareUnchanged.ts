import type { Inspection } from './inspection';
import type { Item } from './item';

/**
 * The newer inspection, with the objects of the earlier one wherever nothing changed: what follows
 * can compare by identity.
 */
export function shareUnchanged(before: Inspection | null, after: Inspection): Inspection {
  if (before === null) return after;
  return {
    ...after,
    items: itemsKept(before.items, after.items),
    past: itemsKept(before.past, after.past),
  };
}

function itemsKept(before: readonly Item[], after: readonly Item[]): readonly Item[] {
  const known = new Map(before.map((item) => [item.id, item]));
  let isSame = before.length === after.length;
  const kept = after.map((item, index) => {
    const earlier = known.get(item.id);
    const found = earlier !== undefined && isEqual(earlier, item) ? earlier : item;
    isSame &&= found === before[index];
    return found;
  });
  return isSame ? before : kept;
}

/**
 * Of one written item only its size, its place in the context and what stands beside it can change.
 */
function isEqual(a: Item, b: Item): boolean {
  return (
    a.tokens === b.tokens &&
    a.isCounted === b.isCounted &&
    a.turn === b.turn &&
    a.isLive === b.isLive &&
    a.keptBecause === b.keptBecause &&
    a.bytes === b.bytes &&
    a.freedTokens === b.freedTokens &&
    a.line === b.line &&
    a.marks.length === b.marks.length &&
    a.marks.every((mark, index) => mark === b.marks[index])
  );
}
