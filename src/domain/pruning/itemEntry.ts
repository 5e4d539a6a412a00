import type { Item } from '../accounting/item';
import { placeOf } from '../accounting/itemId';
import type { ConversationEntry } from '../transcript/entry';
import type { Transcript } from '../transcript/transcript';

/**
 * The entry that holds an item. A uuid that stands there twice names no entry for sure: the line
 * decides.
 */
export function entryOf(
  transcript: Transcript,
  { id, line }: Pick<Item, 'id' | 'line'>,
): ConversationEntry | null {
  const place = placeOf(id);
  if (place === null) return null;
  const byUuid = place.uuid === null ? undefined : transcript.entryOf(place.uuid);
  if (byUuid !== undefined && byUuid.line === line)
    return byUuid.kind === 'metadata' ? null : byUuid;
  const { conversation } = transcript;
  for (let at = firstOfLine(conversation, line); conversation[at]?.line === line; at++) {
    const entry = conversation[at]!;
    if (
      place.uuid === null
        ? entry.uuid === null && entry.offset === place.offset
        : entry.uuid === place.uuid
    )
      return entry;
  }
  return null;
}

/** Entries stand in file order. */
function firstOfLine(conversation: readonly ConversationEntry[], line: number): number {
  let low = 0;
  let high = conversation.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (conversation[middle]!.line < line) low = middle + 1;
    else high = middle;
  }
  return low;
}
