import type { Transcript } from '../transcript/transcript';
import { collectFacts } from './collectFacts';
import { entryContent, type EntryContent } from './entryContent';
import { handoffDocument, type HandoffDocument, type HandoffOptions } from './handoffDocument';
import { loadMask, maskFacts } from './maskSecrets';
import { quotedEntries } from './quotedEntries';
import { trunkOf } from '../branching/trunk';

/** A record of this size is left out rather than held: nobody types as much. */
const LARGEST_RECORD_BYTES = 16 * 1024 * 1024;
const READ_AT_ONCE = 16;

/** The bytes of records, by where they stand; `null` for one that cannot be read any more. */
export type ReadRecords = (
  places: readonly { readonly offset: number; readonly bytes: number }[],
) => Promise<readonly (Buffer | null)[]>;

/**
 * The handoff of a session, from its transcript and the texts that are read again. Memory does not
 * grow with the session.
 */
export async function handoffOf(
  transcript: Transcript,
  readRecords: ReadRecords,
  options: HandoffOptions,
): Promise<HandoffDocument> {
  const trunk = trunkOf(transcript);
  const quoted = quotedEntries(transcript, trunk);
  const wanted = [...new Set(quoted.map(({ entry }) => entry))].filter(
    ({ bytes }) => bytes <= LARGEST_RECORD_BYTES,
  );
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
  const facts = await maskFacts(
    collectFacts(transcript, trunk, quoted, contents),
    await loadMask(),
  );
  return handoffDocument(facts, options);
}
