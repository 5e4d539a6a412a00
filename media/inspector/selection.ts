import type { Category, Row, Session } from '../../src/features/inspector/protocol';

/** What pruning the selected items would free, by category. */
export interface Freed {
  readonly items: number;
  readonly tokens: number;
  readonly byCategory: ReadonlyMap<Category, number>;
}

export function freedBy(selected: ReadonlySet<string>, rows: ReadonlyMap<string, Row>): Freed {
  const byCategory = new Map<Category, number>();
  let tokens = 0;
  for (const id of selected) {
    const row = rows.get(id);
    if (row === undefined) continue;
    tokens += row.tokens;
    byCategory.set(row.category, (byCategory.get(row.category) ?? 0) + row.tokens);
  }
  return { items: selected.size, tokens, byCategory };
}

/**
 * Context after the selected items are gone; `null` while the total is not known. Estimates may add
 * up to more than was measured.
 */
export function contextWithout(
  { totalTokens }: Pick<Session, 'totalTokens'>,
  freed: Pick<Freed, 'tokens'>,
): number | null {
  return totalTokens === null ? null : Math.max(0, totalTokens - freed.tokens);
}

/** It goes together with others; the rest only where it is chosen by itself, if at all. */
export function isPrunable(row: Row): boolean {
  return row.kept === null && row.isLive;
}

export function isSelectable(row: Row): boolean {
  return isPrunable(row) || (row.isByChoice && row.isLive);
}

/** How rows are meant: one item by itself, or all of several at once. */
export type RowsMeant = 'one' | 'several';

/** What of these can be chosen: of several at once only what goes together with others. */
export function choosable(rows: readonly Row[], meant: RowsMeant): readonly Row[] {
  return rows.filter(meant === 'one' ? isSelectable : isPrunable);
}

/** The best candidates: superseded, doubled or refused, and allowed to go. */
export function isSuggested(row: Row): boolean {
  return isPrunable(row) && row.marks.length > 0;
}

export function suggested(rows: Iterable<Row>): readonly Row[] {
  return [...rows].filter(isSuggested);
}

/** Images for which the API refuses every request. */
export function refusedImages(rows: Iterable<Row>): readonly Row[] {
  return [...rows].filter(({ marks }) => marks.some(({ mark }) => mark === 'refusedImage'));
}

/** What of a selection can still be selected. */
export function selectableOf(
  selected: ReadonlySet<string>,
  rows: ReadonlyMap<string, Row>,
): ReadonlySet<string> {
  return new Set(
    [...selected].filter((id) => {
      const row = rows.get(id);
      return row !== undefined && isSelectable(row);
    }),
  );
}

/** Adds what can be chosen of them, or takes all of them out where that was in already. */
export function toggled(
  selected: ReadonlySet<string>,
  rows: readonly Row[],
  meant: RowsMeant,
): ReadonlySet<string> {
  const able = choosable(rows, meant);
  const next = new Set(selected);
  if (able.every(({ id }) => next.has(id))) for (const { id } of rows) next.delete(id);
  else for (const { id } of able) next.add(id);
  return next;
}

export function added(selected: ReadonlySet<string>, rows: readonly Row[]): ReadonlySet<string> {
  return new Set([...selected, ...rows.filter(isPrunable).map(({ id }) => id)]);
}

/**
 * Whether all, some or none of what can be chosen is; where nothing can, what was chosen by itself
 * still can be let go of.
 */
export function stateOf(
  rows: readonly Row[],
  selected: ReadonlySet<string>,
  meant: RowsMeant,
): 'all' | 'some' | 'none' | 'locked' {
  const isAble = meant === 'one' ? isSelectable : isPrunable;
  let [able, chosen, byThemselves] = [0, 0, 0];
  for (const row of rows) {
    const isIn = selected.has(row.id);
    if (isAble(row)) {
      able++;
      if (isIn) chosen++;
    } else if (isIn) byThemselves++;
  }
  if (able > 0 && chosen === able) return 'all';
  if (chosen + byThemselves > 0) return 'some';
  return able === 0 ? 'locked' : 'none';
}
