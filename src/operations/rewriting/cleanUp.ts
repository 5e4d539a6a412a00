import { join } from 'node:path';
import { retainBackups } from '../../io/keeping/backupRetention';
import {
  backupsDirectory,
  hasOwnDirectory,
  ownDirectory,
  sessionsWithBackups,
} from '../../io/keeping/backups';
import { removeLeftLive } from '../../io/companion/removeLeftLive';
import { holdersOf, readOpenSessions } from '../../io/sessions/openSessions';
import { removeDeadLocks } from '../../io/keeping/sessionLock';
import { removeStaleTemporaryFiles } from '../../io/keeping/temporaryFile';
import { removeStaleFolders } from '../../io/keeping/wholeFolder';
import type { RewriteTools } from './rewriteSession';

/**
 * Removes what processes have left that ended in the middle of something, wherever any of ours may
 * write beside sessions, among the backups and in Leeway's folder, and backups that are kept no
 * longer. What is being written stays, and so does whatever a link in place of Leeway's folder
 * leads to. Never throws.
 *
 * @returns how many temporary files are gone.
 */
export async function cleanUp(tools: RewriteTools): Promise<number> {
  const { configDirectory, fileSystem } = tools;
  const projects = join(configDirectory, 'projects');
  const backups = backupsDirectory(configDirectory);
  const own = ownDirectory(configDirectory);
  const isOwn = await hasOwnDirectory(tools).catch(() => false);
  const inOwn = isOwn
    ? [
        ...(await sessionsWithBackups(tools).catch(() => [])).map((name) => join(backups, name)),
        own,
      ]
    : [];
  const directories = [
    ...(await fileSystem.namesIn(projects).catch(() => [])).map((name) => join(projects, name)),
    ...inOwn,
  ];
  let removed = 0;
  for (const directory of directories)
    removed += await removeStaleTemporaryFiles(directory, fileSystem, tools.nowMs());
  if (!isOwn) return removed;
  await removeStaleFolders(own);
  const locks = join(own, 'locks');
  await removeDeadLocks(locks, { fileSystem }).catch(() => false);
  const open = await readOpenSessions(configDirectory);
  const isOpen = (sessionId: string): boolean => holdersOf(sessionId, open).length > 0;
  await removeLeftLive(configDirectory, isOpen, tools.nowMs());
  await retainBackups(tools, tools.retention, null, tools.nowMs());
  return removed;
}
