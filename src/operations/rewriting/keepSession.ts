import { resolve } from 'node:path';
import type { Archived, Backup } from '../../io/keeping/backupManifest';
import { retainBackups } from '../../io/keeping/backupRetention';
import { createBackup, isIntact, prepareBackups, removeBackup } from '../../io/keeping/backups';
import { hashOf } from '../../io/keeping/rewriteLines';
import { sessionKey } from '../../io/keeping/sessionKey';
import { isSubagentPath } from '../../io/sessions/subagentFiles';
import type { SessionFileSystem } from '../../io/sessionFile/sessionFileSystem';
import { refused, withLock, type Refused, type RewriteTools } from './rewriteSession';

export interface KeepRequest {
  readonly path: string;
  readonly reason: 'compact' | 'archive';
  /** The context now, where it is known. */
  readonly beforeTokens: number | null;
  /** For an archive. */
  readonly archived: Archived | null;
}

/**
 * Makes a backup of a session that is not rewritten by us: a copy, because Claude Code may go on in
 * the file. Never throws for what is on the disk.
 */
export async function keepSession(
  { path, reason, beforeTokens, archived }: KeepRequest,
  tools: RewriteTools,
): Promise<Backup | Refused> {
  const file = resolve(path);
  if (isSubagentPath(file)) return refused('noSession');
  const sessionId = sessionKey(file, null);
  return withLock<Backup>(sessionId, tools, async () => {
    const state = await tools.fileSystem.stateOf(file);
    if (state === null) return refused('missing');
    if (state.kind === 'symlink') return refused('symlink');
    if (state.kind !== 'file') return refused('unreadable');
    if (!(await prepareBackups(tools, sessionId))) return refused('untrustedPath');
    const sha256 = await hashOfFile(file, state.sizeBytes, tools.fileSystem);
    if (sha256 === null) return refused('changed');
    const order = {
      sessionId,
      reason,
      dateMs: tools.nowMs(),
      path: file,
      sizeBytes: state.sizeBytes,
      sha256,
      newBytes: state.sizeBytes,
      newLines: null,
      heldBy: null,
      carriedToBytes: null,
      oldInode: String(state.ino),
      newInode: null,
      beforeTokens,
      afterTokens: null,
      itemIds: [],
      reported: [],
      putBackId: null,
      archived,
    };
    const backup = await createBackup(tools, order, 'copy');
    if (!(await isIntact(tools, backup))) {
      await removeBackup(tools, backup);
      return refused('changed');
    }
    await retainBackups(tools, tools.retention, backup.id, tools.nowMs());
    return backup;
  });
}

/**
 * Removes a backup again that nothing came of: the session file still begins with all of it. Never
 * throws.
 *
 * @returns whether it is gone.
 */
export async function releaseBackup(backup: Backup, tools: RewriteTools): Promise<boolean> {
  try {
    const { originalPath, sizeBytes, sha256 } = backup;
    if ((await hashOfFile(originalPath, sizeBytes, tools.fileSystem)) !== sha256) return false;
    await removeBackup(tools, backup);
    return true;
  } catch {
    return false;
  }
}

/** `null` where the file is shorter. */
async function hashOfFile(
  path: string,
  sizeBytes: number,
  fileSystem: SessionFileSystem,
): Promise<string | null> {
  const file = await fileSystem.openToRead(path);
  try {
    return await hashOf(file, sizeBytes);
  } finally {
    await file.close();
  }
}
