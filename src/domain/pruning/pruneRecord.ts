import { contentSplices, inputSplices, resultSplices } from './contentSplices';
import { memberAt, memberOf, scanJson, stringOf, type JsonSpan } from './jsonSpans';
import type { ContentEdit, PrunedCall, RecordEdit } from './lineEdit';
import { SHORT_PLACEHOLDER } from './placeholder';
import { RemovedStrings } from './removedStrings';
import { RECORD_NAMES, shortenedStrings, textPart } from './shortenedStrings';
import { applySplices, type Splice } from './splice';
import { postTokensSplices, usageSplices } from './usageSplices';

/** Where a record keeps what it holds once more, for the terminal's view. */
const COPIES = ['toolUseResult', 'wireToolInputs', 'mcpMeta'] as const;

export interface PrunedRecord {
  /** The record that was given, where nothing was to be changed. */
  readonly bytes: Buffer;
  /** Items that were not found in it. */
  readonly missed: readonly ContentEdit[];
}

/**
 * Rewrites one record: what is pruned is cut out where it stands, and every other byte stays, be it
 * the order of keys, a number's format, an escape or a key that stands there twice.
 *
 * @param removed collects what was taken out, to find its copies elsewhere.
 */
export function pruneRecord(
  bytes: Buffer,
  edits: readonly RecordEdit[],
  removed: RemovedStrings,
): PrunedRecord {
  const contents = edits.filter((edit) => edit.kind === 'content');
  const record = isJson(bytes) ? scanJson(bytes) : null;
  if (record === null) return { bytes, missed: contents };
  const missed: ContentEdit[] = [];
  const splices: Splice[] = [];
  for (const edit of edits) {
    switch (edit.kind) {
      case 'content': {
        const found = contentSplices(bytes, record, edit);
        if (found.splices.length === 0) missed.push(edit);
        splices.push(...found.splices);
        for (const span of found.removed) removed.add(bytes, span);
        break;
      }
      case 'copy':
        splices.push(...ownCopies(record, SHORT_PLACEHOLDER));
        break;
      case 'usage':
        splices.push(...usageSplices(bytes, record, edit.contextTokens));
        break;
      case 'postTokens':
        splices.push(...postTokensSplices(bytes, record, edit.tokens));
        break;
    }
  }
  if (contents.length > missed.length) {
    if (contents.some(({ part }) => part === null) && resultsIn(bytes, record) === 1)
      splices.push(...ownCopies(record, contents[0]!.placeholder));
    for (const key of COPIES) {
      const copy = memberOf(record, key);
      if (copy !== undefined)
        splices.push(...removed.copiesIn(bytes, copy, () => textPart(SHORT_PLACEHOLDER)));
    }
  }
  return { bytes: splices.length === 0 ? bytes : applySplices(bytes, disjoint(splices)), missed };
}

/**
 * Rewrites one record of the log of requests, which nobody reads again but which holds each message
 * once more: what is pruned elsewhere is known by its call, or by being the same string.
 *
 * @returns the record that was given, where it holds no copy.
 */
export function pruneLoggedRequest(
  bytes: Buffer,
  calls: ReadonlyMap<string, PrunedCall>,
  removed: RemovedStrings,
): Buffer {
  const record = scanJson(bytes);
  const content = record === null ? undefined : memberAt(record, 'message', 'content');
  if (content?.kind !== 'array') return bytes;
  const splices: Splice[] = [];
  for (const block of content.items) {
    const type = stringOf(bytes, memberOf(block, 'type'));
    const id =
      type === 'tool_result'
        ? stringOf(bytes, memberOf(block, 'tool_use_id'))
        : type === 'tool_use'
          ? stringOf(bytes, memberOf(block, 'id'))
          : null;
    const call =
      id === null ? undefined : calls.get(`${type === 'tool_use' ? 'input' : 'result'}:${id}`);
    if (call !== undefined)
      splices.push(
        ...(call.what === 'input'
          ? inputSplices(memberOf(block, 'input'), call.placeholder)
          : resultSplices(bytes, memberOf(block, 'content'), call.placeholder)
        ).splices,
      );
  }
  splices.push(...removed.copiesIn(bytes, content, () => textPart(SHORT_PLACEHOLDER)));
  if (splices.length === 0 || !isJson(bytes)) return bytes;
  return applySplices(bytes, disjoint(splices));
}

function ownCopies(record: JsonSpan, placeholder: string): Splice[] {
  const copy = memberOf(record, 'toolUseResult');
  return copy === undefined ? [] : shortenedStrings(copy, placeholder, RECORD_NAMES, 'keep');
}

/**
 * A record of several results has one `toolUseResult`, of who knows which: then only what is the
 * same string goes.
 */
function resultsIn(bytes: Buffer, record: JsonSpan): number {
  const content = memberAt(record, 'message', 'content');
  return content?.kind === 'array'
    ? content.items.filter((block) => stringOf(bytes, memberOf(block, 'type')) === 'tool_result')
        .length
    : 0;
}

/**
 * Of splices that overlap the outermost counts, and of two for one place the first: what was found
 * on purpose comes before what was found as a copy.
 */
function disjoint(splices: readonly Splice[]): Splice[] {
  let end = 0;
  return splices
    .toSorted((a, b) => a.start - b.start)
    .filter((splice) => {
      if (splice.start < end) return false;
      end = splice.end;
      return true;
    });
}

/** What the scan does not judge, the parser does; strings are as valid in latin1 as in UTF-8. */
function isJson(bytes: Buffer): boolean {
  try {
    JSON.parse(bytes.toString('latin1'));
    return true;
  } catch {
    return false;
  }
}
