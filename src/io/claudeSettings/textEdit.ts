import { jsonValueAt, withJsonValue, type KeyPath } from './editJson';

/** A change of a text that can be made again on a newer one, when somebody else was faster. */
export interface TextEdit {
  /** @returns `null` where what is to be changed is not there, or not any more. */
  readonly apply: (text: string | null) => string | null;
  /** Whether a text has the change. */
  readonly holds: (text: string | null) => boolean;
}

/**
 * One value of a JSON text, as long as it is the one that was seen there.
 * @param value undefined to take it out.
 */
export function jsonEdit(path: KeyPath, seen: unknown, value: unknown): TextEdit {
  return {
    apply: (text) =>
      isSame(jsonValueAt(text ?? '{}', path), seen) ? withJsonValue(text ?? '', path, value) : null,
    holds: (text) =>
      text !== null &&
      withJsonValue(text, path, value) !== null &&
      isSame(jsonValueAt(text, path), value),
  };
}

/** A text as a whole. */
export function wholeEdit(from: string | null, to: string): TextEdit {
  return {
    apply: (text) => (text === from ? to : null),
    holds: (text) => text === to,
  };
}

function isSame(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}
