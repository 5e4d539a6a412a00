import { imageSize } from 'image-size';
import { asId } from './asId';
import { askedFor, type AskedFor } from './askedFor';
import type { ContentBlock, Detail, LineRange, MediaBlock, TextBlock, ToolUseBlock } from './entry';
import { isShortened, jsonLength, longBytes } from './inputSizes';
import { DETAIL_LENGTH, PATH_LENGTH, SUBJECT_LENGTH } from './keptLengths';
import { assertShallow, MAX_JSON_DEPTH, TooDeep } from './jsonDepth';
import { leftOfText, PLACEHOLDER_BEGINNING } from './placeholderText';
import { textFingerprint } from './textFingerprint';
import { textOf } from './readRecords';

/** How strings were decoded: as latin1 for sizes alone, or as they are, to be counted. */
export type TextMode = 'sizes' | 'texts';

/** Input fields that tell a person what a call is about, the most telling first. */
const SUBJECT_FIELDS = [
  'file_path',
  'notebook_path',
  'path',
  'command',
  'pattern',
  'url',
  'query',
  'description',
  'subject',
  'prompt',
  'skill',
];
const BEGINNING_LENGTH = 120;
const COUNTED_LENGTH = 40;
/** Of a UTF-16 unit, in UTF-8. */
const MOST_BYTES_PER_UNIT = 3;
/** Texts are copied through it: a buffer for each would cost more than the copy. */
const scratch = Buffer.alloc(256 * MOST_BYTES_PER_UNIT);
/** Base64 characters that hold an image's dimensions: a JPEG may carry a thumbnail before them. */
const IMAGE_HEAD = 32_768;

/**
 * Whether a text is a message's own, which is known by its first words, or lies inside of something
 * that has a name.
 */
export type TextPlace = 'own' | 'inside';

/**
 * The blocks of a message's `content`, which may be a string, a list, or nonsense. `rawBlocks`
 * gives the same ones as they stand there.
 *
 * @param depth at which the content stands in its record: a message's at 2.
 * @throws {TooDeep} where blocks are nested without end.
 */
export function parseBlocks(
  content: unknown,
  mode: TextMode,
  place: TextPlace,
  depth = 2,
): ContentBlock[] {
  if (depth > MAX_JSON_DEPTH) throw new TooDeep();
  if (typeof content === 'string') return content === '' ? [] : [textBlock(content, mode, place)];
  if (!Array.isArray(content)) return [];
  const blocks: ContentBlock[] = [];
  for (const block of content as unknown[]) {
    const parsed = parseBlock(block, mode, place, depth + 1);
    if (parsed !== null) blocks.push(parsed);
  }
  return blocks;
}

export function textBlock(text: string, mode: TextMode, place: TextPlace): TextBlock {
  const isPlaceholder = text.startsWith(PLACEHOLDER_BEGINNING);
  const beginning =
    place === 'own' || isPlaceholder ? shown(leftOfText(text), BEGINNING_LENGTH, mode) : null;
  const fingerprint = textFingerprint(text);
  return mode === 'texts'
    ? {
        kind: 'text',
        textBytes: Buffer.byteLength(text),
        beginning,
        fingerprint,
        isPlaceholder,
        text,
      }
    : { kind: 'text', textBytes: text.length, beginning, fingerprint, isPlaceholder };
}

function parseBlock(
  value: unknown,
  mode: TextMode,
  place: TextPlace,
  depth: number,
): ContentBlock | null {
  if (typeof value === 'string') return textBlock(value, mode, place);
  const block = asFields(value);
  if (block === null) return null;
  const type = asString(block['type']) ?? '';
  switch (type) {
    case 'text':
      return textBlock(asString(block['text']) ?? '', mode, place);
    case 'thinking':
      return {
        kind: 'thinking',
        textBytes: lengthOf(asString(block['thinking']) ?? '', mode),
        signatureLength: asString(block['signature'])?.length ?? 0,
      };
    case 'redacted_thinking':
      return {
        kind: 'thinking',
        textBytes: 0,
        signatureLength: asString(block['data'])?.length ?? 0,
      };
    case 'tool_use':
    case 'server_tool_use':
      return toolUse(block, mode, depth + 1);
    case 'tool_result':
      return {
        kind: 'toolResult',
        toolUseId: asId(block['tool_use_id']) ?? '',
        isError: block['is_error'] === true,
        parts: parseBlocks(block['content'], mode, 'inside', depth + 1),
      };
    case 'image':
    case 'document':
      return media(type, asFields(block['source']), mode, place);
    default:
      assertShallow(block, depth);
      return { kind: 'other', type, textBytes: lengthOf(JSON.stringify(block), mode) };
  }
}

function toolUse(
  block: Readonly<Record<string, unknown>>,
  mode: TextMode,
  depth: number,
): ToolUseBlock {
  const toolName = asString(block['name']) ?? '';
  const input = asFields(block['input']) ?? {};
  // The client adds the plan to its own copy; what the model sent, and is sent back, is an empty
  // input (the plan stands in the result).
  const sent = toolName === 'ExitPlanMode' ? {} : (block['input'] ?? {});
  if (mode === 'texts') assertShallow(sent, depth);
  const written = mode === 'texts' ? JSON.stringify(sent) : null;
  const subjectField = SUBJECT_FIELDS.find((field) => isText(input[field]));
  const subject = subjectField === undefined ? null : asString(input[subjectField]);
  const path =
    asString(input['file_path']) ?? asString(input['notebook_path']) ?? asString(input['path']);
  const range = rangeOf(input);
  const agentType = asString(input['subagent_type']);
  const textBytes =
    written === null
      ? toolName.length + 1 + jsonLength(sent, depth)
      : Buffer.byteLength(toolName) + 1 + Buffer.byteLength(written);
  return {
    kind: 'toolUse',
    toolUseId: asId(block['id']) ?? '',
    toolName: toolName.slice(0, SUBJECT_LENGTH),
    textBytes,
    subject: subject === null ? null : shown(subject, SUBJECT_LENGTH, mode),
    path: path === null || path === '' ? null : shown(path, PATH_LENGTH, mode),
    range,
    detail: detailOf(askedFor(toolName, input), path === null ? null : range, mode),
    ...(agentType === null ? {} : { agentType: shown(agentType, SUBJECT_LENGTH, mode) }),
    longBytes: longBytes(sent, textBytes),
    ...(isShortened(sent) ? { isShortened: true } : {}),
    ...(written !== null && asSent(sent, written)),
  };
}

/** A model is sent each parameter by its name, and a text in it as it is. */
function asSent(sent: unknown, written: string): Pick<ToolUseBlock, 'text' | 'parameters'> {
  const parameters = asFields(sent);
  if (parameters === null) return { text: written, parameters: 0 };
  const fields = Object.entries(parameters);
  const text = fields
    .map(([name, value]) => `${name}\n${asString(value) ?? JSON.stringify(value)}`)
    .join('\n');
  return { text, parameters: fields.length };
}

/** `null` where nothing is asked for but what the path says. */
function detailOf(
  { words, count, part }: AskedFor,
  range: LineRange | null,
  mode: TextMode,
): Detail | null {
  if (words === null && count === null && part === null && range === null) return null;
  return {
    words: words === null ? null : shown(words, DETAIL_LENGTH, mode),
    count:
      count === null ? null : { of: shown(count.of, COUNTED_LENGTH, mode), number: count.number },
    range,
    part: part === null ? null : shown(part, DETAIL_LENGTH, mode),
  };
}

function rangeOf(input: Readonly<Record<string, unknown>>): LineRange | null {
  const first = wholeNumber(input['offset']);
  const count = wholeNumber(input['limit']);
  return first === null && count === null ? null : { first: first ?? 1, count };
}

function isText(value: unknown): boolean {
  return typeof value === 'string' && value !== '';
}

function wholeNumber(value: unknown): number | null {
  return typeof value === 'number' && Number.isSafeInteger(value) && value > 0 ? value : null;
}

function media(
  kind: 'image' | 'document',
  source: Readonly<Record<string, unknown>> | null,
  mode: TextMode,
  place: TextPlace,
): ContentBlock {
  const stored = asString(source?.['data']) ?? '';
  const mediaType = asString(source?.['media_type']);
  if (kind === 'document' && asString(source?.['type']) === 'text')
    return { ...textBlock(stored, mode, place), isDocument: true };
  const shortened = /#(\d+)$/.exec(stored.slice(-16));
  const base64Bytes = shortened === null ? stored.length : Number(shortened[1]);
  return {
    kind,
    mediaType,
    base64Bytes,
    fingerprint: textFingerprint(stored),
    size: kind === 'image' ? pixelSize(stored) : null,
  };
}

/** Pixels of an image by its first bytes; `null` where they do not tell. */
export function pixelSize(base64: string): MediaBlock['size'] {
  if (base64 === '') return null;
  try {
    const { width, height } = imageSize(Buffer.from(base64.slice(0, IMAGE_HEAD), 'base64'));
    return width > 0 && height > 0 ? { width, height } : null;
  } catch {
    return null; // cut off before the dimensions, or no image
  }
}

function lengthOf(text: string, mode: TextMode): number {
  return mode === 'texts' ? Buffer.byteLength(text) : text.length;
}

/**
 * The beginning of a text, for display. What is cut off is copied first: a slice would keep the
 * whole string alive.
 */
export function shown(text: string, length: number, mode: TextMode): string {
  const isCut = text.length > length;
  if (isCut && length <= scratch.length / MOST_BYTES_PER_UNIT) {
    // In ASCII, which most of it is, both modes agree and nothing can be cut in two.
    const bytes = scratch.write(text.slice(0, length));
    if (bytes === length) return scratch.toString('latin1', 0, length);
  }
  const beginning = isCut ? Buffer.from(text.slice(0, length)).toString() : text;
  const readable = mode === 'texts' ? beginning : textOf(beginning);
  return isCut ? readable.replace(/\ufffd$/, '') : readable; // a character that was cut in two
}

export function asString(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}

export function asFields(value: unknown): Readonly<Record<string, unknown>> | null {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Readonly<Record<string, unknown>>)
    : null;
}
