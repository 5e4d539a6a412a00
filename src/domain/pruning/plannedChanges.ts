import type { IntegrityProblemKind } from './integrityProblem';
import type { JsonChange } from './jsonChanges';
import { memberAt, memberOf, numberOf, rawLength, stringOf, type JsonSpan } from './jsonSpans';
import type { ContentEdit, EditedRecord, ComingBack } from './lineEdit';
import { isLeftPlaceholder, isPrunableText } from './machineTextSpan';
import { isOwnText } from './ownText';

type Path = JsonChange['path'];

const COUNTERS = new Set<string | number>([
  'input_tokens',
  'cache_creation_input_tokens',
  'cache_read_input_tokens',
]);
/** Claude Code's own copies, and an attachment in both of its forms. */
const COPIES = new Set<string | number>(['toolUseResult', 'wireToolInputs', 'mcpMeta']);

/**
 * Whether a plan says that this value changes, and whether what stands there now is of the kind
 * that a prune leaves behind.
 */
export function isAllowed(
  before: Buffer,
  after: Buffer,
  record: JsonSpan,
  change: JsonChange,
  planned: EditedRecord | ComingBack,
): boolean {
  if (planned === 'undo') return isPutBack(before, after, change);
  if (planned === 'repair')
    return isClosing(before, after, change) || isPutBack(before, after, change);
  const { path } = change;
  if (isCounter(path))
    return (
      planned.edits.some(({ kind }) => kind === (path[0] === 'message' ? 'usage' : 'postTokens')) &&
      isCounterChange(after, change)
    );
  if (COPIES.has(path[0] ?? ''))
    return (
      planned.edits.some(({ kind }) => kind === 'content' || kind === 'copy') &&
      (isShortened(change, 'copy') || becameText(before, after, change))
    );
  if (isThinkingEmptied(before, change))
    return planned.edits.some((edit) => edit.kind === 'content' && isEditOfThinking(edit));
  if (path[0] === 'rendered' || path[0] === 'attachment')
    return planned.edits.some(({ kind }) => kind === 'content') && isShortened(change, 'content');
  return (
    planned.edits.some((edit) => edit.kind === 'content' && isWithin(before, record, path, edit)) &&
    (isShortened(change, 'content') || becameText(before, after, change))
  );
}

/**
 * Of the log of requests, any part of a message may be a copy: an attachment stands there as a
 * text.
 */
export function isLoggedCopy(
  before: Buffer,
  after: Buffer,
  change: JsonChange,
  way: 'prune' | 'undo',
): boolean {
  if (way === 'undo') return isLoggedCopy(after, before, reversed(change), 'prune');
  return (
    change.path[0] === 'message' &&
    change.path[1] === 'content' &&
    change.path.length > 2 &&
    (isShortened(change, 'content') || becameText(before, after, change))
  );
}

function reversed({ path, before, after }: JsonChange): JsonChange {
  return { path, before: after, after: before };
}

/** What a change that is not allowed did. */
export function problemOf({ path, after: now }: JsonChange): IntegrityProblemKind {
  const [first, second, , key] = path;
  if (first === 'uuid' || first === 'parentUuid' || first === 'logicalParentUuid') return 'chain';
  if (first === 'compactMetadata') return 'compaction';
  if (isEmpty(now)) return 'emptyContent';
  if (
    first === 'message' &&
    second === 'content' &&
    (path.length <= 3 || TYING_KEYS.has(key ?? ''))
  )
    return 'toolPair';
  return 'unplanned';
}

/** What makes a block the one that another answers. */
const TYING_KEYS = new Set<string | number>(['id', 'tool_use_id', 'type', 'name']);

/** The block or part that an edit names, and in it only what may go. */
export function isWithin(bytes: Buffer, record: JsonSpan, path: Path, edit: ContentEdit): boolean {
  const { block, part } = edit;
  const mayGo = (text: JsonSpan | undefined): boolean =>
    isPrunableText(bytes, record, text) || (edit.isNamed && isOwnText(bytes, record, text));
  const content = memberAt(record, 'message', 'content');
  if (path[0] !== 'message' || path[1] !== 'content') return false;
  if (content?.kind === 'string') return path.length === 2 && block === 0 && mayGo(content);
  if (content?.kind !== 'array') return false;
  const at = indexOfCounted(content.items, block);
  const found = content.items[at];
  if (path[2] !== at || found === undefined) return false;
  const inner = path.slice(3);
  if (found.kind === 'string') return mayGo(found);
  switch (stringOf(bytes, memberOf(found, 'type'))) {
    case 'tool_use':
    case 'server_tool_use':
      return inner[0] === 'input' && inner.length > 1;
    case 'tool_result': {
      if (inner[0] !== 'content') return false;
      const parts = memberOf(found, 'content');
      if (part === null) return inner.length === 1 || !isMediaPart(bytes, parts, inner[1]);
      return (
        parts?.kind === 'array' &&
        inner.length === 2 &&
        inner[1] === indexOfCounted(parts.items, part) &&
        isMediaPart(bytes, parts, inner[1])
      );
    }
    case 'image':
    case 'document':
      return inner.length === 0;
    case 'text':
      return inner.length === 1 && inner[0] === 'text' && mayGo(memberOf(found, 'text'));
    default:
      return false;
  }
}

function isMediaPart(
  bytes: Buffer,
  parts: JsonSpan | undefined,
  index: string | number | undefined,
): boolean {
  return isMediaItem(
    bytes,
    parts?.kind === 'array' && typeof index === 'number' ? parts.items[index] : undefined,
  );
}

/** A picture or a document, which is an item of its own within a result. */
export function isMediaItem(bytes: Buffer, part: JsonSpan | undefined): boolean {
  const type = stringOf(bytes, memberOf(part, 'type'));
  return (
    type === 'image' ||
    (type === 'document' && stringOf(bytes, memberAt(part, 'source', 'type')) !== 'text')
  );
}

/** Where the n-th item stands that is a string or an object. */
export function indexOfCounted(items: readonly JsonSpan[], index: number): number {
  let counted = -1;
  return items.findIndex(
    ({ kind }) => (kind === 'string' || kind === 'object') && ++counted === index,
  );
}

/**
 * A string that became another, never an empty one where it is sent; a list of strings that became
 * shorter.
 */
function isShortened({ before, after }: JsonChange, what: 'content' | 'copy'): boolean {
  if (before.kind === 'string')
    return after.kind === 'string' && (what === 'copy' || rawLength(after) > 0);
  return (
    before.kind === 'array' &&
    after.kind === 'array' &&
    after.items.length === 1 &&
    [...before.items, ...after.items].every(({ kind }) => kind === 'string')
  );
}

/** All that a record held was one piece of thinking, and it holds nothing now. */
export function isThinkingEmptied(bytes: Buffer, { path, before, after }: JsonChange): boolean {
  const [only] = before.kind === 'array' && before.items.length === 1 ? before.items : [];
  return (
    path.length === 2 &&
    path[0] === 'message' &&
    path[1] === 'content' &&
    THINKING.has(stringOf(bytes, memberOf(only, 'type')) ?? '') &&
    after.kind === 'array' &&
    after.items.length === 0
  );
}

const THINKING = new Set(['thinking', 'redacted_thinking']);

function isEditOfThinking({ block, part, placeholder }: ContentEdit): boolean {
  return block === 0 && part === null && placeholder === '';
}

/** An image or a document that became a text. */
function becameText(
  before: Buffer,
  after: Buffer,
  { before: was, after: is }: JsonChange,
): boolean {
  const type = stringOf(before, memberOf(was, 'type'));
  const text = memberOf(is, 'text');
  return (
    (type === 'image' || type === 'document') &&
    is.kind === 'object' &&
    is.members.length === 2 &&
    stringOf(after, memberOf(is, 'type')) === 'text' &&
    text?.kind === 'string' &&
    rawLength(text) > 0
  );
}

export function isCounter(path: Path): boolean {
  const [first, second, third] = path;
  if (first === 'compactMetadata') return second === 'postTokens' && path.length === 2;
  return (
    first === 'message' &&
    second === 'usage' &&
    path.length === 3 &&
    (third === 'iterations' || COUNTERS.has(third ?? ''))
  );
}

function isCounterChange(after: Buffer, { before: was, after: is }: JsonChange): boolean {
  if (was.kind === 'array') return is.kind === 'array' && is.items.length === 0;
  const value = numberOf(after, is);
  return value !== null && Number.isSafeInteger(value) && value >= 0;
}

/** A compaction that says now that it keeps nothing; all else that it says stays. */
function isClosing(
  before: Buffer,
  after: Buffer,
  { path, before: was, after: is }: JsonChange,
): boolean {
  if (path.length !== 1 || path[0] !== 'compactMetadata') return false;
  const kept = memberOf(is, 'preservedMessages');
  return (
    was.kind === 'object' &&
    is.kind === 'object' &&
    is.members.length === was.members.length + 1 &&
    ['uuids', 'allUuids'].every((key) => {
      const uuids = memberOf(kept, key);
      return uuids?.kind === 'array' && uuids.items.length === 0;
    }) &&
    // without its last brace
    before
      .subarray(was.start, was.end - 1)
      .equals(after.subarray(is.start, is.start + (was.end - 1 - was.start)))
  );
}

/** Where a prune may have been: a content, a copy or a counter, and the record around it stays. */
function isPutBack(before: Buffer, after: Buffer, change: JsonChange): boolean {
  const [first, second, , key] = change.path;
  if (
    COPIES.has(first ?? '') ||
    first === 'rendered' ||
    (first === 'attachment' && second !== undefined && second !== 'type') ||
    isCounter(change.path)
  )
    return true;
  if (first !== 'message' || second !== 'content') return false;
  if (isThinkingEmptied(after, reversed(change))) return true;
  if (isTextPutBack(before, change)) return true;
  return key === undefined
    ? becameText(after, before, reversed(change))
    : key === 'content' || key === 'input';
}

/** A message's own text comes back only where a placeholder stands. */
function isTextPutBack(before: Buffer, { path, before: was, after: is }: JsonChange): boolean {
  return (
    was.kind === 'string' &&
    is.kind === 'string' &&
    isLeftPlaceholder(before, was) &&
    (path.length <= 3 || (path.length === 4 && path[3] === 'text'))
  );
}

function isEmpty(span: JsonSpan): boolean {
  return span.kind === 'array'
    ? span.items.length === 0
    : span.kind === 'object'
      ? span.members.length === 0
      : span.kind === 'string' && rawLength(span) === 0;
}
