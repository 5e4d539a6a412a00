import { itemId, placeOf, type ItemPlace } from '../accounting/itemId';
import type { ConversationEntry, SystemEntry } from '../transcript/entry';
import { firstAtOrAfter } from '../transcript/inFileOrder';
import type { Transcript } from '../transcript/transcript';

/** Claude Code rounds its times otherwise than we do. */
const SLACK_MS = 2000;

/**
 * The newest compaction, where a plugin answered it since and Claude Code has not noted that it
 * keeps nothing. `null` where it is none of these, as one that was summarized is, and as long as it
 * is not whole: something that came later has to stand behind the copies, which are of before.
 */
export function answeredCompaction(
  { boundaries, conversation }: Transcript,
  sinceMs: number,
): SystemEntry | null {
  const boundary = boundaries.at(-1);
  const atMs = boundary?.timestampMs ?? 0;
  if (boundary?.compaction == null || atMs < sinceMs - SLACK_MS) return null;
  const { preservesNothing, preservedUuids } = boundary.compaction;
  if (preservesNothing || preservedUuids.length > 0) return null;
  const behind = conversation.slice(firstAtOrAfter(conversation, boundary.offset + 1));
  if (behind.some((entry) => entry.kind === 'user' && entry.isCompactSummary)) return null;
  const isLater = (entry: ConversationEntry): boolean =>
    (entry.kind === 'user' || entry.kind === 'assistant') &&
    (entry.timestampMs ?? 0) >= atMs &&
    // A result that was made anew is as new as the compaction.
    !entry.blocks.some(({ kind }) => kind === 'toolResult');
  return behind.some(isLater) ? boundary : null;
}

/** Something that was pruned, and stands on both sides of a compaction. */
export interface CopiedItem {
  readonly id: string;
  /** On the other side. */
  readonly copyId: string;
  /** Of what its block holds, see {@link callKey}. */
  readonly key: string;
}

/** The input of a call, or what came of it: a copy has the same. */
export function callKey(what: 'input' | 'result', toolUseId: string): string {
  return `${what}:${toolUseId}`;
}

/**
 * A compaction that a plugin answers writes the whole context down once more behind its boundary,
 * under new uuids: where items stand on the other side.
 *
 * @param ids what belongs to no call of a tool has no copy that can be told.
 * @param side on which the copies are looked for.
 */
export function copiedItems(
  transcript: Transcript,
  boundary: SystemEntry,
  ids: readonly string[],
  side: 'before' | 'behind',
): readonly CopiedItem[] {
  const copies = new Map<string, { readonly uuid: string; readonly block: number }>();
  for (const entry of transcript.conversation)
    if (entry.offset > boundary.offset === (side === 'behind') && entry.uuid !== null)
      for (const [block, key] of keysOf(entry).entries())
        if (key !== null) copies.set(key, { uuid: entry.uuid, block });
  return ids.flatMap((id) => {
    const place = placeOf(id);
    const key = place === null ? null : keyAt(transcript, place);
    const copy = key === null ? undefined : copies.get(key);
    return place === null || key === null || copy === undefined
      ? []
      : [{ id, copyId: itemId({ ...copy, offset: null, part: place.part }), key }];
  });
}

function keyAt(transcript: Transcript, { uuid, block }: ItemPlace): string | null {
  const entry = uuid === null ? undefined : transcript.entryOf(uuid);
  return entry === undefined || entry.kind === 'metadata' ? null : (keysOf(entry)[block] ?? null);
}

function keysOf({ blocks }: ConversationEntry): readonly (string | null)[] {
  return blocks.map((block) => {
    if ((block.kind !== 'toolUse' && block.kind !== 'toolResult') || block.toolUseId === '')
      return null;
    return callKey(block.kind === 'toolUse' ? 'input' : 'result', block.toolUseId);
  });
}
