import type { EvidenceTerms } from '../../../src/domain/pruning/leastRegret';

/** An item that could have gone, and how much of it was needed later. */
export interface EvidenceSample {
  readonly terms: EvidenceTerms;
  readonly needs: number;
}

/** So many lines of one item tell no more than that it was needed much. */
const MOST_NEEDS = 3;

const STEPS = 60;
/** Keeps what few samples tell from weighing much. */
const RIDGE = 3;

/**
 * The weights of a Poisson regression: by how much each term raises the logarithm of what is needed
 * of an item. What all items have in common is left out.
 */
export function evidenceWeights(samples: readonly EvidenceSample[]): EvidenceTerms {
  const names = [...new Set(samples.flatMap(({ terms }) => Object.keys(terms)))].sort();
  const spread = names.map((name) => deviationOf(samples.map(({ terms }) => terms[name] ?? 0)));
  const rows = samples.map(({ terms }) => [
    1,
    ...names.map((name, at) => (terms[name] ?? 0) / spread[at]!),
  ]);
  const needs = samples.map((sample) => Math.min(MOST_NEEDS, sample.needs));
  const mean = needs.reduce((sum, each) => sum + each, 0) / needs.length;
  let weights = [Math.log(mean), ...names.map(() => 0)];
  for (let step = 0; step < STEPS; step++) {
    const slope = weights.map((weight, at) => (at === 0 ? 0 : -RIDGE * weight));
    const curve = weights.map((_, at) =>
      weights.map((__, other) => (at === other && at > 0 ? RIDGE : 0)),
    );
    rows.forEach((row, index) => {
      const log = row.reduce((sum, value, at) => sum + value * weights[at]!, 0);
      const expected = Math.exp(Math.min(5, log));
      row.forEach((value, at) => {
        slope[at]! += (needs[index]! - expected) * value;
        row.forEach((other, to) => (curve[at]![to]! += expected * value * other));
      });
    });
    const change = solved(curve, slope);
    weights = weights.map((weight, at) => weight + Math.max(-1, Math.min(1, change[at]!)));
  }
  return Object.fromEntries(
    names.map((name, at) => [name, Math.round((100 * weights[at + 1]!) / spread[at]!) / 100]),
  );
}

function deviationOf(values: readonly number[]): number {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
  return Math.sqrt(variance) || 1;
}

/** By elimination, with the largest pivot of each column. */
function solved(matrix: readonly (readonly number[])[], right: readonly number[]): number[] {
  const rows = matrix.map((row, at) => [...row, right[at]!]);
  for (let column = 0; column < rows.length; column++) {
    let pivot = column;
    for (let at = column + 1; at < rows.length; at++)
      if (Math.abs(rows[at]![column]!) > Math.abs(rows[pivot]![column]!)) pivot = at;
    [rows[column], rows[pivot]] = [rows[pivot]!, rows[column]!];
    const own = rows[column]!;
    for (const [at, row] of rows.entries()) {
      if (at === column) continue;
      const factor = row[column]! / own[column]!;
      for (let to = column; to < row.length; to++) row[to]! -= factor * own[to]!;
    }
  }
  return rows.map((row, at) => row.at(-1)! / row[at]!);
}
