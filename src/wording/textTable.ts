/**
 * Rows of a table for a terminal, two spaces between columns; the last one is as wide as it is.
 *
 * @param rows all of one length.
 * @param numbers how many of the first columns are set right.
 */
export function inColumns(rows: readonly (readonly string[])[], numbers: number): string[] {
  const columns = (rows[0]?.length ?? 0) - 1;
  const widths = Array.from({ length: Math.max(0, columns) }, (_, column) =>
    rows.reduce((width, row) => Math.max(width, row[column]!.length), 0),
  );
  return rows.map((row) =>
    row
      .map((cell, column) =>
        column >= columns
          ? cell
          : column < numbers
            ? cell.padStart(widths[column]!)
            : cell.padEnd(widths[column]!),
      )
      .join('  '),
  );
}
