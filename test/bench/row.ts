import { median } from './statistics';

/** One line of the table. */
export interface Row {
  readonly name: string;
  readonly value: number;
  readonly unit: 'ratio' | 'ms' | 'MB' | 'KB' | 'count';
  /** The value may be this large; `null` when it is told for information only. */
  readonly gate: number | null;
  /** Smallest and largest of the rounds: how far to trust the value. */
  readonly spread?: readonly [number, number];
}

/** A row whose value is the median of several rounds. */
export function medianRow(
  name: string,
  unit: Row['unit'],
  gate: number | null,
  samples: readonly number[],
): Row {
  return {
    name,
    unit,
    gate,
    value: median(samples),
    spread: [Math.min(...samples), Math.max(...samples)],
  };
}

/**
 * The best round of one over the best round of the other; the rounds' own ratios show how far
 * chance went.
 */
export function ratioRow(
  name: string,
  gate: number | null,
  ms: readonly number[],
  yardstickMs: readonly number[],
): Row {
  const ratios = ms.map((each, round) => each / yardstickMs[round]!);
  return {
    ...medianRow(name, 'ratio', gate, ratios),
    value: Math.min(...ms) / Math.min(...yardstickMs),
  };
}

/** A value that could not be measured does not pass. */
export function passes({ value, gate }: Row): boolean {
  return gate === null || value <= gate;
}

/** The table as it is printed, one line a row. */
export function formatTable(rows: readonly Row[]): string {
  const cells = rows.map((row) => [
    row.name,
    format(row.value, row.unit),
    row.spread === undefined
      ? ''
      : `${format(row.spread[0], row.unit)} … ${format(row.spread[1], row.unit)}`,
    row.gate === null ? '' : `≤ ${row.gate}`,
    row.gate === null ? '' : passes(row) ? 'ok' : 'TOO MUCH',
  ]);
  const table = [['', 'measured', 'rounds', 'gate', ''], ...cells];
  const widths = table[0]!.map((_, column) =>
    Math.max(...table.map((line) => line[column]!.length)),
  );
  return table
    .map((line) =>
      line
        .map((cell, column) =>
          column === 0 ? cell.padEnd(widths[0]!) : cell.padStart(widths[column]!),
        )
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

function format(value: number, unit: Row['unit']): string {
  switch (unit) {
    case 'ratio':
      return value.toFixed(3);
    case 'ms':
      return `${value.toFixed(value < 10 ? 2 : 0)} ms`;
    case 'count':
      return String(value);
    default:
      return `${value.toFixed(1)} ${unit}`;
  }
}
