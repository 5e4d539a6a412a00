import { basename, dirname, resolve } from 'node:path';
import type { BackedUpPrune } from '../../domain/accounting/lastPrune';
import { standingPrunes } from '../../io/keeping/backupHistory';
import type { BackupStore } from '../../io/keeping/backups';
import { backupsOfFile, timelineOf } from '../../io/keeping/fileBackups';
import { localFileSystem } from '../../io/sessionFile/sessionFileSystem';

/** The newest prune of a session that still stands, `null` where there is none. Never throws. */
export async function readBackedUpPrune(
  configDirectory: string,
  path: string,
): Promise<BackedUpPrune | null> {
  const store: BackupStore = { configDirectory, fileSystem: localFileSystem };
  const backups = await backupsOfFile(store, basename(path, '.jsonl'), path).catch(() => null);
  const standing =
    backups === null
      ? []
      : standingPrunes(timelineOf(backups)).filter(({ undoneMs }) => undoneMs === null);
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
