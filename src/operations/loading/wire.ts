import { placeOf, type ItemPlace } from '../../domain/accounting/itemId';
import type { ConversationEntry } from '../../domain/transcript/entry';
import { wireItemsOf, type WireItem } from '../../domain/pruning/wireItems';
import type { Transcript } from '../../domain/transcript/transcript';
import { writeWireList } from '../../io/companion/liveFiles';
import { readExtents } from '../../io/sessionFile/readLines';
import { readRewriteHistory } from '../reading/readRewriteHistory';
import { readSession } from '../reading/readSession';

/**
 * Writes for a process what is pruned in the file of its session, so that its companion leaves that
 * out of each request until the session is loaded again. Never throws for what is on the disk.
 *
 * @returns false where some of it bears no id in a request; then it is left as it is.
 */
export async function listForWire(
  { configDirectory, path }: { readonly configDirectory: string; readonly path: string },
  directory: string,
  pid: number,
): Promise<boolean> {
  const items = await itemsForWire(configDirectory, path);
  if (items === null) return false;
  return writeWireList(directory, pid, items, Date.now()).then(
    () => true,
    () => false,
  );
}

async function itemsForWire(
  configDirectory: string,
  path: string,
): Promise<readonly WireItem[] | null> {
  const { pruned } = await readRewriteHistory(configDirectory, path);
  const read = await readSession(path);
  if ('problem' in read) return null;
  const { transcript } = read;
  const ids = pruned.map(({ id }) => id);
  const entries = ids.flatMap((id) => entryAt(transcript, placeOf(id)) ?? []);
  const lines = await readExtents(path, entries);
  const records = new Map(entries.map((entry, at) => [entry, parsed(lines[at] ?? null)]));
  return wireItemsOf(ids, (place) => {
    const entry = entryAt(transcript, place);
    return entry === null ? null : { entry, record: records.get(entry) };
  });
}

function entryAt(transcript: Transcript, place: ItemPlace | null): ConversationEntry | null {
  if (place === null) return null;
  const { uuid, offset } = place;
  const entry =
    uuid === null
      ? transcript.conversation.find((each) => each.offset === offset)
      : transcript.entryOf(uuid);
  return entry === undefined || entry.kind === 'metadata' ? null : entry;
}

function parsed(line: Buffer | null): unknown {
  try {
    return line === null ? null : (JSON.parse(line.toString('utf8')) as unknown);
  } catch {
    return null;
  }
}
