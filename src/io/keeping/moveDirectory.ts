import { join } from 'node:path';
import {
  codeOf,
  isSameFile,
  isSameState,
  type FileState,
  type SessionFileSystem,
} from '../sessionFile/sessionFileSystem';
import { copyBytes, hashOf } from './rewriteLines';
import { isTemporaryName, removeStaleTemporaryFiles, withTemporaryFile } from './temporaryFile';

/** What a move has come to so far. */
export interface MoveTally {
  movedFiles: number;
  /** Their places are taken by other files. */
  leftFiles: number;
  /** Of the first failure; empty without one. */
  code: string;
}

interface Move {
  readonly fileSystem: SessionFileSystem;
  readonly tally: MoveTally;
  readonly nowMs: number;
}

/** A file whose bytes stand at its new place too. */
interface Placed {
  readonly path: string;
  readonly state: FileState;
}

/**
 * Moves the files below one directory to the same places below another, never over what is there:
 * a file that is there with the same bytes is done, one with others keeps the old one where it is.
 * An old file goes only once its bytes stand at the new place, so that whatever ends the move
 * leaves each in one of the two, and the next one goes on. Directories that are empty then go,
 * those that are made are for the owner alone. Symlinks and the like stay, and are not followed.
 * One file that fails does not keep the others.
 *
 * @param tally is added to.
 * @throws what the file system throws about the two directories themselves.
 */
export async function moveDirectory(from: string, to: string, move: Move): Promise<void> {
  const { fileSystem, tally } = move;
  if (!(await isPlaceFor(from, to, move))) return;
  const placed: Placed[] = [];
  for (const name of await fileSystem.namesIn(from)) {
    const [path, target] = [join(from, name), join(to, name)];
    await attempt(path, move, async () => {
      const state = await fileSystem.stateOf(path);
      if (state?.kind === 'directory') await moveDirectory(path, target, move);
      else if (state?.kind === 'file') {
        if (await place(path, target, fileSystem)) placed.push({ path, state });
        else tally.leftFiles++;
      }
    });
  }
  if (placed.length > 0) await fileSystem.syncDirectory(to).catch(() => undefined);
  for (const { path, state } of placed)
    await attempt(path, move, async () => {
      const now = await fileSystem.stateOf(path);
      if (now === null) return; // another window has moved it
      if (!isSameState(now, state)) {
        tally.leftFiles++;
        return;
      }
      await fileSystem.remove(path);
      tally.movedFiles++;
    });
  // The next move looks after a copy that never ended, as long as there is something to move.
  await removeStaleTemporaryFiles(to, fileSystem, move.nowMs);
  if ((await fileSystem.namesIn(to)).some(isTemporaryName)) return;
  await fileSystem.removeDirectory(from).catch(() => undefined); // something stays in it
}

/** How many files lie below a directory. */
export async function countFiles(
  directory: string,
  fileSystem: SessionFileSystem,
): Promise<number> {
  let files = 0;
  for (const name of await fileSystem.namesIn(directory)) {
    const path = join(directory, name);
    const kind = (await fileSystem.stateOf(path))?.kind;
    if (kind === 'file') files++;
    else if (kind === 'directory') files += await countFiles(path, fileSystem);
  }
  return files;
}

/** Makes the new directory where there is none. */
async function isPlaceFor(from: string, to: string, { fileSystem, tally }: Move): Promise<boolean> {
  const [old, there] = [await fileSystem.stateOf(from), await fileSystem.stateOf(to)];
  if (old === null) return false; // another window has moved it
  if (there === null) {
    await fileSystem.makeDirectory(to);
    return true;
  }
  if (there.kind === 'directory') return !isSameFile(old, there); // mounted at both places
  tally.leftFiles += await countFiles(from, fileSystem);
  return false;
}

/** What another window has moved meanwhile is no failure. */
async function attempt(
  path: string,
  { fileSystem, tally }: Move,
  act: () => Promise<void>,
): Promise<void> {
  try {
    await act();
  } catch (error) {
    const code = codeOf(error);
    const isGone =
      code === 'ENOENT' && (await fileSystem.stateOf(path).catch(() => undefined)) === null;
    if (!isGone && tally.code === '') tally.code = code === '' ? 'unknown' : code;
  }
}

/** @returns whether the bytes stand at the new place; false where others do. */
async function place(
  path: string,
  target: string,
  fileSystem: SessionFileSystem,
): Promise<boolean> {
  if ((await fileSystem.stateOf(target)) === null) {
    try {
      await fileSystem.link(path, target);
      return true;
    } catch (error) {
      const code = codeOf(error);
      if (code === 'ENOENT') throw error;
      // the disk knows no second names, or is another one
      if (code !== 'EEXIST') await copy(path, target, fileSystem);
    }
  }
  return hasSameBytes(path, target, fileSystem);
}

/** Appears whole at its place, or not at all; what appears there meanwhile stays. */
async function copy(path: string, target: string, fileSystem: SessionFileSystem): Promise<void> {
  const old = await fileSystem.openToRead(path);
  try {
    await withTemporaryFile(target, fileSystem, async (temporary) => {
      await copyBytes(old, 0, (await old.state()).sizeBytes, temporary.file);
      await temporary.finish();
      if (!(await hasSameBytes(path, temporary.path, fileSystem)))
        throw new Error('The copy is not what was copied.');
      await temporary.appear();
    });
  } finally {
    await old.close();
  }
}

/** @throws ENOENT when the first one is gone. */
async function hasSameBytes(
  path: string,
  other: string,
  fileSystem: SessionFileSystem,
): Promise<boolean> {
  const [one, two] = [await fileSystem.stateOf(path), await fileSystem.stateOf(other)];
  if (two?.kind !== 'file' || (one !== null && one.sizeBytes !== two.sizeBytes)) return false;
  const hashes = [await hashOfFile(path, fileSystem), await hashOfFile(other, fileSystem)];
  return hashes[0] !== null && hashes[0] === hashes[1];
}

/** `null` when the file was cut meanwhile. */
async function hashOfFile(path: string, fileSystem: SessionFileSystem): Promise<string | null> {
  const file = await fileSystem.openToRead(path);
  try {
    return await hashOf(file, (await file.state()).sizeBytes);
  } finally {
    await file.close();
  }
}
