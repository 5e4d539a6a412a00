import { resolve } from 'node:path';
import { standingPrunes } from '../../io/keeping/backupHistory';
import type { Backup } from '../../io/keeping/backupManifest';
import { markUndone } from '../../io/keeping/backups';
import { backupsOfFile, timelineOf, type FileBackups } from '../../io/keeping/fileBackups';
import { sessionKey } from '../../io/keeping/sessionKey';
import { readPruneSource } from './readPruneSource';
import type { RewriteTools } from './rewriteSession';

/** The backups of a session file, also those from before it was moved. */
export async function backupsOf(path: string, tools: RewriteTools): Promise<FileBackups> {
  const session = resolve(path);
  const found = await backupsOfFile(tools, sessionKey(session, null), session);
  if (timelineOf(found).length > 0) return found;
  const read = await readPruneSource(session, tools);
  return 'kind' in read
    ? found
    : backupsOfFile(tools, sessionKey(session, read.recordedId), session);
}

/** One of them; `null` where it is none of this file. */
export async function backupOf(
  path: string,
  key: string,
  id: string,
  tools: RewriteTools,
): Promise<Backup | null> {
  const found = timelineOf(await backupsOfFile(tools, key, path));
  return found.find((backup) => backup.id === id) ?? null;
}

/**
 * Marks the prunes that were taken back, and those that stand again, as what was done to the file
 * last leaves them. Those of a file that is gone are not marked: another one may have come of it.
 */
export async function markStanding(path: string, key: string, tools: RewriteTools): Promise<void> {
  const found = await backupsOfFile(tools, key, path);
  const standing = new Set(standingPrunes(timelineOf(found)).map(({ backup }) => backup.id));
  for (const backup of found.own) {
    const isMarked = backup.undoneMs !== null;
    if (backup.reason === 'prune' && standing.has(backup.id) === isMarked)
      await markUndone(tools, backup, isMarked ? null : tools.nowMs());
  }
}
