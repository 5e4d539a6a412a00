import type { ConversationEntry, LineRange, UserEntry } from '../transcript/entry';
import type { Transcript } from '../transcript/transcript';
import { fileUse } from './toolCalls';

/** A block of an entry. */
export interface BlockPlace {
  readonly entry: ConversationEntry;
  readonly block: number;
}

/** What happened to one file after the place that is looked at. */
interface Later {
  changes: number;
  writes: number;
  wholeReads: number;
  readonly ranges: LineRange[];
}

/** Parts of one file that are remembered: a hostile session may read a file ten thousand times. */
const RANGES_KEPT = 64;

/**
 * How a content is superseded. `replaced`: it was read or written again, all of it or at least the
 * same lines, so what is still true of it stands there once more; `changed`: only changed since.
 */
export type Superseded = 'replaced' | 'changed';

/**
 * File contents that a later one of the same context supersedes: read again (all of it, or at least
 * the same lines), or changed since; what was written, when it was written or read as a whole
 * again. A call that failed supersedes nothing.
 *
 * @returns `null` for what nothing supersedes.
 */
export function supersededBlocks(
  transcript: Transcript,
  entries: readonly ConversationEntry[],
): (place: BlockPlace) => Superseded | null {
  const found = new Map<string, Superseded>();
  const files = new Map<string, Later>();
  const later = (path: string): Later => {
    let known = files.get(path);
    if (known === undefined)
      files.set(path, (known = { changes: 0, writes: 0, wholeReads: 0, ranges: [] }));
    return known;
  };
  const succeeded = new Set<string>();

  const meetResult = (entry: UserEntry, block: number): void => {
    const result = entry.blocks[block];
    if (result?.kind !== 'toolResult' || result.isError) return;
    const call = transcript.callOf(result.toolUseId);
    const use = call === undefined ? null : fileUse(call);
    if (call?.path == null || use === null) return;
    succeeded.add(result.toolUseId);
    const file = later(call.path);
    if (use === 'read') {
      const isReplaced =
        file.wholeReads > 0 ||
        file.writes > 0 ||
        (call.range !== null && file.ranges.some((range) => covers(range, call.range!)));
      if (isReplaced || file.changes > 0)
        found.set(keyOf({ entry, block }), isReplaced ? 'replaced' : 'changed');
      if (call.range === null) file.wholeReads++;
      else if (file.ranges.length < RANGES_KEPT) file.ranges.push(call.range);
    } else {
      file.changes++;
      if (use === 'write') file.writes++;
    }
  };

  for (let at = entries.length - 1; at >= 0; at--) {
    const entry = entries[at]!;
    for (let block = entry.blocks.length - 1; block >= 0; block--) {
      const content = entry.blocks[block]!;
      if (entry.kind === 'user' && content.kind === 'toolResult') meetResult(entry, block);
      if (content.kind !== 'toolUse' || content.path === null) continue;
      const use = fileUse(content);
      const file = files.get(content.path);
      if (file === undefined || use === 'read' || use === null) continue;
      const own = use === 'write' && succeeded.has(content.toolUseId) ? 1 : 0;
      if (file.writes > own || file.wholeReads > 0) found.set(keyOf({ entry, block }), 'replaced');
    }
    if (entry.kind !== 'attachment' || entry.path === null) continue;
    if (entry.attachmentType === 'file' || entry.attachmentType === 'edited_text_file') {
      const file = later(entry.path);
      const isReplaced = file.wholeReads > 0;
      if (isReplaced || (entry.attachmentType === 'file' && file.changes > 0))
        found.set(keyOf({ entry, block: 0 }), isReplaced ? 'replaced' : 'changed');
      if (entry.attachmentType === 'file') file.wholeReads++;
      else file.changes++;
    }
  }
  return (place) => found.get(keyOf(place)) ?? null;
}

function covers(later: LineRange, earlier: LineRange): boolean {
  if (later.first > earlier.first) return false;
  return (
    later.count === null ||
    (earlier.count !== null && later.first + later.count >= earlier.first + earlier.count)
  );
}

function keyOf({ entry, block }: BlockPlace): string {
  return `${String(entry.offset)}:${String(block)}`;
}
