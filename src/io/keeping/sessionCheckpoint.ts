import { constants } from 'node:fs';
import { chmod, copyFile, lstat, mkdir, open, readdir, rename, rm, rmdir } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { randomBytes } from 'node:crypto';
import { ownDirectory } from './backups';
import { isSessionId } from '../sessions/sessionId';
import { readOpenSessions } from '../sessions/openSessions';

/** A copy of a session file from before something that cannot be undone by itself. */
export interface Checkpoint {
  readonly sessionId: string;
  readonly sessionFile: string;
  readonly file: string;
  readonly sizeBytes: number;
}

export type RestoreProblem =
  /** A process would go on with its own history and write it behind the restored one. */
  | 'open'
  | 'missing'
  /** The session file changed while it was looked at. */
  | 'changed';

const OUR_NAME = /^\d{8}T\d{9}Z-[0-9a-f]{6}\.jsonl$/;
/** Each is as large as the session was. */
const KEPT_PER_SESSION = 5;
const CHUNK_BYTES = 1024 * 1024;

function checkpointsDirectory(configDirectory: string): string {
  return join(ownDirectory(configDirectory), 'checkpoints');
}

/**
 * Copies a session file into `<config>/leeway/checkpoints/<session id>/`, for its owner
 * alone. Claude Code appends to the file, so a second name for it would not do. None goes for it:
 * whether anything comes of what it is kept for is not known yet, see {@link retainCheckpoints}.
 *
 * @throws what the file system throws; RangeError for an id that is none.
 */
export async function keepCheckpoint(
  configDirectory: string,
  sessionId: string,
  sessionFile: string,
  dateMs: number,
): Promise<Checkpoint> {
  if (!isSessionId(sessionId)) throw new RangeError('That is no session id.');
  const directory = join(checkpointsDirectory(configDirectory), sessionId);
  await mkdir(directory, { recursive: true, mode: 0o700 });
  const file = join(directory, `${stamp(dateMs)}-${randomBytes(3).toString('hex')}.jsonl`);
  try {
    await copyFile(sessionFile, file, constants.COPYFILE_EXCL | constants.COPYFILE_FICLONE);
    await chmod(file, 0o600);
    await sync(file);
  } catch (error) {
    await rm(file, { force: true });
    throw error;
  }
  return { sessionId, sessionFile, file, sizeBytes: (await lstat(file)).size };
}

/**
 * Removes a checkpoint again that nothing came of: the session file still begins with all of it.
 * Never throws.
 *
 * @returns whether it is gone.
 */
export async function releaseCheckpoint({ sessionFile, file }: Checkpoint): Promise<boolean> {
  try {
    if (!(await beginsWith(sessionFile, file))) return false;
    await rm(file);
    return true;
  } catch {
    return false;
  }
}

/**
 * Lets the oldest checkpoints of a session go, once one more was needed.
 *
 * @throws what the file system throws; RangeError for an id that is none.
 */
export async function retainCheckpoints(configDirectory: string, sessionId: string): Promise<void> {
  if (!isSessionId(sessionId)) throw new RangeError('That is no session id.');
  const directory = join(checkpointsDirectory(configDirectory), sessionId);
  const older = (await checkpointNames(directory)).sort().slice(0, -KEPT_PER_SESSION);
  for (const name of older) await rm(join(directory, name), { force: true });
}

/**
 * Puts a checkpoint back in the place of the session file, by one rename. What stands there now is
 * kept as a checkpoint first, so that this can be taken back the same way.
 *
 * @throws what the file system throws, with the session file as it was.
 */
export async function restoreCheckpoint(
  configDirectory: string,
  { sessionId, sessionFile, file }: Checkpoint,
  dateMs: number,
): Promise<{ readonly replaced: Checkpoint } | { readonly problem: RestoreProblem }> {
  if (await isHeld(configDirectory, sessionId)) return { problem: 'open' };
  const before = await lstat(sessionFile).catch(() => null);
  if (before?.isFile() !== true || (await lstat(file).catch(() => null))?.isFile() !== true)
    return { problem: 'missing' };
  const copy = join(
    dirname(sessionFile),
    `.${basename(sessionFile)}.${randomBytes(6).toString('hex')}.tmp`,
  );
  try {
    await copyFile(file, copy, constants.COPYFILE_EXCL | constants.COPYFILE_FICLONE);
    await chmod(copy, before.mode & 0o777);
    await sync(copy);
    const replaced = await keepCheckpoint(configDirectory, sessionId, sessionFile, dateMs);
    const now = await lstat(sessionFile);
    if (now.ino !== before.ino || now.size !== before.size || now.mtimeMs !== before.mtimeMs) {
      await releaseCheckpoint(replaced);
      return { problem: 'changed' };
    }
    await rename(copy, sessionFile);
    await retainCheckpoints(configDirectory, sessionId).catch(() => undefined);
    return { replaced };
  } finally {
    await rm(copy, { force: true });
  }
}

/**
 * Removes the checkpoints of all sessions, and nothing that is not ours.
 * @param madeBeforeMs all without it.
 * @returns how many.
 * @throws what the file system throws.
 */
export async function deleteCheckpoints(
  configDirectory: string,
  madeBeforeMs?: number,
): Promise<number> {
  const isOld = (name: string): boolean => madeBeforeMs === undefined || name < stamp(madeBeforeMs);
  const all = checkpointsDirectory(configDirectory);
  let deleted = 0;
  for (const sessionId of (await readdir(all).catch(() => [])).filter(isSessionId)) {
    const directory = join(all, sessionId);
    if (!(await lstat(directory)).isDirectory()) continue;
    for (const name of (await checkpointNames(directory)).filter(isOld)) {
      await rm(join(directory, name), { force: true });
      deleted++;
    }
    await rmdir(directory).catch(() => undefined); // something of somebody else's is in it
  }
  return deleted;
}

/** Those that are ours: whatever else somebody put there neither counts nor goes. */
async function checkpointNames(directory: string): Promise<string[]> {
  return (await readdir(directory, { withFileTypes: true }))
    .filter((each) => each.isFile() && OUR_NAME.test(each.name))
    .map(({ name }) => name);
}

async function beginsWith(path: string, start: string): Promise<boolean> {
  const [whole, beginning] = [await open(path, 'r'), await open(start, 'r')];
  try {
    const [read, wanted] = [Buffer.alloc(CHUNK_BYTES), Buffer.alloc(CHUNK_BYTES)];
    for (let at = 0; ;) {
      const { bytesRead } = await beginning.read(wanted, 0, CHUNK_BYTES, at);
      if (bytesRead === 0) return true;
      for (let got = 0; got < bytesRead;) {
        const more = await whole.read(read, got, bytesRead - got, at + got);
        if (more.bytesRead === 0) return false;
        got += more.bytesRead;
      }
      if (!read.subarray(0, bytesRead).equals(wanted.subarray(0, bytesRead))) return false;
      at += bytesRead;
    }
  } finally {
    await whole.close();
    await beginning.close();
  }
}

/** Sorts by date. */
function stamp(dateMs: number): string {
  return new Date(dateMs).toISOString().replace(/[-:.]/g, '');
}

async function isHeld(configDirectory: string, sessionId: string): Promise<boolean> {
  return (await readOpenSessions(configDirectory)).some(
    (open) => open.sessionId === sessionId && open.openness !== 'closed',
  );
}

async function sync(path: string): Promise<void> {
  const file = await open(path, 'r+');
  try {
    await file.sync();
  } finally {
    await file.close();
  }
}
