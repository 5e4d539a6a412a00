import { join } from 'node:path';
import type { Backup } from './backupManifest';
import {
  backupsDirectory,
  listBackups,
  removeBackup,
  sessionsWithBackups,
  type BackupStore,
} from './backups';
import { isTemporaryName, removeStaleTemporaryFiles } from './temporaryFile';

/** How long backups are kept, and how much of the disk they may take. */
export interface Retention {
  readonly maxAgeMs: number;
  readonly maxTotalBytes: number;
}

/** 30 days and 2 GB. */
export const DEFAULT_RETENTION: Retention = {
  maxAgeMs: 30 * 24 * 60 * 60 * 1000,
  maxTotalBytes: 2 * 1024 ** 3,
};

const BACKUP_FILE = /^(\d{8}T\d{9}Z-[0-9a-f]{6})\.(jsonl|json)$/;

/**
 * Removes what is too old, then the oldest until the rest fits. What was archived neither goes nor
 * counts. Never throws.
 * @param keep the one that was just made.
 */
export async function retainBackups(
  store: BackupStore,
  { maxAgeMs, maxTotalBytes }: Retention,
  keep: string | null,
  nowMs = Date.now(),
): Promise<readonly Backup[]> {
  const removed: Backup[] = [];
  try {
    const all: Backup[] = [];
    for (const sessionId of await sessionsWithBackups(store)) {
      const backups = await listBackups(store, sessionId);
      all.push(...backups.filter(({ reason }) => reason !== 'archive'));
      await removeLeftovers(
        store,
        sessionId,
        new Set(backups.map(({ id }) => id)),
        nowMs - maxAgeMs,
      );
    }
    all.sort((a, b) => (a.id < b.id ? 1 : -1));
    let totalBytes = 0;
    for (const backup of all) {
      totalBytes += backup.sizeBytes;
      if (backup.id === keep || (backup.dateMs >= nowMs - maxAgeMs && totalBytes <= maxTotalBytes))
        continue;
      totalBytes -= backup.sizeBytes;
      await removeBackup(store, backup);
      removed.push(backup);
    }
  } catch {
    return removed; // the next time is soon enough
  }
  return removed;
}

/** How many backups there are, of all sessions, and how much of the disk they take. */
export interface BackupsTotal {
  readonly backups: number;
  readonly sizeBytes: number;
}

/** What {@link deleteAllBackups} would remove, but for what was archived. */
export async function totalOfBackups(store: BackupStore): Promise<BackupsTotal> {
  let [backups, sizeBytes] = [0, 0];
  for (const sessionId of await sessionsWithBackups(store)) {
    const directory = join(backupsDirectory(store.configDirectory), sessionId);
    if ((await store.fileSystem.stateOf(directory))?.kind !== 'directory') continue;
    const archived = (await listBackups(store, sessionId)).filter(
      ({ reason }) => reason === 'archive',
    );
    for (const file of await filesOfOthers(
      store,
      directory,
      new Set(archived.map(({ id }) => id)),
    )) {
      if (file.isContent) backups++;
      sizeBytes += file.sizeBytes;
    }
  }
  return { backups, sizeBytes };
}

/**
 * Removes every backup of every session, and nothing that is not ours.
 *
 * @param kind what was archived, or all else, with what belongs to no backup.
 * @returns how many there were.
 */
export async function deleteAllBackups(
  store: BackupStore,
  kind: 'archived' | 'notArchived',
): Promise<number> {
  const { fileSystem } = store;
  let deleted = 0;
  for (const sessionId of await sessionsWithBackups(store)) {
    const directory = join(backupsDirectory(store.configDirectory), sessionId);
    if ((await fileSystem.stateOf(directory))?.kind !== 'directory') continue;
    const archived = (await listBackups(store, sessionId)).filter(
      ({ reason }) => reason === 'archive',
    );
    const kept = new Set(archived.map(({ id }) => id));
    if (kind === 'archived') for (const backup of archived) await removeBackup(store, backup);
    deleted += kind === 'archived' ? archived.length : await deleteOthers(store, directory, kept);
    // something else is in it
    await fileSystem.removeDirectory(directory).catch(() => undefined);
  }
  return deleted;
}

interface KeptFile {
  readonly path: string;
  readonly sizeBytes: number;
  /** The old session file of a backup; else what is known of it, or what a dead process left. */
  readonly isContent: boolean;
}

async function filesOfOthers(
  { fileSystem }: BackupStore,
  directory: string,
  kept: ReadonlySet<string>,
): Promise<readonly KeptFile[]> {
  const found: KeptFile[] = [];
  for (const name of await fileSystem.namesIn(directory)) {
    const id = BACKUP_FILE.exec(name)?.[1];
    if (id === undefined ? !isTemporaryName(name) : kept.has(id)) continue;
    const path = join(directory, name);
    const state = await fileSystem.stateOf(path);
    if (state?.kind === 'file')
      found.push({ path, sizeBytes: state.sizeBytes, isContent: name.endsWith('.jsonl') });
  }
  return found;
}

/** @returns how many backups there were. */
async function deleteOthers(
  store: BackupStore,
  directory: string,
  kept: ReadonlySet<string>,
): Promise<number> {
  const files = await filesOfOthers(store, directory, kept);
  for (const { path } of files) await store.fileSystem.remove(path);
  return files.filter(({ isContent }) => isContent).length;
}

/**
 * What belongs to no backup that can be read: of a rewrite that never came about, or damaged. Kept
 * as long as a backup, for somebody who looks.
 */
async function removeLeftovers(
  store: BackupStore,
  sessionId: string,
  known: ReadonlySet<string>,
  beforeMs: number,
): Promise<void> {
  const { fileSystem } = store;
  const directory = join(backupsDirectory(store.configDirectory), sessionId);
  await removeStaleTemporaryFiles(directory, fileSystem);
  for (const name of await fileSystem.namesIn(directory)) {
    const id = BACKUP_FILE.exec(name)?.[1];
    if (id === undefined || known.has(id) || dateOf(id) >= beforeMs) continue;
    const path = join(directory, name);
    if ((await fileSystem.stateOf(path))?.kind === 'file') await fileSystem.remove(path);
  }
}

/** A second name of a session file bears that file's dates; its own name tells when it was made. */
function dateOf(id: string): number {
  return Date.parse(
    id.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)(\d{3})Z.*$/, '$1-$2-$3T$4:$5:$6.$7Z'),
  );
}
