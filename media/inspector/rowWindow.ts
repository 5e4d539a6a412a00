/** Rows of the table that are in the document: from `first` on, before `end`. */
export interface RowWindow {
  readonly first: number;
  readonly end: number;
}

/** Until the page knows what is in sight. */
export const NO_WINDOW: RowWindow = { first: 0, end: 60 };
/** Rows beyond what is in sight, so that scrolling meets rows that are there. */
const OVERSCAN = 16;
/** The window moves by so many rows at once. */
const STEP = 8;

/**
 * @param topPx how much of the rows has been scrolled past.
 * @param heightPx of what is in sight.
 * @param inserted something taller than a row, below the row of that index.
 */
export function rowWindow(
  topPx: number,
  heightPx: number,
  rowPx: number,
  inserted: { readonly index: number; readonly px: number } | null = null,
): RowWindow {
  const rowAt = (px: number): number => {
    if (inserted === null) return px / rowPx;
    const insertedAt = (inserted.index + 1) * rowPx;
    return (px <= insertedAt ? px : Math.max(insertedAt, px - inserted.px)) / rowPx;
  };
  const first = Math.floor(rowAt(topPx)) - OVERSCAN;
  const end = Math.ceil(rowAt(topPx + heightPx)) + OVERSCAN;
  return {
    first: Math.max(0, Math.floor(first / STEP) * STEP),
    end: Math.max(STEP, Math.ceil(end / STEP) * STEP),
  };
}

/** Rows that are in the document, or the place of so many that are not. */
export interface RowRun {
  readonly first: number;
  readonly end: number;
  readonly isShown: boolean;
}

/**
 * All rows, in runs.
 * @param pinned rows that stay in the document wherever the window is, as one with the focus.
 */
export function rowRuns(
  count: number,
  { first, end }: RowWindow,
  pinned: readonly number[],
): readonly RowRun[] {
  const shownEnd = Math.min(count, end);
  const shownFirst = Math.min(first, Math.max(0, shownEnd - (end - first)));
  const shown: [number, number][] = [
    [shownFirst, shownEnd],
    ...pinned
      .filter((index) => index >= 0 && index < count && (index < shownFirst || index >= shownEnd))
      .map((index): [number, number] => [index, index + 1]),
  ];
  const runs: RowRun[] = [];
  let at = 0;
  for (const [from, to] of shown.sort(([a], [b]) => a - b)) {
    if (from >= to || to <= at) continue;
    if (from > at) runs.push({ first: at, end: from, isShown: false });
    runs.push({ first: Math.max(at, from), end: to, isShown: true });
    at = to;
  }
  if (at < count) runs.push({ first: at, end: count, isShown: false });
  return runs;
}
