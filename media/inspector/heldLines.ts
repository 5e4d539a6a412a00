import type { Row } from '../../src/features/inspector/protocol';
import { passes, rowOrder, type Filter, type ItemLine, type Line, type Sorting } from './lines';
import { withOwnLines, type OwnLines } from './ownLines';

export interface HeldLines {
  readonly lines: readonly Line[];
  /** Items that came, and are not among the lines yet. */
  readonly arrived: number;
  /** The lines are in the order that the table says it has. */
  readonly isInOrder: boolean;
}

/**
 * Lines that keep their places while someone is in the table: values change, what went goes, and
 * what came is only counted.
 * @param own what is no item, as it is now.
 */
export function heldLines(
  lines: readonly Line[],
  rows: ReadonlyMap<string, Row>,
  filter: Filter,
  sorting: Sorting,
  newestTurn: number,
  own: readonly OwnLines[] = [],
): HeldLines {
  const there = new Set<string>();
  const inOrder = rowOrder(sorting);
  let isInOrder = true;
  let before: Row | null = null;
  const held = lines.flatMap((line): readonly Line[] => {
    const sum = own.find(([first]) => first?.type === line.type);
    if (sum !== undefined) return sum;
    const row = line.type === 'item' ? rows.get(line.row.id) : undefined;
    if (line.type !== 'item' || row === undefined || !passes(row, filter, newestTurn)) return [];
    there.add(row.id);
    if (before !== null && inOrder(before, row) > 0) isInOrder = false;
    before = row;
    return [row === line.row ? line : ({ ...line, row } satisfies ItemLine)];
  });
  let arrived = 0;
  for (const row of rows.values())
    if (!there.has(row.id) && passes(row, filter, newestTurn)) arrived++;
  const isNew = ([sum]: OwnLines): boolean => lines.every(({ type }) => type !== sum?.type);
  const all = own
    .filter(isNew)
    .reduce<readonly Line[]>((some, each) => withOwnLines(some, each, sorting.sort), held);
  return { lines: all, arrived, isInOrder };
}
