import type { Dirent } from 'node:fs';
import { lstat, readdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { codeOf } from '../sessionFile/sessionFileSystem';
import { mapConcurrently } from './mapConcurrently';
import { CONCURRENT_READS } from './sessionFiles';
import {
  isOfCompaction,
  isRequestFileName,
  MOST_FILES,
  newestOf,
  requestFileAt,
  subagentsDirectory,
  type SubagentFile,
  type SubagentListing,
} from './subagentFiles';

/** All that was asked beside a session: each file holds requests of its own. */
export interface FilesBesideSession {
  readonly subagents: SubagentListing;
  /** What compactions asked for, each for its summary. */
  readonly compactions: SubagentListing;
  /**
   * False where something is there that cannot be looked at or is not followed: a link, a folder
   * too deep, what is called like a file of requests and is none.
   */
  readonly isWhole: boolean;
}

/** Those of a workflow lie in `workflows/<run>` (2.1.332). */
const MOST_LEVELS = 3;

/**
 * What lies in the folder of a session's subagents and in folders below it. Nothing is found
 * through a link: it may lead anywhere. Never throws.
 */
export async function filesBesideSession(sessionPath: string): Promise<FilesBesideSession> {
  const directory = subagentsDirectory(sessionPath);
  const found = new Found();
  if ((await found.isFolder(dirname(directory))) && (await found.isFolder(directory)))
    await found.addBelow([directory]);
  const { files, isWhole } = found;
  return {
    subagents: newestOf(files.filter((file) => !isOfCompaction(file))),
    compactions: newestOf(files.filter(isOfCompaction)),
    isWhole,
  };
}

class Found {
  readonly files: SubagentFile[] = [];
  isWhole = true;
  private folders = 1;

  /** Whether it can be gone through; what is not there, or is a file, leaves nothing out. */
  async isFolder(path: string): Promise<boolean> {
    const stats = await lstat(path).catch((error: unknown) => this.leaveOut(error));
    if (stats?.isSymbolicLink() === true) this.isWhole = false;
    return stats?.isDirectory() === true;
  }

  async addBelow(directories: readonly string[], levels = MOST_LEVELS): Promise<void> {
    const below: string[] = [];
    for (const directory of directories) {
      const entries = await readdir(directory, { withFileTypes: true }).catch((error: unknown) =>
        this.leaveOut(error),
      );
      await mapConcurrently(entries ?? [], CONCURRENT_READS, async (entry) => {
        const path = join(directory, entry.name);
        if (!isRequestFileName(entry.name)) {
          if (this.isToEnter(entry, levels)) below.push(path);
          return;
        }
        const file = await requestFileAt(path).catch((error: unknown) => this.leaveOut(error));
        if (file != null) this.files.push(file);
        else if (file === null) this.isWhole = false;
      });
    }
    if (below.length > 0) await this.addBelow(below, levels - 1);
  }

  private isToEnter(entry: Dirent, levels: number): boolean {
    if (entry.isSymbolicLink()) this.isWhole = false;
    if (!entry.isDirectory()) return false;
    const isEntered = levels > 0 && this.folders < MOST_FILES;
    if (isEntered) this.folders++;
    else this.isWhole = false;
    return isEntered;
  }

  /** What has gone meanwhile leaves nothing out. */
  private leaveOut(error: unknown): undefined {
    if (!['ENOENT', 'ENOTDIR'].includes(codeOf(error))) this.isWhole = false;
  }
}
