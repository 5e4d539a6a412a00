import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { PRODUCT } from '../../product';
import { isSessionId } from '../sessions/sessionId';
import { parseBackup, type Backup } from './backupManifest';
import { copyBytes, hashOf } from './rewriteLines';
import {
  isSameFile,
  type OpenFile,
  type SessionFileSystem,
} from '../sessionFile/sessionFileSystem';
import { readWholeFile, writeWholeFile } from './wholeFiles';

/** Where backups lie, and by what they are read and written. */
export interface BackupStore {
  readonly configDirectory: string;
  readonly fileSystem: SessionFileSystem;
}

/** What a prune notes, so that its items can be put back one by one. */
type NotesOfPrune = Pick<Backup, 'freedTokens' | 'uncountedIds' | 'counterUuids' | 'grownBytes'>;

/** Of anything that is no prune. */
export const NO_NOTES: NotesOfPrune = {
  freedTokens: [],
  uncountedIds: [],
  counterUuids: [],
  grownBytes: 0,
};

/** What is to be kept of a session file. */
export type BackupOrder = Omit<Backup, 'id' | 'originalPath' | 'undoneMs' | keyof NotesOfPrune> &
  Partial<NotesOfPrune> & { readonly path: string };

const MAX_MANIFEST_BYTES = 8 * 1024 * 1024;
const BACKUP_ID = /^\d{8}T\d{9}Z-[0-9a-f]{6}$/;

function isBackupId(id: string): boolean {
  return BACKUP_ID.test(id);
}

/** @param unique six hexadecimal digits. */
export function backupId(dateMs: number, unique: string): string {
  return `${new Date(dateMs).toISOString().replace(/[-:.]/g, '')}-${unique}`;
}

/**
 * The files of one backup: the old session file, and what is known of it; the second makes it
 * count.
 */
export function backupPaths(
  { configDirectory }: BackupStore,
  sessionId: string,
  id: string,
): Record<'content' | 'manifest', string> {
  const base = join(backupsDirectory(configDirectory), sessionId, id);
  return { content: `${base}.jsonl`, manifest: `${base}.json` };
}

export function backupsDirectory(configDirectory: string): string {
  return join(ownDirectory(configDirectory), 'backups');
}

export function ownDirectory(configDirectory: string): string {
  return join(configDirectory, PRODUCT);
}

/**
 * Whether Leeway's folder is one, and no link that leads elsewhere: nothing is read, written or
 * removed there otherwise.
 * @throws what the file system says.
 */
export async function hasOwnDirectory({
  configDirectory,
  fileSystem,
}: BackupStore): Promise<boolean> {
  return (await fileSystem.stateOf(ownDirectory(configDirectory)))?.kind === 'directory';
}

/**
 * Makes the directory of a session's backups.
 * @returns false when somebody has put something else there.
 */
export async function prepareBackups(
  { configDirectory, fileSystem }: BackupStore,
  sessionId: string,
): Promise<boolean> {
  const directory = join(backupsDirectory(configDirectory), sessionId);
  await fileSystem.makeDirectory(directory);
  for (const path of [ownDirectory(configDirectory), backupsDirectory(configDirectory), directory])
    if ((await fileSystem.stateOf(path))?.kind !== 'directory') return false;
  return true;
}

/**
 * Keeps the file as it is. {@link prepareBackups} comes first.
 *
 * @param way by a second `name` where the disk has such, so that nothing is copied: for a file that
 * is replaced by another one. By a `copy` for one in which Claude Code may go on.
 */
export async function createBackup(
  store: BackupStore,
  order: BackupOrder,
  way: 'name' | 'copy',
): Promise<Backup> {
  const { fileSystem } = store;
  const { path, ...rest } = order;
  const id = backupId(order.dateMs, randomBytes(3).toString('hex'));
  const backup: Backup = { ...NO_NOTES, ...rest, id, originalPath: path, undoneMs: null };
  const paths = backupPaths(store, order.sessionId, id);
  const copy = (): Promise<void> => copyFile(path, order.sizeBytes, paths.content, fileSystem);
  try {
    if (way === 'copy') await copy();
    else await fileSystem.link(path, paths.content).catch(copy);
    await writeManifest(store, backup);
    await fileSystem.syncDirectory(join(paths.manifest, '..'));
    return backup;
  } catch (error) {
    await removeBackup(store, backup).catch(() => undefined);
    throw error;
  }
}

/** Whether the kept file is the old one itself, to which others may still write, and no copy. */
export async function isSecondName(
  store: BackupStore,
  { sessionId, id, oldInode }: Backup,
): Promise<boolean> {
  const content = await store.fileSystem.stateOf(backupPaths(store, sessionId, id).content);
  return content !== null && String(content.ino) === oldInode;
}

/** For a backup that was made by a second name: from now on it is the only one. */
export async function sealBackup(store: BackupStore, { sessionId, id }: Backup): Promise<void> {
  const file = await store.fileSystem.openToRead(backupPaths(store, sessionId, id).content);
  await file.setMode(0o600).finally(() => file.close());
}

/** Remembers that the changes of a backup were taken back; `null` that they stand again. */
export function markUndone(
  store: BackupStore,
  backup: Backup,
  undoneMs: number | null,
): Promise<void> {
  return writeManifest(store, { ...backup, undoneMs });
}

/** Remembers how much of the old file is in the new one by now. */
export async function noteCarried(
  store: BackupStore,
  backup: Backup,
  carriedToBytes: number,
): Promise<Backup> {
  if (backup.carriedToBytes === carriedToBytes) return backup;
  const noted = { ...backup, carriedToBytes };
  await writeManifest(store, noted);
  return noted;
}

/**
 * Newest first. Those of a rewrite that never came about, and those that cannot be read, are left
 * out.
 */
export async function listBackups(
  store: BackupStore,
  sessionId: string,
): Promise<readonly Backup[]> {
  const names = isSessionId(sessionId)
    ? await store.fileSystem.namesIn(join(backupsDirectory(store.configDirectory), sessionId))
    : [];
  const found: Backup[] = [];
  for (const id of names
    .filter((name) => name.endsWith('.json'))
    .map((name) => name.slice(0, -'.json'.length))) {
    const backup = isBackupId(id) ? await readBackup(store, sessionId, id) : null;
    if (backup !== null) found.push(backup);
  }
  return found.sort((a, b) => (a.id < b.id ? 1 : -1));
}

/** All sessions that have backups. */
export async function sessionsWithBackups({
  configDirectory,
  fileSystem,
}: BackupStore): Promise<readonly string[]> {
  return (await fileSystem.namesIn(backupsDirectory(configDirectory))).filter(isSessionId);
}

/**
 * @returns `null` for one that does not exist, is damaged, or stands for a rewrite that never came
 * about.
 */
export async function readBackup(
  store: BackupStore,
  sessionId: string,
  id: string,
): Promise<Backup | null> {
  if (!isSessionId(sessionId) || !isBackupId(id)) return null;
  const { fileSystem } = store;
  const paths = backupPaths(store, sessionId, id);
  const bytes = await readWholeFile(paths.manifest, MAX_MANIFEST_BYTES, fileSystem).catch(
    () => null,
  );
  const backup = bytes === null ? null : parseBackup(bytes);
  const content = await fileSystem.stateOf(paths.content).catch(() => null);
  if (
    backup === null ||
    backup.id !== id ||
    backup.sessionId !== sessionId ||
    content?.kind !== 'file' ||
    content.sizeBytes < backup.sizeBytes
  )
    return null;
  const original = await fileSystem.stateOf(backup.originalPath).catch(() => null);
  return original !== null && isSameFile(original, content) ? null : backup;
}

/**
 * Whether the kept bytes are still those of that day. What others appended to the old file later
 * stands behind them.
 */
export async function isIntact(store: BackupStore, backup: Backup): Promise<boolean> {
  return withContent(
    store,
    backup,
    async (file) => (await hashOf(file, backup.sizeBytes)) === backup.sha256,
  ).catch(() => false);
}

/** Opens the old session file; its first `sizeBytes` are what was kept. */
export async function withContent<Result>(
  store: BackupStore,
  { sessionId, id }: Backup,
  use: (file: OpenFile) => Promise<Result>,
): Promise<Result> {
  const file = await store.fileSystem.openToRead(backupPaths(store, sessionId, id).content);
  try {
    return await use(file);
  } finally {
    await file.close();
  }
}

/** The manifest goes first: what is left of a backup that was removed halfway is none. */
export async function removeBackup(
  store: BackupStore,
  { sessionId, id }: Pick<Backup, 'sessionId' | 'id'>,
): Promise<void> {
  const { manifest, content } = backupPaths(store, sessionId, id);
  for (const path of [manifest, content])
    if ((await store.fileSystem.stateOf(path)) !== null) await store.fileSystem.remove(path);
}

/** The last step of making a backup; also changes what is known of one. */
export function writeManifest(store: BackupStore, backup: Backup): Promise<void> {
  return writeWholeFile(
    backupPaths(store, backup.sessionId, backup.id).manifest,
    Buffer.from(`${JSON.stringify(backup)}\n`),
    store.fileSystem,
  );
}

/**
 * @param sizeBytes how much of it; `null` for all.
 * @throws what the file system throws, EEXIST where there is a file already.
 */
export async function copyFile(
  from: string,
  sizeBytes: number | null,
  to: string,
  fileSystem: SessionFileSystem,
): Promise<void> {
  const old = await fileSystem.openToRead(from);
  try {
    const copy = await fileSystem.create(to);
    try {
      const wanted = sizeBytes ?? (await old.state()).sizeBytes;
      if ((await copyBytes(old, 0, wanted, copy)) < wanted)
        throw new Error('The session file was cut while it was copied.');
      await copy.sync();
    } finally {
      await copy.close();
    }
  } finally {
    await old.close();
  }
}
