import type { Item } from '../../../src/domain/accounting/item';
import { SeededRandom } from '../../fixtures/seededRandom';
import type { LaterNeed } from './laterNeeds';
import type { Taken } from './pruneOutcome';

/** An item that may go. */
export interface Prunable extends Taken {
  readonly item: Item;
}

/** What is given away first stands first; what is never given away is left out. */
export type PruneOrder = (prunable: readonly Prunable[]) => readonly Prunable[];

/** Orders that know what the session file says, and no more. The items come in file order. */
export const SIMPLE_ORDERS: Readonly<Record<string, PruneOrder>> = {
  oldest: (prunable) => prunable,
  largest: (prunable) => prunable.toSorted((a, b) => b.freedTokens - a.freedTokens),
  // The newest ten rounds stay with every order, so this is the window of "The Complexity Trap".
  'results by age (M = 10)': (prunable) =>
    prunable.filter(({ item }) => item.kind === 'toolResult'),
};

/** @param seed of the cut: the same one always gives the same order. */
export function randomOrder(seed: number): PruneOrder {
  return (prunable) => {
    const random = new SeededRandom(seed);
    return prunable
      .map((each) => [random.next(), each] as const)
      .toSorted(([a], [b]) => a - b)
      .map(([, each]) => each);
  };
}

/**
 * Knows what will be needed: first what is not, of that the largest; then what costs least.
 *
 * @param atRisk what would be missed if all of the items went.
 */
export function oracleOrder(atRisk: readonly LaterNeed[]): PruneOrder {
  const needed = new Map<string, number>();
  for (const { holders } of atRisk)
    for (const id of holders) needed.set(id, (needed.get(id) ?? 0) + 1 / holders.length);
  const costOf = ({ id, freedTokens }: Prunable): number =>
    (needed.get(id) ?? 0) / Math.max(1, freedTokens);
  return (prunable) =>
    prunable.toSorted((a, b) => costOf(a) - costOf(b) || b.freedTokens - a.freedTokens);
}

/**
 * As many as it takes, from the first on; then those are given back that the target can do without:
 * what is regretted most, and of equal ones the earliest.
 *
 * @returns all of them where even that is not enough.
 */
export function enough<Some extends Pick<Taken, 'freedTokens'>>(
  ordered: readonly Some[],
  neededTokens: number,
): Some[] {
  const chosen: Some[] = [];
  let freed = 0;
  for (const candidate of ordered) {
    if (freed >= neededTokens) break;
    chosen.push(candidate);
    freed += candidate.freedTokens;
  }
  const needed = new Set(chosen);
  for (const candidate of chosen.toReversed()) {
    if (freed - candidate.freedTokens < neededTokens) continue;
    needed.delete(candidate);
    freed -= candidate.freedTokens;
  }
  return chosen.filter((candidate) => needed.has(candidate));
}
