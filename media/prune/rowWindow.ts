/** The rows from `first` up to, but without, `last`. */
export interface RowWindow {
  readonly first: number;
  readonly last: number;
}

/** The window moves in steps of so many rows, and is so many larger at both ends. */
const STEP = 10;

/**
 * The rows of a long table that are worth having in the document.
 *
 * @param above pixels of the table that are scrolled out at the top.
 * @param height pixels that can be seen.
 * @param rowHeight pixels of one row.
 */
export function visibleRows(
  count: number,
  above: number,
  height: number,
  rowHeight: number,
): RowWindow {
  const first = Math.floor(Math.max(0, above) / rowHeight);
  const last = Math.ceil((Math.max(0, above) + height) / rowHeight);
  return {
    first: Math.max(0, Math.min(count, Math.floor(first / STEP) * STEP - STEP)),
    last: Math.min(count, Math.ceil(last / STEP) * STEP + STEP),
  };
}
