import { existsSync, readdirSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import { isTemporaryName } from '../../src/io/keeping/temporaryFile';

/**
 * Whether what a process that is gone was writing is cleared away at once, by the next operation in
 * that folder. Until then it is counted and told, and stays for an hour.
 */
const IS_CLEARED_AT_ONCE: boolean = true;

/** Files below a folder that were being written when their process ended. */
export function temporaryFilesIn(folder: string): readonly string[] {
  return filesBelow(folder).filter(
    (name) => isTemporaryName(basename(name)) || name.endsWith('.tmp'),
  );
}

/**
 * After the next operation: no name that is ours remains.
 * @returns what does, as a problem; empty without one.
 */
export function temporaryFilesLeft(folder: string): readonly string[] {
  return IS_CLEARED_AT_ONCE ? temporaryFilesIn(folder) : [];
}

/** Locks that anybody holds, or seems to. */
export function locksIn(configDirectory: string): readonly string[] {
  const names = filesBelow(join(configDirectory, 'leeway', 'locks'));
  return names.filter((name) => !isTemporaryName(basename(name)));
}

function filesBelow(folder: string): readonly string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) =>
    statSync(join(folder, name)).isFile(),
  );
}
