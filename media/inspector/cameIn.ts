import type { HistoryStep, Row } from '../../src/features/inspector/protocol';
import type { CameIn } from './ui';

/** What came in up to one line of the session file, since the one before. */
export interface Additions {
  /** The two largest, the larger one first. */
  readonly largest: readonly Addition[];
  readonly count: number;
  /** So many of them are no longer in the context. */
  readonly left: number;
}

interface Addition {
  readonly row: Row;
  /** As large as it was: of what is pruned, what it freed is part of it. */
  readonly tokens: number;
}

const SHOWN = 2;

/** What a step, or several in a row, brought in. */
export function cameInWith(steps: readonly HistoryStep[], from: number, to = from): CameIn {
  return { afterLine: steps[from - 1]?.line ?? 0, upToLine: steps[to]?.line ?? 0 };
}

export function isSameCameIn(a: CameIn | null, b: CameIn): boolean {
  return a?.afterLine === b.afterLine && a.upToLine === b.upToLine;
}

/**
 * For each line what came in up to it, since the line before: rows that left the context too, as
 * far as they are known. What came after the last line is left out. With 50,000 rows: 10 ms.
 * @param lines ascending.
 */
export function additionsOf(rows: Iterable<Row>, lines: readonly number[]): readonly Additions[] {
  const found = lines.map(() => ({ largest: [] as Addition[], count: 0, left: 0 }));
  for (const row of rows) {
    const additions = found[firstAtLeast(lines, row.line)];
    if (additions === undefined) continue;
    additions.count++;
    if (!row.isLive) additions.left++;
    const tokens = row.tokens + (row.freedTokens ?? 0);
    const at = additions.largest.findIndex((other) => other.tokens < tokens);
    if (at < 0 && additions.largest.length >= SHOWN) continue;
    additions.largest.splice(at < 0 ? additions.largest.length : at, 0, { row, tokens });
    additions.largest.length = Math.min(additions.largest.length, SHOWN);
  }
  return found;
}

/** Index of the first line that is not before this one; past the end where there is none. */
export function firstAtLeast(lines: readonly number[], line: number): number {
  let low = 0;
  let high = lines.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (lines[middle]! < line) low = middle + 1;
    else high = middle;
  }
  return low;
}
