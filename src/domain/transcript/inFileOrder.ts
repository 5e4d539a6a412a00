/**
 * Where the first of some entries stands that begins at an offset or behind it; their number where
 * none does. By halves, so that asking for each of them costs no square.
 *
 * @param entries in file order.
 */
export function firstAtOrAfter(
  entries: readonly { readonly offset: number }[],
  offset: number,
): number {
  let low = 0;
  let high = entries.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (entries[middle]!.offset < offset) low = middle + 1;
    else high = middle;
  }
  return low;
}
