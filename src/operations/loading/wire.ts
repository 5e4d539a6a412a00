import { placeOf, type ItemPlace } from '../../domain/accounting/itemId';
import type { ToldFigures } from '../../domain/accounting/toldFigures';
import { activeChain } from '../../domain/transcript/activeChain';
import type { ConversationEntry } from '../../domain/transcript/entry';
import { alone, wireItemsOf, type WireItem } from '../../domain/pruning/wireItems';
import type { Transcript } from '../../domain/transcript/transcript';
import { writeWireList } from '../../io/companion/liveFiles';
import { backupsOfFile, timelineOf } from '../../io/keeping/fileBackups';
import { sessionKey } from '../../io/keeping/sessionKey';
import { localFileSystem } from '../../io/sessionFile/sessionFileSystem';
import { readExtents } from '../../io/sessionFile/readLines';
import { readRewriteHistory, standingPrunesOf } from '../reading/readRewriteHistory';
import { readSession } from '../reading/readSession';

/**
 * Writes for a process what is pruned in the file of its session, so that its companion leaves that
 * out of each request until the session is loaded again. Never throws for what is on the disk.
 *
 * @returns what it wrote; `null` where some of it bears no id in a request, or nothing can be
 * written: then it is left as it is.
 */
export async function listForWire(
  { configDirectory, path }: { readonly configDirectory: string; readonly path: string },
  directory: string,
  pid: number,
): Promise<readonly WireItem[] | null> {
  const items = await itemsForWire(configDirectory, path);
  if (items === null) return null;
  return writeWireList(directory, pid, items, Date.now()).then(
    () => items,
    () => null,
  );
}

/**
 * Whether something came back in the file that this process holds no more, since it compacted that
 * away: nothing but a new process takes it up. Never throws.
 */
export async function isCompactedAway(
  configDirectory: string,
  path: string,
  { pid, loadedAtMs }: Pick<ToldFigures, 'pid' | 'loadedAtMs'>,
): Promise<boolean> {
  const store = { configDirectory, fileSystem: localFileSystem };
  const timeline = await backupsOfFile(store, sessionKey(path, null), path).then(
    timelineOf,
    () => [],
  );
  const repaired = timeline.find(({ reason }) => reason === 'repair');
  if (repaired?.heldBy?.pid !== pid || loadedAtMs > repaired.dateMs) return false;
  const standing = await standingPrunesOf(configDirectory, path);
  const pruned = new Set(standing.flatMap(({ itemIds }) => itemIds));
  return repaired.itemIds.some((id) => !pruned.has(id));
}

async function itemsForWire(
  configDirectory: string,
  path: string,
): Promise<readonly WireItem[] | null> {
  const { pruned } = await readRewriteHistory(configDirectory, path);
  const read = await readSession(path);
  if ('problem' in read) return null;
  const ids = pruned.map(({ id }) => id);
  const items = await wireItemsIn(path, read.transcript, ids);
  return items.every((item) => item !== null) ? items : null;
}

/** How each of these items is left out of requests; `null` for what bears no id in a request. */
export async function wireItemsIn(
  path: string,
  transcript: Transcript,
  ids: readonly string[],
): Promise<readonly (WireItem | null)[]> {
  const entries = ids.flatMap((id) => entryAt(transcript, placeOf(id)) ?? []);
  const lines = await readExtents(path, entries);
  const records = new Map(entries.map((entry, at) => [entry, parsed(lines[at] ?? null)]));
  const standing = alone(activeChain(transcript));
  return wireItemsOf(ids, (place) => {
    const entry = entryAt(transcript, place);
    return entry === null
      ? null
      : { entry, record: records.get(entry), isAlone: standing.has(entry) };
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
