import { createHash } from 'node:crypto';
import { basename, join } from 'node:path';
import { projectSlug } from '../sessions/projectDirectory';
import { RecordedCwd } from '../sessions/recordedCwd';
import { sessionFileAt } from '../sessions/sessionFiles';
import { isSessionId } from '../sessions/sessionId';
import type { Archived, Backup } from './backupManifest';
import {
  backupId,
  backupPaths,
  copyFile,
  ownDirectory,
  NO_NOTES,
  prepareBackups,
  readBackup,
  writeManifest,
  type BackupStore,
} from './backups';
import { hashOf } from './rewriteLines';
import { sessionKey } from './sessionKey';
import { readWholeFile } from './wholeFiles';

/** A file of an earlier build's store, and what it becomes. */
interface Kept {
  readonly path: string;
  readonly manifestPath: string | null;
  readonly backup: Pick<Backup, 'id' | 'sessionId' | 'dateMs' | 'originalPath'> &
    ({ readonly reason: 'compact' } | { readonly reason: 'archive'; readonly archived: Archived });
}

const CHECKPOINT = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)(\d{3})Z-([0-9a-f]{6})\.jsonl$/;
const MAX_MANIFEST_BYTES = 64 * 1024;

/**
 * Earlier builds kept sessions in three stores. What was kept before a compaction and what was
 * archived becomes a backup like all others; each file is in one of the two places at any time. May
 * be called again, and by several windows at once. What fails stays where it is. Never throws.
 *
 * @returns how many files became backups.
 */
export async function adoptEarlierStores(store: BackupStore): Promise<number> {
  let adopted = 0;
  const own = ownDirectory(store.configDirectory);
  const found = [
    ...(await checkpointsIn(join(own, 'checkpoints'), store)),
    ...(await archivedIn(join(own, 'archive'), store)),
  ];
  for (const kept of found) if (await adopt(kept, store).catch(() => false)) adopted++;
  const checkpoints = join(own, 'checkpoints');
  const emptied = (await store.fileSystem.namesIn(checkpoints).catch(() => []))
    .filter(isSessionId)
    .map((name) => join(checkpoints, name));
  for (const directory of [...emptied, checkpoints, join(own, 'archive')])
    await store.fileSystem.removeDirectory(directory).catch(() => undefined);
  return adopted;
}

async function adopt({ path, manifestPath, backup }: Kept, store: BackupStore): Promise<boolean> {
  const { fileSystem } = store;
  const { sessionId, id } = backup;
  if (!(await prepareBackups(store, sessionId))) return false;
  if ((await readBackup(store, sessionId, id)) === null) {
    if ((await fileSystem.stateOf(path))?.kind !== 'file') return false;
    const { content } = backupPaths(store, sessionId, id);
    // of a window that ended in between, or is just as far
    if ((await fileSystem.stateOf(content)) !== null) await fileSystem.remove(content);
    await fileSystem.link(path, content).catch(() => copyFile(path, null, content, fileSystem));
    const file = await fileSystem.openToRead(content);
    try {
      const { sizeBytes, ino } = await file.state();
      const sha256 = await hashOf(file, sizeBytes);
      if (sha256 === null) return false;
      await writeManifest(store, {
        archived: null,
        ...backup,
        sizeBytes,
        sha256,
        newBytes: sizeBytes,
        newLines: null,
        heldBy: null,
        carriedToBytes: null,
        oldInode: String(ino),
        newInode: null,
        beforeTokens: null,
        afterTokens: null,
        itemIds: [],
        ...NO_NOTES,
        reported: [],
        putBackId: null,
        undoneMs: null,
      });
    } finally {
      await file.close();
    }
  }
  for (const left of [path, manifestPath])
    if (left !== null && (await fileSystem.stateOf(left)) !== null) await fileSystem.remove(left);
  return true;
}

/** By session; nothing noted which file a checkpoint was of. */
async function checkpointsIn(directory: string, store: BackupStore): Promise<readonly Kept[]> {
  const { fileSystem } = store;
  const found: Kept[] = [];
  for (const sessionId of (await fileSystem.namesIn(directory)).filter(isSessionId)) {
    const folder = join(directory, sessionId);
    if ((await fileSystem.stateOf(folder))?.kind !== 'directory') continue;
    for (const name of await fileSystem.namesIn(folder)) {
      const path = join(folder, name);
      const [, year, month, day, hour, minute, second, ms] = CHECKPOINT.exec(name) ?? [];
      if (ms === undefined || (await fileSystem.stateOf(path))?.kind !== 'file') continue;
      const originalPath = await sessionPathOf(sessionId, path, store);
      if (originalPath === null) continue;
      const date = `${year!}-${month!}-${day!}T${hour!}:${minute!}:${second!}.${ms}Z`;
      const id = basename(name, '.jsonl');
      const dateMs = Date.parse(date);
      if (Number.isNaN(dateMs)) continue;
      const backup = { id, sessionId, dateMs, originalPath, reason: 'compact' } as const;
      found.push({ path, manifestPath: null, backup });
    }
  }
  return found;
}

/** Where the session is, or where Claude Code would have it: in the folder of where it ran. */
async function sessionPathOf(
  sessionId: string,
  copyPath: string,
  { configDirectory, fileSystem }: BackupStore,
): Promise<string | null> {
  const projects = join(configDirectory, 'projects');
  const name = `${sessionId}.jsonl`;
  for (const project of await fileSystem.namesIn(projects)) {
    const path = join(projects, project, name);
    if ((await fileSystem.stateOf(path))?.kind === 'file') return path;
  }
  const copy = await sessionFileAt(copyPath);
  const cwd = copy === null ? null : await new RecordedCwd().of(copy);
  return cwd === null ? null : join(projects, projectSlug(cwd), name);
}

async function archivedIn(directory: string, { fileSystem }: BackupStore): Promise<Kept[]> {
  if ((await fileSystem.stateOf(directory))?.kind !== 'directory') return [];
  const found: Kept[] = [];
  for (const name of await fileSystem.namesIn(directory)) {
    if (!name.endsWith('.jsonl.json')) continue;
    const manifestPath = join(directory, name);
    const path = manifestPath.slice(0, -'.json'.length);
    const bytes = await readWholeFile(manifestPath, MAX_MANIFEST_BYTES, fileSystem);
    const backup = bytes === null ? null : archiveFrom(bytes, basename(path));
    if (backup !== null) found.push({ path, manifestPath, backup });
  }
  return found;
}

function archiveFrom(bytes: Buffer, name: string): Kept['backup'] | null {
  let value: unknown;
  try {
    value = JSON.parse(bytes.toString('utf8'));
  } catch {
    return null;
  }
  if (typeof value !== 'object' || value === null) return null;
  const { originalPath, title, cwd, note, archivedAtMs } = value as Record<string, unknown>;
  if (typeof originalPath !== 'string' || basename(originalPath) !== name) return null;
  const isDate = typeof archivedAtMs === 'number' && Math.abs(archivedAtMs) <= 8.64e15;
  const dateMs = isDate && archivedAtMs >= 0 ? archivedAtMs : 0;
  // the same each time, so that what was begun is gone on with
  const unique = createHash('sha256').update(originalPath).digest('hex').slice(0, 6);
  return {
    id: backupId(dateMs, unique),
    sessionId: sessionKey(originalPath, null),
    dateMs,
    originalPath,
    reason: 'archive',
    archived: {
      title: typeof title === 'string' ? title : null,
      cwd: typeof cwd === 'string' ? cwd : null,
      note: typeof note === 'string' ? note : '',
    },
  };
}
