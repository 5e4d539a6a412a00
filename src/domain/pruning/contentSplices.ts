import { memberAt, memberOf, rawLength, stringOf, type JsonSpan, type Span } from './jsonSpans';
import type { ContentEdit } from './lineEdit';
import { isPrunableText, wrappedPlaceholder } from './machineTextSpan';
import { isOwnText, withEnds } from './ownText';
import { SHORT_PLACEHOLDER } from './placeholder';
import {
  INPUT_NAMES,
  isMedia,
  LONG_STRING_BYTES,
  mediaData,
  RECORD_NAMES,
  shortenedStrings,
  textPart,
} from './shortenedStrings';
import type { Splice } from './splice';

/** Where an item stands in its record, and what takes its place. */
export interface FoundContent {
  readonly splices: readonly Splice[];
  /** The strings that go, of which the file may hold copies elsewhere. */
  readonly removed: readonly Span[];
}

const NOTHING: FoundContent = { splices: [], removed: [] };

/**
 * @returns nothing where the record holds no such item, or one that is never pruned: what the model
 * wrote, or a person unless just that was asked for, thinking beside something else, whatever is
 * unknown.
 */
export function contentSplices(bytes: Buffer, record: JsonSpan, edit: ContentEdit): FoundContent {
  if (stringOf(bytes, memberOf(record, 'type')) === 'attachment')
    return attachmentSplices(bytes, record, edit);
  const content = memberAt(record, 'message', 'content');
  const isWhole = content?.kind === 'string' && edit.block === 0;
  const block = isWhole ? content : countedItem(content, edit.block);
  if (block?.kind === 'string')
    return edit.part === null ? textSplices(bytes, record, block, edit) : NOTHING;
  if (block?.kind !== 'object') return NOTHING;
  const type = stringOf(bytes, memberOf(block, 'type'));
  if (edit.part !== null)
    return type === 'tool_result'
      ? mediaSplices(bytes, countedItem(memberOf(block, 'content'), edit.part), edit.placeholder)
      : NOTHING;
  switch (type) {
    case 'tool_result':
      return resultSplices(bytes, memberOf(block, 'content'), edit.placeholder);
    case 'tool_use':
    case 'server_tool_use':
      return inputSplices(memberOf(block, 'input'), edit.placeholder);
    case 'text':
      return textSplices(bytes, record, memberOf(block, 'text'), edit);
    case 'thinking':
    case 'redacted_thinking':
      return thinkingSplices(content);
    default:
      return mediaSplices(bytes, block, edit.placeholder);
  }
}

function textSplices(
  bytes: Buffer,
  record: JsonSpan,
  text: JsonSpan | undefined,
  edit: ContentEdit,
): FoundContent {
  if (isPrunableText(bytes, record, text))
    return replaced(text, wrappedPlaceholder(bytes, text, edit.placeholder));
  return edit.isNamed && isOwnText(bytes, record, text)
    ? replaced(text, withEnds(stringOf(bytes, text) ?? '', edit.placeholder))
    : NOTHING;
}

/**
 * The record stays with its uuid, so that the chain holds, and is empty: Claude Code sends nothing
 * of it (measured, 2.1.329). The log of requests keeps its copy, from which nothing is read.
 */
function thinkingSplices(content: JsonSpan | undefined): FoundContent {
  return content?.kind === 'array' && content.items.length === 1
    ? { splices: [{ start: content.start, end: content.end, json: '[]' }], removed: [] }
    : NOTHING;
}

/** The texts of a result; its images and documents are items of their own. */
export function resultSplices(
  bytes: Buffer,
  content: JsonSpan | undefined,
  placeholder: string,
): FoundContent {
  if (content?.kind === 'string')
    return rawLength(content) === 0 ? NOTHING : replaced(content, placeholder);
  if (content?.kind !== 'array') return NOTHING;
  const splices: Splice[] = [];
  const removed: JsonSpan[] = [];
  for (const part of content.items) {
    const text = part.kind === 'string' ? part : textOfPart(bytes, part);
    if (text?.kind !== 'string') continue;
    if (splices.length > 0 && rawLength(text) < SHORT_PLACEHOLDER.length) continue;
    splices.push({
      start: text.start,
      end: text.end,
      json: JSON.stringify(splices.length === 0 ? placeholder : SHORT_PLACEHOLDER),
    });
    removed.push(text);
  }
  return { splices, removed };
}

/** The object and its keys stay, so that the call stays valid; its long strings go. */
export function inputSplices(input: JsonSpan | undefined, placeholder: string): FoundContent {
  if (input?.kind !== 'object') return NOTHING;
  const splices = shortenedStrings(input, placeholder, INPUT_NAMES, 'replace');
  return { splices, removed: splices };
}

/** Texts that a document holds are parts like any other text. */
function textOfPart(bytes: Buffer, part: JsonSpan): JsonSpan | undefined {
  const type = stringOf(bytes, memberOf(part, 'type'));
  if (type === 'text') return memberOf(part, 'text');
  return type === 'document' && isTextSource(bytes, part) ? mediaData(part) : undefined;
}

function mediaSplices(
  bytes: Buffer,
  part: JsonSpan | undefined,
  placeholder: string,
): FoundContent {
  if (
    part === undefined ||
    !isMedia(stringOf(bytes, memberOf(part, 'type'))) ||
    isTextSource(bytes, part)
  )
    return NOTHING;
  const data = mediaData(part);
  return {
    splices: [{ start: part.start, end: part.end, json: textPart(placeholder) }],
    removed: data === undefined ? [] : [data],
  };
}

function isTextSource(bytes: Buffer, part: JsonSpan): boolean {
  return stringOf(bytes, memberAt(part, 'source', 'type')) === 'text';
}

/**
 * An attachment is one item. What is sent of it is `rendered`; where that is absent or empty it is
 * made again from the structured fields, so both are pruned (2.1.329).
 */
function attachmentSplices(
  bytes: Buffer,
  record: JsonSpan,
  { block, part, placeholder }: ContentEdit,
): FoundContent {
  if (block !== 0 || part !== null) return NOTHING;
  const structured = memberOf(record, 'attachment');
  const queued = memberOf(structured, 'prompt');
  const left = queued === undefined ? placeholder : wrappedPlaceholder(bytes, queued, placeholder);
  const rendered = renderedBlocks(memberOf(record, 'rendered'));
  // The short one beside a file's content says that it was read; alone it is the content.
  const long = rendered.filter((sent) => sent.end - sent.start >= LONG_STRING_BYTES);
  const found = (long.length > 0 ? long : rendered).map((sent, index) =>
    renderedSplices(bytes, sent, index === 0 ? left : SHORT_PLACEHOLDER),
  );
  const copies =
    structured === undefined ? [] : shortenedStrings(structured, left, RECORD_NAMES, 'keep');
  return {
    splices: [...found.flatMap(({ splices }) => splices), ...copies],
    removed: [...found.flatMap(({ removed }) => removed), ...copies],
  };
}

/** The blocks of all rendered parts, as an entry's `blocks` count them. */
function renderedBlocks(rendered: JsonSpan | undefined): JsonSpan[] {
  if (rendered?.kind !== 'array') return [];
  return rendered.items.flatMap((part) => {
    const content = memberOf(part, 'content');
    if (content?.kind === 'string') return rawLength(content) === 0 ? [] : [content];
    return content?.kind === 'array' ? content.items.filter(isCounted) : [];
  });
}

function renderedSplices(bytes: Buffer, sent: JsonSpan, placeholder: string): FoundContent {
  const text = sent.kind === 'string' ? sent : textOfPart(bytes, sent);
  if (text?.kind !== 'string') return mediaSplices(bytes, sent, placeholder);
  return replaced(text, wrappedPlaceholder(bytes, text, placeholder));
}

function replaced(text: JsonSpan, placeholder: string): FoundContent {
  return {
    splices: [{ start: text.start, end: text.end, json: JSON.stringify(placeholder) }],
    removed: [text],
  };
}

/**
 * The n-th item of a list as an entry's `blocks` count them: what is neither string nor object is
 * none. A string is a list of one.
 */
function countedItem(content: JsonSpan | undefined, index: number): JsonSpan | undefined {
  return content?.kind === 'array' ? content.items.filter(isCounted)[index] : undefined;
}

function isCounted(item: JsonSpan): boolean {
  return item.kind === 'string' || item.kind === 'object';
}
