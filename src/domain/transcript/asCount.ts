/** A thousand times the largest context window there is. */
const MOST = 1_000_000_000;

/**
 * A counter of tokens that can be summed and shown: a whole number up to a billion. Counters are
 * hostile input too; anything else is none.
 */
export function asCount(value: unknown): number | null {
  return typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= MOST
    ? value
    : null;
}
