import {
  closeSync,
  constants,
  copyFileSync,
  fstatSync,
  linkSync,
  lstatSync,
  openSync,
  readFileSync,
  readSync,
  renameSync,
  rmSync,
} from 'node:fs';
import { rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { realPlace } from '../keeping/realPlace';
import { writeNewFile } from '../keeping/textFile';
import { removeStaleTemporaryFiles, temporaryPathFor } from '../keeping/temporaryFile';
import { codeOf, localFileSystem } from '../sessionFile/sessionFileSystem';

/** The file that was replaced. Somebody may have opened it before that, and write into it still. */
export interface ReplacedFile {
  /** What it holds by now; `null` where there was none, or it cannot be looked at any more. */
  readonly text: () => string | null;
  readonly close: () => void;
}

const NOTHING: ReplacedFile = { text: () => null, close: () => undefined };
/** The system may not know them (Windows). */
const WITHOUT_LINK = (constants.O_NOFOLLOW as number | undefined) ?? 0;
const WITHOUT_WAITING = (constants.O_NONBLOCK as number | undefined) ?? 0;

/**
 * Replaces a text file, or makes it, if it still holds what was read. Between that look and the
 * rename nothing else of this thread runs: what somebody else puts there in those microseconds is
 * the only thing that can be lost, since no system that Node runs on compares and renames in one.
 *
 * @param place as `realPlace` tells it; its directory is there.
 * @param before what was read; `null` where there was no file.
 * @param mode permission bits; what a new file gets by default where it is undefined.
 * @returns `null` when it holds something else by now, and nothing was written.
 * @throws what the file system says; nothing has changed then.
 */
export async function swapText(
  place: string,
  before: string | null,
  after: string,
  mode: number | undefined,
): Promise<ReplacedFile | null> {
  await removeStaleTemporaryFiles(dirname(place), localFileSystem);
  const temporary = await temporaryPathFor(place);
  try {
    await writeNewFile(temporary, after, mode);
    if ((await realPlace(temporary)) !== temporary) return null;
    return before === null ? putNew(temporary, place) : replace(temporary, place, before);
  } finally {
    await rm(temporary, { force: true });
  }
}

/** Takes a file away, if it still holds that text. @returns whether it did. */
export function removeText(place: string, text: string): boolean {
  const file = openIfSame(place, text);
  if (file === null) return false;
  closeSync(file);
  rmSync(place);
  return true;
}

function replace(temporary: string, place: string, before: string): ReplacedFile | null {
  const file = openIfSame(place, before);
  if (file === null) return null;
  // a file that somebody has open may not be replaced there
  if (process.platform === 'win32') closeSync(file);
  try {
    renameSync(temporary, place);
  } catch (error) {
    if (process.platform !== 'win32') closeSync(file);
    throw error;
  }
  if (process.platform === 'win32') return NOTHING;
  return {
    text: () => textOf(file),
    close: () => closeSync(file),
  };
}

function putNew(temporary: string, place: string): ReplacedFile | null {
  try {
    linkSync(temporary, place);
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return null;
    try {
      copyFileSync(temporary, place, constants.COPYFILE_EXCL); // a disk without hard links
    } catch (failure) {
      if (codeOf(failure) === 'EEXIST') return null;
      throw failure;
    }
  }
  return NOTHING;
}

/** A descriptor of the file that is there now, if it holds the text. */
function openIfSame(place: string, text: string): number | null {
  let file: number;
  try {
    file = openSync(place, constants.O_RDONLY | WITHOUT_LINK | WITHOUT_WAITING);
  } catch (error) {
    if (['ENOENT', 'ELOOP'].includes(codeOf(error))) return null;
    throw error;
  }
  try {
    const isSame = readFileSync(file).equals(Buffer.from(text));
    const [opened, there] = [fstatSync(file), lstatSync(place)];
    if (isSame && opened.ino === there.ino && opened.dev === there.dev) return file;
  } catch {
    // it went away meanwhile
  }
  closeSync(file);
  return null;
}

/** From its start, wherever it was read to before. */
function textOf(file: number): string | null {
  try {
    const bytes = Buffer.alloc(fstatSync(file).size);
    return bytes.toString('utf8', 0, readSync(file, bytes, 0, bytes.length, 0));
  } catch {
    return null;
  }
}
