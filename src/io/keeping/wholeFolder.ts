import { lstat, mkdir, open, readdir, readFile, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { codeOf } from '../sessionFile/sessionFileSystem';
import { isStale, isTemporaryName, temporaryPathFor } from './temporaryFile';

/** A file of a folder; its path is relative, with slashes. */
export interface FolderFile {
  readonly path: string;
  readonly bytes: Buffer;
}

/** A folder that has come to its place; what was there before waits until it is settled. */
export interface ReplacedFolder {
  /** What was there goes. */
  readonly settle: () => Promise<void>;
  /** What was there comes back, and the new one goes. @throws what the file system says. */
  readonly takeBack: () => Promise<void>;
}

/** What is larger is none of ours. */
const MOST_FILES = 500;
const MOST_BYTES = 4 * 1024 * 1024;

/**
 * Reads the files below a folder, in the order of their names. What begins with a temporary name is
 * left out.
 *
 * @returns `null` where there is no such folder, or it holds links and the like, or too much.
 * @throws what the file system says.
 */
export async function readFolder(folder: string): Promise<readonly FolderFile[] | null> {
  const files: FolderFile[] = [];
  let bytes = 0;
  const look = async (below: string): Promise<boolean> => {
    const names = (await readdir(join(folder, below))).sort();
    for (const name of names.filter((each) => !isTemporaryName(each))) {
      const path = below === '' ? name : `${below}/${name}`;
      const state = await lstat(join(folder, path));
      if (state.isDirectory()) {
        if (!(await look(path))) return false;
        continue;
      }
      bytes += state.size;
      if (!state.isFile() || files.length === MOST_FILES || bytes > MOST_BYTES) return false;
      files.push({ path, bytes: await readFile(join(folder, path)) });
    }
    return true;
  };
  if ((await kindOf(folder)) !== 'folder') return null;
  return (await look('')) ? files : null;
}

/** What stands at a place; a link is not followed. */
export async function kindOf(place: string): Promise<'none' | 'folder' | 'other'> {
  try {
    return (await lstat(place)).isDirectory() ? 'folder' : 'other';
  } catch (error) {
    if (['ENOENT', 'ENOTDIR'].includes(codeOf(error))) return 'none';
    throw error;
  }
}

/**
 * Puts a folder at a place, over the one that is there: written beside it, for its owner alone, and
 * brought there by a rename. Between the two renames of a folder that was there, a dead process
 * leaves none; the next one makes it again.
 *
 * @param place its directory is there, and at it a folder or nothing.
 * @throws what the file system says; the place is as it was then.
 */
export async function replaceFolder(
  place: string,
  files: readonly FolderFile[],
): Promise<ReplacedFolder> {
  await removeStaleFolders(dirname(place));
  const [written, aside] = [await temporaryPathFor(place), await temporaryPathFor(place)];
  try {
    await mkdir(written, { mode: 0o700 });
    for (const { path, bytes } of files) {
      await mkdir(dirname(join(written, path)), { recursive: true, mode: 0o700 });
      await writeWhole(join(written, path), bytes);
    }
    const isThere = (await kindOf(place)) !== 'none';
    if (isThere) await rename(place, aside);
    try {
      await rename(written, place);
    } catch (error) {
      if (isThere) await rename(aside, place);
      throw error;
    }
    return {
      settle: () => rm(aside, { recursive: true, force: true }).catch(() => undefined),
      takeBack: async () => {
        await removeFolder(place);
        if (isThere) await rename(aside, place);
      },
    };
  } catch (error) {
    await rm(written, { recursive: true, force: true }).catch(() => undefined);
    throw error;
  }
}

/**
 * Takes a folder away with all that is in it, in one step as seen from its place. Of a link only
 * the link goes.
 * @throws what the file system says.
 */
export async function removeFolder(place: string): Promise<void> {
  const aside = await temporaryPathFor(place);
  try {
    await rename(place, aside);
  } catch (error) {
    if (['ENOENT', 'ENOTDIR'].includes(codeOf(error))) return;
    throw error;
  }
  // what cannot be removed now goes stale
  await rm(aside, { recursive: true, force: true }).catch(() => undefined);
}

/** Removes folders that processes which are gone were just putting somewhere. Never throws. */
export async function removeStaleFolders(directory: string): Promise<void> {
  const names = await readdir(directory).catch(() => []);
  for (const name of names.filter(isTemporaryName)) {
    try {
      const state = await lstat(join(directory, name));
      if (!state.isDirectory() || !(await isStale(basename(name), state.mtimeMs))) continue;
      await rm(join(directory, name), { recursive: true, force: true });
    } catch {
      continue; // another window was faster
    }
  }
}

async function writeWhole(path: string, bytes: Buffer): Promise<void> {
  const file = await open(path, 'wx', 0o600);
  try {
    await file.writeFile(bytes);
    await file.sync();
  } finally {
    await file.close();
  }
}
