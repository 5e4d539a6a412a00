import type { ItemFacts } from './factsOfBlock';

/** Below this nothing is gained by leaving one of two out. */
const SMALLEST_BYTES = 1000;

type Comparable = Pick<ItemFacts, 'id' | 'likeness' | 'bytes'>;

/**
 * Items that look alike, each group with at least two, in file order: what has to be read to know
 * whether they are the same.
 */
export function lookalikes<Some extends Comparable>(items: readonly Some[]): Some[][] {
  const groups = new Map<string, Some[]>();
  for (const item of items) {
    if (item.likeness === null || item.bytes < SMALLEST_BYTES) continue;
    const group = groups.get(item.likeness);
    if (group === undefined) groups.set(item.likeness, [item]);
    else group.push(item);
  }
  return [...groups.values()].filter((group) => group.length > 1);
}

/**
 * Which items stand in the context again, later. Only what was read and found the same counts;
 * looks prove nothing.
 */
export function duplicatesAmong(
  items: readonly Comparable[],
  digestOf: (id: string) => string | null,
): (item: Comparable) => boolean {
  const duplicates = new Set<string>();
  for (const group of lookalikes(items)) {
    const last = new Map<string, string>();
    for (const { id } of group) {
      const digest = digestOf(id);
      if (digest === null) continue;
      const earlier = last.get(digest);
      if (earlier !== undefined) duplicates.add(earlier);
      last.set(digest, id);
    }
  }
  return ({ id }) => duplicates.has(id);
}
