import type { Transcript } from '../transcript/transcript';
import { collectFacts } from './collectFacts';
import { handoffDocument, type HandoffDocument, type HandoffOptions } from './handoffDocument';
import type { Said } from './handoffFacts';
import { loadMask, maskFacts } from './maskSecrets';
import { quotedEntries } from './quotedEntries';
import { readContents, type ReadRecords } from './readContents';
import { trunkOf } from '../branching/trunk';

/**
 * The handoff of a session, from its transcript and the texts that are read again. Memory does not
 * grow with the session.
 */
export async function handoffOf(
  transcript: Transcript,
  readRecords: ReadRecords,
  { restated = [], ...options }: HandoffOptions & { readonly restated?: readonly Said[] },
): Promise<HandoffDocument> {
  const trunk = trunkOf(transcript);
  const quoted = quotedEntries(transcript, trunk);
  const contents = await readContents(
    quoted.map(({ entry }) => entry),
    readRecords,
  );
  const facts = await maskFacts(
    collectFacts(transcript, trunk, quoted, contents, restated),
    await loadMask(),
  );
  return handoffDocument(facts, options);
}
