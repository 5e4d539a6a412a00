const ID = /^[\x21-\x7e]{1,128}$/;

/**
 * An id as Claude Code and the API make them: one word of ASCII, of at most 128 characters. Ids are
 * hostile input; a value that is none names nothing, and costs the record that bears it alone.
 */
export function asId(value: unknown): string | null {
  return typeof value === 'string' && ID.test(value) ? value : null;
}
