import { join } from 'node:path';
import { EARLIER_PRODUCT } from '../../product';
import type { ProcessSource } from '../sessions/processTree';
import { codeOf, type SessionFileSystem } from '../sessionFile/sessionFileSystem';
import { ownDirectory } from './backups';
import { countFiles, moveDirectory, type MoveTally } from './moveDirectory';
import { removeDeadLocks } from './sessionLock';

/**
 * What became of an earlier build's folder. `none`: there is nothing to move; `postponed`: an
 * earlier build is rewriting a session, and nothing was moved; `moved`: what could be moved is in
 * its place; `failed`: some of it, or all, is where it was, for another reason than that its place
 * is taken.
 */
export interface Adopted {
  readonly kind: 'none' | 'postponed' | 'moved' | 'failed';
  readonly movedFiles: number;
  /** Stay where they are: there are different ones in their places. */
  readonly leftFiles: number;
  /** Of the first failure, as the file system tells it; empty without one. */
  readonly code: string;
}

interface AdoptOptions {
  readonly configDirectory: string;
  readonly fileSystem: SessionFileSystem;
  readonly processes?: ProcessSource;
  readonly nowMs?: () => number;
}

/** Where an earlier build kept its backups, checkpoints and archive. */
export function earlierDirectory(configDirectory: string): string {
  return join(configDirectory, EARLIER_PRODUCT.id);
}

/**
 * Moves what an earlier build kept to where it is kept now: the whole folder at once, or its files
 * one by one where both are there. May be called by several windows at once, and again after it
 * was interrupted at any point. Its locks do not come along. Never throws.
 */
export async function adoptEarlierFolder(options: AdoptOptions): Promise<Adopted> {
  const tally: MoveTally = { movedFiles: 0, leftFiles: 0, code: '' };
  try {
    if (await isHeld(options)) return { kind: 'postponed', ...tally };
    await move(options, tally);
  } catch (error) {
    if (tally.code === '') tally.code = codeOf(error) === '' ? 'unknown' : codeOf(error);
  }
  if (tally.code !== '') return { kind: 'failed', ...tally };
  return { kind: tally.movedFiles + tally.leftFiles > 0 ? 'moved' : 'none', ...tally };
}

async function isHeld({ configDirectory, ...options }: AdoptOptions): Promise<boolean> {
  const from = earlierDirectory(configDirectory);
  return (
    (await options.fileSystem.stateOf(from))?.kind === 'directory' &&
    (await removeDeadLocks(join(from, 'locks'), options))
  );
}

async function move(
  { configDirectory, fileSystem, nowMs = Date.now }: AdoptOptions,
  tally: MoveTally,
): Promise<void> {
  const [from, to] = [earlierDirectory(configDirectory), ownDirectory(configDirectory)];
  if ((await fileSystem.stateOf(from))?.kind !== 'directory') return;
  const there = await fileSystem.stateOf(to);
  if (there === null) {
    const files = await countFiles(from, fileSystem);
    if (await renameWhole(from, to, fileSystem)) {
      tally.movedFiles = files;
      await fileSystem.syncDirectory(configDirectory).catch(() => undefined);
      return;
    }
  } else if (there.kind !== 'directory') {
    tally.code = 'ENOTDIR';
    return;
  }
  await moveDirectory(from, to, { fileSystem, tally, nowMs: nowMs() });
}

/** Fails where another window was faster, and where a directory cannot be renamed at all. */
async function renameWhole(
  from: string,
  to: string,
  fileSystem: SessionFileSystem,
): Promise<boolean> {
  try {
    await fileSystem.rename(from, to);
    return true;
  } catch {
    return false;
  }
}
