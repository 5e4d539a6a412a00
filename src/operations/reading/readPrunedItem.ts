import { placeOf, type ItemPlace } from '../../domain/accounting/itemId';
import { parseLine } from '../../domain/transcript/parseEntry';
import type { ConversationEntry } from '../../domain/transcript/entry';
import { backupPaths } from '../../io/keeping/backups';
import { eachLine } from '../../io/sessionFile/compareLines';
import { localFileSystem } from '../../io/sessionFile/sessionFileSystem';
import { readItemContent, type ItemContent } from './itemContent';
import { standingPrunesOf } from './readRewriteHistory';

/**
 * What stood where an item was pruned, from the backup of the prune.
 *
 * @param path of the session file.
 * @param page of a text, from 0; `whole` for all of it.
 * @returns `null` where no prune that stands took it out, or its backup does not hold it.
 */
export async function readPrunedItem(
  configDirectory: string,
  path: string,
  id: string,
  page: number | 'whole',
): Promise<ItemContent | null> {
  const place = placeOf(id);
  const standing = await standingPrunesOf(configDirectory, path);
  const backup = standing.find(({ itemIds }) => itemIds.includes(id))?.backup;
  if (place === null || backup === undefined) return null;
  const store = { configDirectory, fileSystem: localFileSystem };
  const { content } = backupPaths(store, backup.sessionId, backup.id);
  const entry = await entryAt(content, backup.sizeBytes, place).catch(() => null);
  if (entry === null) return null;
  const read = await readItemContent(content, entry, place, page);
  return read.kind === 'gone' ? null : { ...read, backedUpMs: backup.dateMs };
}

/** Parses the few lines that name it; where two do, the last one counts, as in a session. */
async function entryAt(
  path: string,
  sizeBytes: number,
  { uuid, offset }: ItemPlace,
): Promise<ConversationEntry | null> {
  const file = await localFileSystem.openToRead(path);
  let found: ConversationEntry | null = null;
  let number = 0;
  try {
    await eachLine(file, sizeBytes, (line) => {
      number++;
      if (line.bytes === null) return;
      if (uuid === null ? !holds(line, offset) : !line.bytes.includes(uuid)) return;
      for (const entry of parseLine(line.bytes, number, line.offset, line.length).entries)
        if (
          entry.kind !== 'metadata' &&
          (uuid === null ? entry.offset === offset : entry.uuid === uuid)
        )
          found = entry;
    });
  } finally {
    await file.close();
  }
  return found;
}

function holds(
  line: { readonly offset: number; readonly length: number },
  at: number | null,
): boolean {
  return at !== null && at >= line.offset && at <= line.offset + line.length;
}
