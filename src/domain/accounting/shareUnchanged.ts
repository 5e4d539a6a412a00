import type { Inspection } from './inspection';
import type { Item, ItemName } from './item';

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
    prompts: arePromptsSame(before.prompts, after.prompts) ? before.prompts : after.prompts,
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

function arePromptsSame(before: Inspection['prompts'], after: Inspection['prompts']): boolean {
  return (
    before.length === after.length &&
    after.every(({ turn, words }, index) => {
      const earlier = before[index]!;
      return earlier.turn === turn && earlier.words === words;
    })
  );
}

/**
 * Of one written item only its size, its place in the context and what stands beside it can change;
 * and of its name, what depends on the folder and on what stands before or behind it.
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
    a.ordinal === b.ordinal &&
    a.subject === b.subject &&
    isSameName(a.before, b.before) &&
    a.marks.length === b.marks.length &&
    a.marks.every((mark, index) => mark === b.marks[index])
  );
}

function isSameName(a: ItemName | null, b: ItemName | null): boolean {
  if (a === null || b === null) return a === b;
  return (
    a.kind === b.kind &&
    a.toolName === b.toolName &&
    a.subject === b.subject &&
    a.detail?.words === b.detail?.words
  );
}
