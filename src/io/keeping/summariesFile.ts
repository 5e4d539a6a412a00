import { dirname, join } from 'node:path';
import { PRODUCT, PRODUCT_VERSION } from '../../product';
import { localFileSystem } from '../sessionFile/sessionFileSystem';
import { hasOwnDirectory, ownDirectory } from './backups';
import { removeStaleTemporaryFiles } from './temporaryFile';
import { readWholeFile, writeWholeFile } from './wholeFiles';

/** What the file says of the release that wrote it. */
export const SUMMARIES_WRITER = `${PRODUCT} ${PRODUCT_VERSION}`;

/** Five thousand sessions with usual paths and titles come to some 2.3 MB. */
export const MAX_SUMMARIES_BYTES = 4 * 1024 * 1024;

/**
 * The file in which a window leaves the next one what session files told. Never throws.
 * @returns `null` where there is none, or one that is too large, a link, a pipe or a directory, or
 * where Leeway's folder is none.
 */
export async function readSummariesFile(configDirectory: string): Promise<string | null> {
  const store = { configDirectory, fileSystem: localFileSystem };
  const path = summariesPath(configDirectory);
  const bytes = (await hasOwnDirectory(store).catch(() => false))
    ? await readWholeFile(path, MAX_SUMMARIES_BYTES, localFileSystem).catch(() => null)
    : null;
  return bytes?.toString('utf8') ?? null;
}

/**
 * Writes it for its owner alone and in one step; makes Leeway's folder where there is none.
 * @throws what the file system says; what was there stays then.
 */
export async function writeSummariesFile(configDirectory: string, text: string): Promise<void> {
  const path = summariesPath(configDirectory);
  const directory = dirname(path);
  await localFileSystem.makeDirectory(directory);
  if (!(await hasOwnDirectory({ configDirectory, fileSystem: localFileSystem })))
    throw new Error(`${directory} is no folder.`);
  await removeStaleTemporaryFiles(directory, localFileSystem);
  await writeWholeFile(path, Buffer.from(text), localFileSystem);
}

function summariesPath(configDirectory: string): string {
  return join(ownDirectory(configDirectory), 'summaries.json');
}
