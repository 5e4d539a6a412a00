import type { ItemPlace } from '../../domain/accounting/itemId';
import { readExtents } from '../../io/sessionFile/readLines';
import { textPage, type TextPage } from './textPage';
import { asId } from '../../domain/transcript/asId';
import { asFields, asString, pixelSize } from '../../domain/transcript/parseBlocks';
import { parseLine } from '../../domain/transcript/parseEntry';
import { rawBlocks } from '../../domain/transcript/rawBlocks';
import type { ConversationEntry } from '../../domain/transcript/entry';

/**
 * What an item holds, as far as it can be shown. Plain: it crosses threads. All of it comes from
 * the transcript, so it is hostile.
 */
export type ItemContent = StoredContent & {
  /** Of what was pruned: when the backup was made that it was read from. */
  readonly backedUpMs?: number;
};

type StoredContent =
  | ({ readonly kind: 'text' } & TextPage)
  | {
      readonly kind: 'image';
      readonly mediaType: string;
      readonly base64: string;
      readonly size: PixelSize | null;
      readonly bytes: number;
    }
  | { readonly kind: 'document'; readonly mediaType: string | null; readonly bytes: number }
  /**
   * Too large to be decoded or held: an image above 50 megapixels or 20 MB, a text above 20 MB that
   * is asked for as a whole.
   */
  | { readonly kind: 'tooLarge'; readonly size: PixelSize | null; readonly bytes: number }
  /** Nothing to show: thinking whose text is not in the file, a result without content. */
  | { readonly kind: 'empty' }
  /** It stands in the file no more. */
  | { readonly kind: 'gone' };

interface PixelSize {
  readonly width: number;
  readonly height: number;
}

export type RawContent =
  | { readonly kind: 'text'; readonly text: string }
  | {
      readonly kind: 'image' | 'document';
      readonly mediaType: string | null;
      readonly base64: string;
    };

const MOST_BYTES = 20 * 1024 * 1024;
const MOST_PIXELS = 50_000_000;
/** What a browser shows without running anything in it. */
const PICTURES: ReadonlySet<string> = new Set([
  'image/png',
  'image/jpeg',
  'image/gif',
  'image/webp',
]);

/**
 * Reads what an item holds.
 *
 * @param page of a text, from 0; `whole` for all of it.
 */
export async function readItemContent(
  path: string,
  entry: ConversationEntry,
  place: ItemPlace,
  page: number | 'whole',
): Promise<ItemContent> {
  const raw = await readRawContent(path, entry, place);
  if (raw === null) return { kind: 'gone' };
  if (raw.kind === 'text') {
    if (raw.text === '') return { kind: 'empty' };
    const bytes = Buffer.byteLength(raw.text);
    return page === 'whole' && bytes > MOST_BYTES
      ? { kind: 'tooLarge', size: null, bytes }
      : { kind: 'text', ...textPage(raw.text, page) };
  }
  const bytes = Math.floor((raw.base64.length * 3) / 4);
  const size = raw.kind === 'image' ? pixelSize(raw.base64) : null;
  // An image whose size nobody knows is not decoded.
  if (
    raw.kind === 'document' ||
    size === null ||
    raw.mediaType === null ||
    !PICTURES.has(raw.mediaType)
  )
    return { kind: 'document', mediaType: raw.mediaType, bytes };
  if (bytes > MOST_BYTES || size.width * size.height > MOST_PIXELS)
    return { kind: 'tooLarge', size, bytes };
  return { kind: 'image', mediaType: raw.mediaType, base64: raw.base64, size, bytes };
}

/** @returns `null` when the entry, or the block in it, does not stand there any more. */
export async function readRawContent(
  path: string,
  entry: ConversationEntry,
  { block, part }: ItemPlace,
): Promise<RawContent | null> {
  const [bytes] = await readExtents(path, [entry]);
  if (bytes == null) return null;
  const record = recordOf(bytes);
  if (record === null || asId(record['uuid']) !== entry.uuid) return null;
  if (entry.kind === 'attachment') return attachmentContent(bytes, entry);
  const blocks =
    entry.kind === 'system'
      ? [record['content']]
      : rawBlocks(asFields(record['message'])?.['content']);
  if (block >= blocks.length) return null;
  const whole = blocks[block];
  if (part === null) return contentOf(whole);
  const parts = rawBlocks(asFields(whole)?.['content']);
  return part < parts.length ? contentOf(parts[part]) : null;
}

function recordOf(bytes: Buffer): Readonly<Record<string, unknown>> | null {
  try {
    return asFields(JSON.parse(bytes.toString('utf8')));
  } catch {
    return null;
  }
}

function attachmentContent(bytes: Buffer, entry: ConversationEntry): RawContent | null {
  const again = parseLine(bytes, entry.line, entry.offset, entry.bytes, 'texts', 'all').entries[0];
  if (again?.kind !== 'attachment') return null;
  return {
    kind: 'text',
    text: again.blocks
      .flatMap((block) => (block.kind === 'text' && block.text !== undefined ? [block.text] : []))
      .join('\n\n'),
  };
}

function contentOf(value: unknown): RawContent {
  if (typeof value === 'string') return { kind: 'text', text: value };
  const block = asFields(value);
  const type = asString(block?.['type']);
  switch (type) {
    case 'text':
      return { kind: 'text', text: asString(block?.['text']) ?? '' };
    case 'thinking':
      return { kind: 'text', text: asString(block?.['thinking']) ?? '' };
    case 'redacted_thinking':
      return { kind: 'text', text: '' };
    case 'tool_use':
    case 'server_tool_use':
      return { kind: 'text', text: inputText(block?.['input']) };
    case 'tool_result':
      return {
        kind: 'text',
        text: rawBlocks(block?.['content']).filter(isText).map(wordsOf).join('\n'),
      };
    case 'image':
    case 'document': {
      const source = asFields(block?.['source']);
      const data = asString(source?.['data']) ?? '';
      if (type === 'document' && source?.['type'] === 'text') return { kind: 'text', text: data };
      return { kind: type, mediaType: asString(source?.['media_type']), base64: data };
    }
    default:
      return { kind: 'text', text: JSON.stringify(value, null, 2) };
  }
}

/** The input of a call, its texts as they are: `content:` and below it what was written. */
function inputText(input: unknown): string {
  const fields = asFields(input);
  if (fields === null) return input === undefined ? '' : JSON.stringify(input, null, 2);
  return Object.entries(fields)
    .map(([key, value]) => {
      const words = typeof value === 'string' ? value : JSON.stringify(value, null, 2);
      return words.includes('\n') ? `${key}:\n${words}` : `${key}: ${words}`;
    })
    .join('\n');
}

function isText(value: unknown): boolean {
  const type = asString(asFields(value)?.['type']);
  return type !== 'image' && type !== 'document';
}

function wordsOf(value: unknown): string {
  const raw = contentOf(value);
  return raw.kind === 'text' ? raw.text : '';
}
