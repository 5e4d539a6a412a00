import type { MalformedReason } from './entry';
import { lineBurden } from './lineBurden';

/**
 * What a line of a session file holds: usually one record, two when a write was glued onto an
 * unfinished line, none when it is damaged.
 */
export interface RecordsOfLine {
  readonly records: readonly RecordOfLine[];
  /** Why pieces of the line are none of them; `null` where all of it was read. */
  readonly problem: Extract<MalformedReason, 'notJson' | 'tooDeep' | 'tooMany'> | null;
}

export interface RecordOfLine {
  readonly fields: Readonly<Record<string, unknown>>;
  /** Where the record stands within the line, in bytes. */
  readonly start: number;
  readonly bytes: number;
}

/**
 * Whose lines are the conversation: `main` leaves sidechains out, which are the conversations of
 * subagents; `all` takes them too, in a file that holds one subagent and nothing else.
 */
export type Chains = 'main' | 'all';

/**
 * Record types that carry nothing for us and can be large: known by their first bytes, never
 * parsed.
 */
const OPAQUE_TYPES = [
  'api-request-blob',
  'api-request-shape',
  'file-history-snapshot',
  'queue-operation',
  'cost-state',
].map((type) => ({
  fields: { type },
  prefix: Buffer.from(`{"type":"${type}",`),
}));

/** Where the value begins in `{"type":"`. */
const TYPE_AT = 9;
const TOOL_USE_RESULT = Buffer.from(',"toolUseResult":');
const BASE64_TYPE = Buffer.from('"type":"base64"');
const BASE64_FIELD = Buffer.from('"data":"');
const ABOVE_LATIN1 = /[^\0-\u00ff]/;
const GLUED = /\}\{"[A-Za-z]/g;
const GLUED_BYTES = 32 * 1024;
/** How the records of a session file begin: long enough to be searched for quickly. */
const GLUED_STARTS = [Buffer.from('}{"parentUuid":'), Buffer.from('}{"type":"')];
/** Writes that were torn and glued leave one seam or two. What stands behind so many is not read. */
const MAX_SEAMS = 100_000;
/** From here on a line may hold more values than there is memory for (real ones reach 2.1 MB). */
const LARGE_LINE_BYTES = 256 * 1024;
/** Below this a whole parse is as cheap as the search for what to leave out. */
const SMALL_LINE_BYTES = 4096;
/**
 * How much of a base64 string is kept to read an image's dimensions from; a JPEG may carry a
 * thumbnail first.
 */
const BASE64_HEAD = 32_768;
/** Shorter ones are not worth a cut. */
const LONG_BASE64 = 2 * BASE64_HEAD;
/** Where the frame of a record stands: parent, sidechain and type come before its content. */
const HEAD_BYTES = 512;
const SIDECHAIN = Buffer.from('"isSidechain":');
const SIDECHAIN_FIELDS = { type: 'sidechain' };
const PROGRESS = Buffer.from('"type":"progress"');
const PARENT_UUID = Buffer.from('"parentUuid":"');
const UUID = Buffer.from(',"uuid":"');
const LETTER_T = 0x74;
const QUOTE = 0x22;
const OPENING_BRACE = 0x7b;
const CLOSING_BRACE = 0x7d;

/**
 * Reads a line for sizes: strings come back as latin1, so that `.length` is the UTF-8 length of
 * what stands in the file and decoding costs nothing. `toolUseResult` (a copy that is never sent to
 * the model) and the middle of base64 strings are left out; a shortened base64 string ends in `#`
 * and its full length. Use {@link textOf} on strings that are shown. Never throws.
 */
export function readRecords(line: Buffer, chains: Chains = 'main'): RecordsOfLine {
  return read(line, 'latin1', chains);
}

/**
 * Reads a line like {@link readRecords}, but with its texts as they are, to be counted or shown.
 * Never throws.
 */
export function readRecordsWithText(line: Buffer, chains: Chains = 'main'): RecordsOfLine {
  return read(line, 'utf8', chains);
}

type Encoding = 'latin1' | 'utf8';

function read(line: Buffer, encoding: Encoding, chains: Chains): RecordsOfLine {
  const [start, end] = trimmed(line);
  if (start === end) return { records: [], problem: null };
  const known = line[end - 1] === CLOSING_BRACE ? unparsed(line, start, end, chains) : null;
  if (known !== null && !isGlued(line.subarray(start, end)))
    return { records: [{ fields: known, start, bytes: end - start }], problem: null };
  const burden = end - start > LARGE_LINE_BYTES ? lineBurden(line, start, end) : null;
  if (burden !== null) return { records: [], problem: burden };
  const short = end - start > SMALL_LINE_BYTES ? withoutCopies(line, start, end, encoding) : null;
  const fields = short === null ? null : parseObject(short);
  if (fields !== null && ('message' in fields || 'attachment' in fields))
    return { records: [{ fields, start, bytes: end - start }], problem: null };
  return parseWhole(line, start, end, encoding);
}

/** The text of a string that {@link readRecords} returned. A lone surrogate becomes U+FFFD. */
export function textOf(latin1: string): string {
  if (Buffer.byteLength(latin1) === latin1.length) return latin1;
  if (!ABOVE_LATIN1.test(latin1)) return Buffer.from(latin1, 'latin1').toString('utf8');
  // Escaped characters above U+00FF stand among the raw bytes already decoded.
  return Buffer.concat(
    Array.from(latin1, (character) =>
      Buffer.from(character, character > '\u00ff' ? 'utf8' : 'latin1'),
    ),
  ).toString('utf8');
}

/**
 * The few fields of a record that matter, where its first bytes tell that nothing else does: a
 * third of the lines of some sessions.
 */
function unparsed(
  line: Buffer,
  start: number,
  end: number,
  chains: Chains,
): Readonly<Record<string, unknown>> | null {
  // Records beside the conversation begin with their type.
  if (line[start + 2] === LETTER_T) {
    for (const { fields, prefix } of OPAQUE_TYPES)
      if (line[start + TYPE_AT] === prefix[TYPE_AT] && startsWith(line, start, end, prefix))
        return fields;
    return null;
  }
  const head = line.subarray(start, Math.min(start + HEAD_BYTES, end));
  const sidechain = chains === 'main' ? head.indexOf(SIDECHAIN) : -1;
  if (sidechain !== -1 && head[sidechain + SIDECHAIN.length] === LETTER_T) return SIDECHAIN_FIELDS;
  // Progress is not shown, but may link what comes after it to what came before.
  if (end - start > SMALL_LINE_BYTES && head.includes(PROGRESS))
    return {
      type: 'progress',
      parentUuid: stringAfter(head, PARENT_UUID, 'first'),
      uuid: stringAfter(line.subarray(start, end), UUID, 'last'),
    };
  return null;
}

function startsWith(line: Buffer, start: number, end: number, prefix: Buffer): boolean {
  return line.compare(prefix, 0, prefix.length, start, Math.min(start + prefix.length, end)) === 0;
}

function stringAfter(bytes: Buffer, key: Buffer, which: 'first' | 'last'): string | null {
  const at = which === 'first' ? bytes.indexOf(key) : bytes.lastIndexOf(key);
  if (at === -1) return null;
  const value = at + key.length;
  const close = bytes.indexOf(QUOTE, value);
  return close === -1 ? null : bytes.toString('latin1', value, close);
}

function trimmed(line: Buffer): [start: number, end: number] {
  let start = 0;
  let end = line.length;
  if (line[0] === 0xef && line[1] === 0xbb && line[2] === 0xbf) start = 3;
  // A file system that lost power may leave a run of NUL in front of the next append.
  while (start < end && line[start]! <= 0x20) start++;
  while (end > start && line[end - 1]! <= 0x20) end--;
  return [start, end];
}

/**
 * Whether a second record begins within the last bytes: what was glued on is short. Unescaped
 * quotes cannot stand inside a string.
 */
function isGlued(bytes: Buffer): boolean {
  const end = bytes.subarray(-GLUED_BYTES);
  return GLUED_STARTS.some((start) => end.includes(start));
}

/**
 * Cuts `toolUseResult` and all that follows it, and shortens base64. `null` when there is nothing
 * to leave out.
 */
function withoutCopies(
  line: Buffer,
  start: number,
  end: number,
  encoding: Encoding,
): string | null {
  const cut = line.indexOf(TOOL_USE_RESULT, start);
  if (cut !== -1 && isGlued(line.subarray(cut))) return null;
  const kept = line.subarray(start, cut === -1 ? end : cut);
  const pieces: string[] = [];
  let copied = 0;
  let search = 0;
  let field = 0;
  while (kept.length - search > LONG_BASE64) {
    const type = kept.indexOf(BASE64_TYPE, search);
    // The one that was found last may stand far behind many types.
    if (type > field || field === 0) field = type === -1 ? -1 : kept.indexOf(BASE64_FIELD, type);
    if (type === -1 || field === -1) break;
    const value = field + BASE64_FIELD.length;
    // `data` follows its `type` closely; one further on belongs to something else.
    if (field - type > 200) {
      search = type + BASE64_TYPE.length;
      continue;
    }
    const close = kept.indexOf(QUOTE, value);
    if (close === -1) break;
    if (close - value > LONG_BASE64) {
      pieces.push(
        kept.toString(encoding, copied, value + BASE64_HEAD),
        `#${String(close - value)}`,
      );
      copied = close;
    }
    search = close;
  }
  if (cut === -1 && pieces.length === 0) return null;
  pieces.push(kept.toString(encoding, copied));
  if (cut !== -1) pieces.push('}');
  return pieces.join('');
}

function parseWhole(line: Buffer, start: number, end: number, encoding: Encoding): RecordsOfLine {
  // A list is no record, however long it is.
  const whole =
    line[start] === OPENING_BRACE ? parseObject(line.toString(encoding, start, end)) : null;
  if (whole !== null)
    return { records: [{ fields: whole, start, bytes: end - start }], problem: null };
  const records: RecordOfLine[] = [];
  let problem: RecordsOfLine['problem'] = null;
  let from = start;
  const add = (to: number): void => {
    const fields = parseObject(line.toString(encoding, from, to));
    if (fields === null) problem = 'notJson';
    else records.push({ fields, start: from, bytes: to - from });
    from = to;
  };
  let seams = 0;
  // In latin1 a position in the text is a position in the line.
  for (const { index } of line.toString('latin1', start, end).matchAll(GLUED)) {
    if (++seams > MAX_SEAMS) return { records, problem: 'tooMany' };
    add(start + index + 1);
  }
  if (seams === 0) return { records, problem: 'notJson' };
  add(end);
  return { records, problem };
}

function parseObject(text: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : null;
  } catch {
    return null;
  }
}
