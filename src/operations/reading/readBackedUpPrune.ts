import { basename, dirname, resolve } from 'node:path';
import type { BackedUpPrune } from '../../domain/accounting/lastPrune';
import type { Backup } from '../../io/keeping/backupManifest';
import { listBackups, type BackupStore } from '../../io/keeping/backups';
import { localFileSystem } from '../../io/sessionFile/sessionFileSystem';

/** The newest prune of a session that still stands, `null` where there is none. Never throws. */
export async function readBackedUpPrune(
  configDirectory: string,
  path: string,
): Promise<BackedUpPrune | null> {
  const store: BackupStore = { configDirectory, fileSystem: localFileSystem };
  const backups = await listBackups(store, basename(path, '.jsonl')).catch(() => []);
  // An undo keeps what it takes back under the same items, and is marked at the prune only when it
  // is over.
  const undone = new Set<string>();
  const standing: Backup[] = [];
  for (const backup of backups.filter(({ originalPath }) => originalPath === path)) {
    const items = backup.itemIds.join(' ');
    if (backup.reason === 'restore') break; // the history is another one since
    if (backup.reason === 'undo') undone.add(items);
    else if (!undone.delete(items) && backup.undoneMs === null) standing.push(backup);
  }
  const [newest] = standing;
  if (newest === undefined) return null;
  // Of a reply that two prunes lowered, the first one has what the reply reported.
  const reported = new Map(
    standing.flatMap((backup) => backup.reported.map((reply) => [reply.uuid, reply] as const)),
  );
  return { ...newest, reported: [...reported.values()] };
}

/** The same for a file that was named without one: session files lie two directories below it. */
export function readBackedUpPruneBeside(path: string): Promise<BackedUpPrune | null> {
  const file = resolve(path);
  return readBackedUpPrune(resolve(dirname(file), '..', '..'), file);
}
