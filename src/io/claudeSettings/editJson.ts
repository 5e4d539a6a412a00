import {
  applyEdits,
  findNodeAtLocation,
  modify,
  parse,
  parseTree,
  type Edit,
  type FormattingOptions,
  type Node,
  type ParseError,
} from 'jsonc-parser';

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
  const edits =
    editBesideOthers(base, path, value, formattingOptions) ??
    modify(base, [...path], value, { formattingOptions });
  return mark + applyEdits(base, edits);
}

/**
 * What is put in or taken out beside other values, which stay as they are: the library would lay
 * out the whole line of a neighbour anew.
 * @returns `null` for any other edit, and for an object whose values share a line.
 */
function editBesideOthers(
  text: string,
  path: KeyPath,
  value: unknown,
  { tabSize, insertSpaces, eol }: FormattingOptions,
): Edit[] | null {
  const above = aboveMissing(parseTree(text, [], { allowTrailingComma: true }), path, value);
  const last = above?.children?.at(-1);
  if (last === undefined) return null;
  const edits = modify(text, [...path], value, {});
  if (value === undefined) {
    const [first, second] = above?.children ?? [];
    if (first === undefined || second === undefined) return null;
    // the line break in front of the first one would go with it
    return first.children?.[0]?.value === path.at(-1)
      ? [{ offset: first.offset, length: second.offset - first.offset, content: '' }]
      : edits;
  }
  const lineStart = text.lastIndexOf('\n', last.offset) + 1;
  const margin = text.slice(lineStart, last.offset);
  const [edit] = edits;
  if (edits.length !== 1 || edit?.length !== 0 || !edit.content.startsWith(',')) return null;
  if (lineStart === 0 || margin.trim() !== '') return null;
  const unit = insertSpaces === true ? ' '.repeat(tabSize ?? 2) : '\t';
  const laidOut = JSON.stringify(JSON.parse(`{${edit.content.slice(1)}}`), null, unit)
    .split('\n')
    .slice(1, -1)
    .map((line) => margin + line.slice(unit.length));
  return [{ ...edit, content: `,${eol ?? '\n'}${laidOut.join(eol)}` }];
}

/** The object that has, or would get, the value: the last one on the way that is there. */
function aboveMissing(root: Node | undefined, path: KeyPath, value: unknown): Node | null {
  if (root === undefined) return null;
  const isThere = findNodeAtLocation(root, [...path]) !== undefined;
  if (isThere !== (value === undefined)) return null;
  for (let length = path.length - 1; length >= 0; length--) {
    const node = findNodeAtLocation(root, path.slice(0, length));
    if (node !== undefined) return node.type === 'object' ? node : null;
  }
  return null;
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
