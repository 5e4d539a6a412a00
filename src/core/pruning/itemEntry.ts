import type { Item } from '../accounting/item';
import { placeOf } from '../accounting/itemId';
import type { ConversationEntry, Transcript } from '../transcript/transcript';

/** The entry that holds an item. A uuid that stands there twice names no entry for sure: the line decides. */
export function entryOf(transcript: Transcript, { id, line }: Pick<Item, 'id' | 'line'>): ConversationEntry | null {
  const place = placeOf(id);
  if (place === null) return null;
  const byUuid = place.uuid === null ? undefined : transcript.entryOf(place.uuid);
  if (byUuid !== undefined && byUuid.line === line) return byUuid.kind === 'metadata' ? null : byUuid;
  return transcript.conversation.find((entry) => (place.uuid === null ? entry.uuid === null && entry.offset === place.offset : entry.uuid === place.uuid && entry.line === line)) ?? null;
}
