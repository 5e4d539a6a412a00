import { existsSync, readdirSync, rmSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import { isTemporaryName } from '../../src/io/keeping/temporaryFile';

/**
 * Whether what a process that is gone was writing is cleared away at once, by the next operation in
 * that folder. Until then it is counted and told, and stays for an hour.
 */
const IS_CLEARED_AT_ONCE: boolean = true;

/**
 * Whether a lock is stale at once whose owner ended between making and writing it. Until then it is
 * counted and taken away here, and would hold for ten minutes.
 */
const IS_HALF_LOCK_STALE: boolean = false;

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
  return filesBelow(join(configDirectory, 'leeway', 'locks'));
}

/** @returns how many locks without an owner there were; none where nobody has to take them away. */
export function removeHalfLocks(configDirectory: string): number {
  if (IS_HALF_LOCK_STALE) return 0;
  const folder = join(configDirectory, 'leeway', 'locks');
  const half = locksIn(configDirectory).filter((name) => statSync(join(folder, name)).size === 0);
  for (const name of half) rmSync(join(folder, name));
  return half.length;
}

function filesBelow(folder: string): readonly string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) =>
    statSync(join(folder, name)).isFile(),
  );
}
