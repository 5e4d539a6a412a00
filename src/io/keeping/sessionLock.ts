import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { ownDirectory } from './backups';
import { localProcesses, type ProcessSource } from '../sessions/processTree';
import { codeOf, type OpenFile, type SessionFileSystem } from '../sessionFile/sessionFileSystem';
import { isGone, isOfThisHost, ownerHere, type FileOwner } from './fileOwner';
import { removeStaleTemporaryFiles, takeAside, withTemporaryFile } from './temporaryFile';
import { readWholeFile } from './wholeFiles';

/**
 * Held while a session file is planned on and rewritten: of two that want to, one does, the other
 * is refused.
 */
export interface SessionLock {
  /** False when somebody took it for stale, after a very long time. */
  isHeld(): Promise<boolean>;
  /** Never throws. */
  release(): Promise<void>;
}

interface LockOptions {
  readonly configDirectory: string;
  readonly sessionId: string;
  readonly fileSystem: SessionFileSystem;
  readonly processes?: ProcessSource;
  readonly nowMs?: () => number;
}

interface Owner extends FileOwner {
  readonly token: string;
}

/** No rewrite takes as long: whoever holds it hangs, or is gone where nobody can see it. */
const STALE_AFTER_MS = 10 * 60 * 1000;
/** Its owner is written right behind it; one that has none by then never will. */
const OWNERLESS_STALE_AFTER_MS = 10_000;
const MAX_LOCK_BYTES = 4096;
/** Of a lock, or of one that an earlier build took aside. */
const LOCK_NAME = /\.lock(?:\.[0-9a-f]{12})?$/;

/** @returns `null` while another window, or another process, holds it. */
export async function lockSession(options: LockOptions): Promise<SessionLock | null> {
  const { fileSystem, configDirectory, sessionId } = options;
  const directory = join(ownDirectory(configDirectory), 'locks');
  const path = join(directory, `${sessionId}.lock`);
  const processes = options.processes ?? localProcesses();
  const owner: Owner = {
    token: randomBytes(12).toString('hex'),
    ...(await ownerHere(processes)),
  };
  await fileSystem.makeDirectory(directory);
  await removeStaleTemporaryFiles(directory, fileSystem);
  if (!(await take(path, owner, fileSystem))) {
    const held = await ownerOf(path, fileSystem);
    if (!(await isStale(path, held, options, processes))) return null;
    await removeStale(path, held, fileSystem);
    if (!(await take(path, owner, fileSystem))) return null;
  }
  const isHeld = async (): Promise<boolean> =>
    (await ownerOf(path, fileSystem))?.token === owner.token;
  return {
    isHeld,
    release: async () => {
      // What fails once may be a full disk; for good it goes stale with this process.
      for (let attempt = 0; attempt < 2; attempt++) {
        try {
          if (await isHeld()) await fileSystem.remove(path);
          if ((await fileSystem.stateOf(path)) === null) return;
        } catch {
          continue;
        }
      }
    },
  };
}

/**
 * Removes the locks of a directory whose owners are gone.
 *
 * @returns whether somebody holds one.
 * @throws what the file system throws.
 */
export async function removeDeadLocks(
  directory: string,
  options: Pick<LockOptions, 'fileSystem' | 'processes' | 'nowMs'>,
): Promise<boolean> {
  const { fileSystem, processes = localProcesses(), nowMs = Date.now } = options;
  if ((await fileSystem.stateOf(directory))?.kind !== 'directory') return false;
  await removeStaleTemporaryFiles(directory, fileSystem, nowMs(), processes);
  let isHeld = false;
  for (const name of await fileSystem.namesIn(directory)) {
    const path = join(directory, name);
    if (!LOCK_NAME.test(name) || (await fileSystem.stateOf(path))?.kind !== 'file') continue;
    const owner = await ownerOf(path, fileSystem);
    if (await isStale(path, owner, options, processes)) await removeStale(path, owner, fileSystem);
    // what was not stale after all was given back
    if ((await fileSystem.stateOf(path)) !== null) isHeld = true;
  }
  return isHeld;
}

/**
 * Appears whole, by a second name: one without an owner would seem to be held, by a process that
 * died or a disk that was full before it was written.
 *
 * @returns false when it is taken.
 * @throws what the file system throws; no lock is left then.
 */
async function take(path: string, owner: Owner, fileSystem: SessionFileSystem): Promise<boolean> {
  const bytes = Buffer.from(JSON.stringify(owner));
  const taken = await withTemporaryFile(path, fileSystem, async (temporary) => {
    await temporary.file.write([bytes]);
    return fileSystem.link(temporary.path, path).then(
      () => true,
      (error: unknown) => (codeOf(error) === 'EEXIST' ? false : null),
    );
  });
  return taken ?? takeWithoutLinks(path, bytes, fileSystem);
}

/** Until it is written whole it has no owner, and is not stale. */
async function takeWithoutLinks(
  path: string,
  bytes: Buffer,
  fileSystem: SessionFileSystem,
): Promise<boolean> {
  let file: OpenFile;
  try {
    file = await fileSystem.create(path);
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false;
    throw error;
  }
  try {
    await file.write([bytes]).finally(() => file.close());
    return true;
  } catch (error) {
    await fileSystem.remove(path).catch(() => undefined);
    throw error;
  }
}

/**
 * Two may find it stale at once: by its new name each sees what it took away, and gives back what
 * was not stale.
 */
async function removeStale(
  path: string,
  stale: Owner | null,
  fileSystem: SessionFileSystem,
): Promise<void> {
  const aside = await takeAside(path, fileSystem);
  if (aside === null) return;
  const taken = await ownerOf(aside, fileSystem);
  // Where a third one was faster still, the owner learns it by `isHeld`.
  if (taken?.token !== stale?.token) await fileSystem.link(aside, path).catch(() => undefined);
  await fileSystem.remove(aside);
}

/** `null` while it is being written, and for what is no lock of ours. */
async function ownerOf(path: string, fileSystem: SessionFileSystem): Promise<Owner | null> {
  try {
    const bytes = await readWholeFile(path, MAX_LOCK_BYTES, fileSystem);
    const value: unknown = bytes === null ? null : JSON.parse(bytes.toString('utf8'));
    if (typeof value !== 'object' || value === null) return null;
    const { token, pid, startTicks, host } = value as Record<string, unknown>;
    if (typeof token !== 'string' || typeof pid !== 'number' || typeof host !== 'string')
      return null;
    return { token, pid, startTicks: typeof startTicks === 'string' ? startTicks : null, host };
  } catch {
    return null;
  }
}

async function isStale(
  path: string,
  owner: Owner | null,
  { fileSystem, nowMs = Date.now }: Pick<LockOptions, 'fileSystem' | 'nowMs'>,
  processes: ProcessSource,
): Promise<boolean> {
  const state = await fileSystem.stateOf(path);
  if (state === null) return true; // released meanwhile
  const ageMs = nowMs() - Number(state.mtimeNs / 1_000_000n);
  if (ageMs > (owner === null ? OWNERLESS_STALE_AFTER_MS : STALE_AFTER_MS)) return true;
  return owner !== null && (await isOfThisHost(owner, processes)) && isGone(owner, processes);
}
