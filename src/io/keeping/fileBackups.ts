import { isSameFile, type FileState } from '../sessionFile/sessionFileSystem';
import type { Backup } from './backupManifest';
import { backupPaths, listBackups, type BackupStore } from './backups';

/** The backups of one session file, each newest first. */
export interface FileBackups {
  readonly own: readonly Backup[];
  /** Of a file with the same session id that is not there any more: the session was moved. */
  readonly moved: readonly Backup[];
}

/**
 * Session ids are unique to a person, not to a disk: a project that was copied has the sessions of
 * its original once more. So backups go by the file as well.
 *
 * @param key the id under which they are kept.
 */
export async function backupsOfFile(
  store: BackupStore,
  key: string,
  path: string,
): Promise<FileBackups> {
  const all = await listBackups(store, key);
  const stateOf = (each: string): Promise<FileState | 'unknown' | null> =>
    store.fileSystem.stateOf(each).catch(() => 'unknown' as const);
  const here = await stateOf(path);
  const isHere = (state: FileState | 'unknown' | null): boolean =>
    state !== null && state !== 'unknown' && here !== null && here !== 'unknown'
      ? isSameFile(state, here)
      : false;
  const own: Backup[] = [];
  const moved: Backup[] = [];
  for (const backup of all) {
    const { originalPath } = backup;
    const original = originalPath === path ? here : await stateOf(originalPath);
    if (originalPath === path || isHere(original)) own.push(backup);
    else if (
      original === null &&
      // The same file under another name is none: the rewrite never came about.
      !isHere(await stateOf(backupPaths(store, backup.sessionId, backup.id).content))
    )
      moved.push(backup);
  }
  return { own, moved };
}

/** All that was done to a session, wherever it stood then, newest first. */
export function timelineOf({ own, moved }: FileBackups): readonly Backup[] {
  return [...own, ...moved].sort((a, b) => (a.id < b.id ? 1 : -1));
}
