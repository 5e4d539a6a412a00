/** Of one list of an answer; nobody has as many tools, skills or memory files. */
const MOST = 5_000;
const NAME_LENGTH = 1_000;

/** The first values of a list; none of anything else. */
export function asList(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value.slice(0, MOST) : [];
}

/** A name or a path; `null` for an empty one, and for one that is longer than any. */
export function asName(value: unknown): string | null {
  return typeof value === 'string' && value !== '' && value.length <= NAME_LENGTH ? value : null;
}
