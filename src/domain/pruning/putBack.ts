import { placeOf } from '../accounting/itemId';
import { changesBetween, type JsonChange, type JsonPath } from './jsonChanges';
import { memberAt, memberOf, rawLength, scanJson, type JsonSpan, type Span } from './jsonSpans';
import type { ContentEdit, EditedRecord } from './lineEdit';
import { isLoggedMessage } from './lineRewriter';
import { isLeftPlaceholder } from './machineTextSpan';
import {
  indexOfCounted,
  isAllowed,
  isCounter,
  isLoggedCopy,
  isMediaItem,
  isThinkingEmptied,
  isWithin,
} from './plannedChanges';

/** A value of a record, and what it was before the prune: bytes of the backup's record. */
interface ValuePutBack {
  readonly now: Span;
  readonly before: Span;
}

export interface PutBack {
  /** In file order, none within another. */
  readonly values: readonly ValuePutBack[];
  /** The items that are as they were then. */
  readonly restored: readonly string[];
  /** Items where something else stands by now than the prune left: somebody changed it since. */
  readonly left: readonly string[];
}

/** What of a record is not put back. */
export interface StaysPruned {
  /** Values of the backup's record that belong to what stays pruned. */
  readonly paths: readonly JsonPath[];
  readonly counters: boolean;
}

const NOTHING_STAYS: StaysPruned = { paths: [], counters: false };

/**
 * What an undo puts back into one record: the content of its pruned items, where the placeholder
 * still stands, with Claude Code's copies of it and the counters that followed. Whatever else
 * differs was changed by somebody since, and stays.
 *
 * @param backup the record as it was kept.
 * @param itemIds of this record, that come back.
 */
export function putBack(
  backup: Buffer,
  current: Buffer,
  itemIds: readonly string[],
  stays = NOTHING_STAYS,
): PutBack {
  const [was, is] = [scanJson(backup), scanJson(current)];
  if (was === null || is === null) return { values: [], restored: [], left: itemIds };
  const items = itemIds.map(contentEdit);
  const planned: EditedRecord = { offset: 0, uuid: null, edits: [...items, ...FOLLOWED] };
  const isLogged = isLoggedMessage(current);
  const restored = new Set<string>();
  const left = new Set<string>();
  const values: ValuePutBack[] = [];
  for (const change of changesBetween(backup, was, current, is)) {
    const { path } = change;
    if (staysPruned(path, stays)) continue;
    const isOurs =
      isCounter(path) || isThinkingEmptied(backup, change) || isLeftByPrune(current, change)
        ? isLogged
          ? isLoggedCopy(backup, current, change, 'prune')
          : isAllowed(backup, current, was, change, planned)
        : false;
    if (isOurs) values.push({ now: change.after, before: change.before });
    for (const item of items) {
      // Within a result it came back before, and was pruned when the rest was.
      const isOther = item.part === null && path.length > 3 && isMediaItem(current, change.after);
      if (!isOther && concerns(backup, was, change, item)) (isOurs ? restored : left).add(item.id);
    }
  }
  return { values, restored: [...restored].filter((id) => !left.has(id)), left: [...left] };
}

/** Whether a value belongs to what stays pruned, or holds it, or is held by it. */
function staysPruned(path: JsonPath, { paths, counters }: StaysPruned): boolean {
  if (isCounter(path)) return counters;
  const isWithinOther = (inner: JsonPath, outer: JsonPath): boolean =>
    outer.every((key, at) => key === inner[at]);
  return paths.some((staying) => isWithinOther(path, staying) || isWithinOther(staying, path));
}

/** What follows the content: copies of it, and the counters. */
const FOLLOWED: EditedRecord['edits'] = [
  { kind: 'copy' },
  { kind: 'usage', contextTokens: 0 },
  { kind: 'postTokens', tokens: 0 },
];

function contentEdit(id: string): ContentEdit {
  const place = placeOf(id);
  return {
    kind: 'content',
    id,
    block: place?.block ?? -1,
    part: place?.part ?? null,
    placeholder: '',
    isNamed: true,
  };
}

/** Whether a change is one of this item, or of something that holds it. */
function concerns(bytes: Buffer, record: JsonSpan, change: JsonChange, item: ContentEdit): boolean {
  const { path } = change;
  if (path[0] === 'rendered' || path[0] === 'attachment' || path.length === 0) return true;
  if (path[0] !== 'message' || (path.length > 1 && path[1] !== 'content')) return false;
  if (path.length <= 2) return true;
  if (isWithin(bytes, record, path, item)) return true;
  const content = memberAt(record, 'message', 'content');
  return (
    path.length === 3 &&
    content?.kind === 'array' &&
    path[2] === indexOfCounted(content.items, item.block)
  );
}

/** Whether what stands there now was put there by a prune. */
function isLeftByPrune(current: Buffer, { path, after }: JsonChange): boolean {
  switch (after.kind) {
    case 'string':
      return (
        isLeftPlaceholder(current, after) ||
        // Copies of images are emptied.
        (rawLength(after) === 0 && path.at(-1) === 'base64')
      );
    case 'array':
      return (
        after.items.length === 1 &&
        isLeftByPrune(current, { path, before: after, after: after.items[0]! })
      );
    case 'object': {
      const text = memberOf(after, 'text');
      return text !== undefined && isLeftByPrune(current, { path, before: after, after: text });
    }
    default:
      return false;
  }
}
