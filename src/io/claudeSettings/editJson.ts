import { applyEdits, modify, parse, type ParseError } from 'jsonc-parser';

/** A way to a value in a settings file, by keys. */
export type KeyPath = readonly string[];

/**
 * A JSON text with one value set, or taken out where it is `undefined`. Comments, order,
 * indentation, line ends and a byte order mark stay as they are, but for a comment right in front
 * of a value that is taken out.
 *
 * @param text empty for a file that does not exist yet.
 * @returns `null` where the text is no JSON object, comments and trailing commas apart, or the way
 * leads through something else.
 */
export function withJsonValue(text: string, path: KeyPath, value: unknown): string | null {
  const mark = text.startsWith('\ufeff') ? '\ufeff' : '';
  const own = text.slice(mark.length);
  const base = own.trim() === '' ? '{}\n' : own;
  if (objectIn(base, path.slice(0, -1)) === null) return null;
  const eol = base.includes('\r\n') ? '\r\n' : '\n';
  const indent = /^([ \t]+)\S/m.exec(base)?.[1] ?? '  ';
  const formattingOptions = {
    insertSpaces: !indent.startsWith('\t'),
    tabSize: indent.startsWith('\t') ? 1 : indent.length,
    eol,
  };
  return mark + applyEdits(base, modify(base, [...path], value, { formattingOptions }));
}

/** The value at the end of the way; `undefined` where there is none, or the text is no JSON. */
export function jsonValueAt(text: string, path: KeyPath): unknown {
  const parent = objectIn(text, path.slice(0, -1));
  const key = path.at(-1);
  return parent === null || key === undefined ? undefined : parent[key];
}

/** The object there; an empty one where nothing stands yet. */
function objectIn(text: string, path: KeyPath): Readonly<Record<string, unknown>> | null {
  const errors: ParseError[] = [];
  let value: unknown = parse(text.replace(/^\uFEFF/, ''), errors, { allowTrailingComma: true });
  if (errors.length > 0) return null;
  for (const key of path) {
    if (!isObject(value)) return null;
    value = Object.hasOwn(value, key) ? value[key] : {};
  }
  return isObject(value) ? value : null;
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
