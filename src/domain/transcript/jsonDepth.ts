/**
 * Values within values, the record itself being 0: deeper than anything that is written (about 12),
 * and shallow enough for the stack.
 */
export const MAX_JSON_DEPTH = 200;

/** Thrown before anything recurses into a value that is nested beyond {@link MAX_JSON_DEPTH}. */
export class TooDeep extends Error {}

/**
 * Whatever goes through the value afterwards may recurse.
 *
 * @param depth at which the value stands in its record.
 * @throws {TooDeep}
 */
export function assertShallow(value: unknown, depth: number): void {
  if (typeof value !== 'object' || value === null) return;
  if (depth > MAX_JSON_DEPTH) throw new TooDeep();
  for (const item of Array.isArray(value) ? (value as unknown[]) : Object.values(value))
    assertShallow(item, depth + 1);
}
