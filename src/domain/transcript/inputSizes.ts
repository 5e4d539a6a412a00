import { MAX_JSON_DEPTH, TooDeep } from './jsonDepth';
import { PLACEHOLDER_BEGINNING } from './placeholderText';

const PATH_FIELDS = ['file_path', 'notebook_path', 'path'];
/** Strings of an input from here on are worth a placeholder. */
const LONG_STRING = 200;

/**
 * Length of a value as JSON, but for escapes: good enough for a size, and a fraction of what
 * writing it out would cost.
 *
 * @param depth at which the value stands in its record.
 * @throws {TooDeep}
 */
export function jsonLength(value: unknown, depth: number): number {
  if (typeof value === 'string') return value.length + 2;
  if (typeof value !== 'object' || value === null) return String(value).length;
  if (depth > MAX_JSON_DEPTH) throw new TooDeep();
  let length = 2;
  if (Array.isArray(value)) for (const item of value) length += jsonLength(item, depth + 1) + 1;
  else
    for (const [key, item] of Object.entries(value))
      length += key.length + 4 + jsonLength(item, depth + 1);
  return length;
}

/**
 * Bytes in strings that are long enough to be worth shortening, paths left out.
 *
 * @param value known to be shallow.
 * @param bytes of all of it.
 */
export function longBytes(value: unknown, bytes: number): number {
  if (bytes < LONG_STRING) return 0;
  if (typeof value === 'string') return value.length >= LONG_STRING ? value.length : 0;
  if (typeof value !== 'object' || value === null) return 0;
  let sum = 0;
  if (Array.isArray(value)) for (const item of value) sum += longBytes(item, bytes);
  else
    for (const [key, item] of Object.entries(value))
      if (!PATH_FIELDS.includes(key)) sum += longBytes(item, bytes);
  return sum;
}

/** Whether a prune has put a placeholder into it. @param value known to be shallow. */
export function isShortened(value: unknown): boolean {
  if (typeof value === 'string') return value.startsWith(PLACEHOLDER_BEGINNING);
  return typeof value === 'object' && value !== null && Object.values(value).some(isShortened);
}
