import type { ConversationEntry } from '../transcript/entry';
import { entryContent, type EntryContent } from './entryContent';

/** A record of this size is left out rather than held: nobody types as much. */
const LARGEST_RECORD_BYTES = 16 * 1024 * 1024;
const READ_AT_ONCE = 16;

/** The bytes of records, by where they stand; `null` for one that cannot be read any more. */
export type ReadRecords = (
  places: readonly { readonly offset: number; readonly bytes: number }[],
) => Promise<readonly (Buffer | null)[]>;

/**
 * The texts of entries, by their offset; one that cannot be read any more, or is too large, is
 * missing.
 */
export async function readContents(
  entries: readonly ConversationEntry[],
  readRecords: ReadRecords,
): Promise<ReadonlyMap<number, EntryContent>> {
  const wanted = [...new Set(entries)].filter(({ bytes }) => bytes <= LARGEST_RECORD_BYTES);
  const contents = new Map<number, EntryContent>();
  for (let at = 0; at < wanted.length; at += READ_AT_ONCE) {
    const batch = wanted.slice(at, at + READ_AT_ONCE);
    const found = await readRecords(batch);
    for (const [index, entry] of batch.entries()) {
      const bytes = found[index] ?? null;
      const content = bytes === null ? null : entryContent(bytes, entry.uuid);
      if (content !== null) contents.set(entry.offset, content);
    }
  }
  return contents;
}
