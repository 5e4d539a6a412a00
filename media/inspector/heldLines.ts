import type { Row } from '../../src/features/inspector/protocol';
import { passes, type Filter, type ItemLine, type Line } from './lines';

/**
 * Lines that keep their places while someone is in the table: values change, what went goes, and
 * what came is only counted.
 */
export function heldLines(
  lines: readonly Line[],
  rows: ReadonlyMap<string, Row>,
  { text, category, age }: Filter,
  newestTurn: number,
): { readonly lines: readonly Line[]; readonly arrived: number } {
  const filter: Filter = { text: text.toLowerCase(), category, age };
  const there = new Set<string>();
  const held = lines.flatMap((line): Line[] => {
    const row = line.type === 'item' ? rows.get(line.row.id) : undefined;
    if (line.type !== 'item' || row === undefined || !passes(row, filter, newestTurn)) return [];
    there.add(row.id);
    return [row === line.row ? line : ({ ...line, row } satisfies ItemLine)];
  });
  let arrived = 0;
  for (const row of rows.values())
    if (!there.has(row.id) && passes(row, filter, newestTurn)) arrived++;
  return { lines: held, arrived };
}
