import { constants } from 'node:fs';
import { lstat, mkdir, open, type FileHandle } from 'node:fs/promises';
import { dirname } from 'node:path';
import { codeOf, localFileSystem } from '../sessionFile/sessionFileSystem';
import { realPlace, realPlaceIn } from './realPlace';
import { removeStaleTemporaryFiles, withTemporaryFile, type TemporaryFile } from './temporaryFile';

/** A file of a person, of which every byte that is not ours has to stay. */
export interface TextFile {
  /** A byte order mark is the first character of it. */
  readonly text: string;
  /** Permission bits. */
  readonly mode: number;
}

/** `notText`: not UTF-8, so that writing the text again would destroy it. */
export type TextFileProblem = 'notAFile' | 'tooLarge' | 'notText';

/** The system may not know them (Windows). */
const WITHOUT_LINK = (constants.O_NOFOLLOW as number | undefined) ?? 0;
const WITHOUT_WAITING = (constants.O_NONBLOCK as number | undefined) ?? 0;

/**
 * Reads a regular file of UTF-8; never through a link at its end, and without waiting for a pipe.
 *
 * @param path as `realPlace` tells it.
 * @returns `null` where there is none.
 * @throws what the file system says.
 */
export async function readTextFile(
  path: string,
  maxBytes: number,
): Promise<TextFile | { readonly problem: TextFileProblem } | null> {
  let file: FileHandle;
  try {
    // opening a device may do something
    if (!(await lstat(path)).isFile()) return { problem: 'notAFile' };
    file = await open(path, constants.O_RDONLY | WITHOUT_LINK | WITHOUT_WAITING);
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return null;
    if (codeOf(error) === 'ELOOP') return { problem: 'notAFile' };
    throw error;
  }
  try {
    const stats = await file.stat();
    if (!stats.isFile()) return { problem: 'notAFile' };
    if (stats.size > maxBytes) return { problem: 'tooLarge' };
    const text = textOf(await file.readFile());
    return text === null ? { problem: 'notText' } : { text, mode: stats.mode & 0o777 };
  } finally {
    await file.close();
  }
}

/**
 * Replaces a file in one step, or makes it; its directory is there. It is not written where it has
 * changed since it was read, or where a directory on the way has become a link.
 *
 * @param path as `realPlace` tells it.
 * @param before what was read; `null` where there was no file.
 * @param mode permission bits; what a new file gets by default where it is undefined.
 * @returns whether it was written.
 * @throws what the file system says; nothing has changed then.
 */
export async function replaceTextFile(
  path: string,
  before: string | null,
  after: string,
  mode?: number,
): Promise<boolean> {
  await removeStaleTemporaryFiles(dirname(path), localFileSystem);
  const refused = await withTextIn(path, after, mode, (temporary) =>
    temporary.replace(async () => {
      const now = await readTextFile(path, Infinity);
      if ((now !== null && 'problem' in now) || (now?.text ?? null) !== before) return 'changed';
      return (await realPlace(temporary.path)) === temporary.path ? null : 'changed';
    }),
  );
  return refused === null;
}

/**
 * Makes a file below a folder whose links are not to be trusted, and the directories above it.
 *
 * @returns `there` where somebody was faster, whose file stays; `outside` where it would really be
 * out of the folder.
 * @throws what the file system says.
 */
export async function makeTextFileIn(
  folder: string,
  path: string,
  text: string,
): Promise<'made' | 'there' | 'outside'> {
  const place = await realPlaceIn(folder, path);
  if (place === null) return 'outside';
  await mkdir(dirname(place), { recursive: true });
  const isMade = await withTextIn(place, text, undefined, (temporary) => temporary.appear());
  return isMade ? 'made' : 'there';
}

/** @param mode what a new file gets by default where it is undefined. */
function withTextIn<Result>(
  path: string,
  text: string,
  mode: number | undefined,
  use: (temporary: TemporaryFile) => Promise<Result>,
): Promise<Result> {
  const write = async (temporary: TemporaryFile): Promise<Result> => {
    await temporary.file.write([Buffer.from(text)]);
    if (mode !== undefined) await temporary.file.setMode(mode); // whatever the umask says
    await temporary.finish();
    return use(temporary);
  };
  return withTemporaryFile(path, localFileSystem, write, mode ?? 0o666);
}

/** Makes a file that is not there yet, also not as a link. @throws EEXIST otherwise. */
export async function writeNewFile(path: string, text: string, mode?: number): Promise<void> {
  const flags = constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL | WITHOUT_LINK;
  const file = await open(path, flags, mode ?? 0o666);
  try {
    await file.writeFile(text);
    if (mode !== undefined) await file.chmod(mode); // whatever the umask says
    await file.sync();
  } finally {
    await file.close();
  }
}

/** `null` for bytes that would not come back the same. NUL is UTF-16 without a mark. */
function textOf(bytes: Buffer): string | null {
  try {
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
    return text.includes('\0') ? null : text;
  } catch {
    return null;
  }
}
