import { dirname, join } from 'node:path';
import { localFileSystem } from '../sessionFile/sessionFileSystem';
import { ownDirectory } from './backups';
import { removeStaleTemporaryFiles } from './temporaryFile';
import { readWholeFile, writeWholeFile } from './wholeFiles';

/** Five thousand sessions come to about 2 MB. */
export const MAX_SUMMARIES_BYTES = 4 * 1024 * 1024;

/**
 * The file in which a window leaves the next one what session files told. Never throws.
 * @returns `null` where there is none, or one that is too large, a link, a pipe or a directory.
 */
export async function readSummariesFile(configDirectory: string): Promise<string | null> {
  const path = summariesPath(configDirectory);
  const bytes = await readWholeFile(path, MAX_SUMMARIES_BYTES, localFileSystem).catch(() => null);
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
  if ((await localFileSystem.stateOf(directory))?.kind !== 'directory')
    throw new Error(`${directory} is no folder.`);
  await removeStaleTemporaryFiles(directory, localFileSystem);
  await writeWholeFile(path, Buffer.from(text), localFileSystem);
}

function summariesPath(configDirectory: string): string {
  return join(ownDirectory(configDirectory), 'summaries.json');
}
