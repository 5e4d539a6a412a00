import type { Stats } from 'node:fs';
import { lstat, readdir, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { Log } from '../../log';
import { mapConcurrently } from './mapConcurrently';

/** Enough to hide a slow disk's latency, few enough for a limit of 256 file descriptors. */
export const CONCURRENT_READS = 16;

/**
 * The coarsest time stamps of a file system, in ms: within them a second change may look like the
 * first.
 */
export const SAME_TIME_MS = 2_000;

export interface SessionFile {
  readonly path: string;
  /**
   * The file's name, which is what `claude --resume` goes by; records inside may carry another id.
   */
  readonly sessionId: string;
  readonly projectDirectory: string;
  readonly sizeBytes: number;
  /** When it was last written. */
  readonly mtimeMs: number;
  /** Of its last change of whatever kind; nobody can set it back. */
  readonly ctimeMs: number;
  readonly inode: number;
  /** Size, times and inode are then those of the file it leads to. */
  readonly isSymlink: boolean;
}

/**
 * Session files end in `.jsonl` and lie directly in a project directory; `agent-….jsonl` beside
 * them are subagents of Claude Code 1.0.
 */
export function isSessionFileName(name: string): boolean {
  return name.endsWith('.jsonl') && name.length > '.jsonl'.length && !name.startsWith('agent-');
}

/**
 * The session file at this path; `null` for a missing one, a directory, a pipe, a dangling symlink
 * or a name that no session has.
 */
export async function sessionFileAt(path: string): Promise<SessionFile | null> {
  if (!isSessionFileName(basename(path))) return null;
  const link = await lstat(path).catch(() => null);
  const file = link?.isSymbolicLink() === true ? await stat(path).catch(() => null) : link;
  return link !== null && file?.isFile() ? describe(path, file, link.isSymbolicLink()) : null;
}

function describe(
  path: string,
  { size, mtimeMs, ctimeMs, ino }: Stats,
  isSymlink: boolean,
): SessionFile {
  const sessionId = basename(path, '.jsonl');
  return {
    path,
    sessionId,
    projectDirectory: dirname(path),
    sizeBytes: size,
    mtimeMs,
    ctimeMs,
    inode: ino,
    isSymlink,
  };
}

/**
 * Reads Claude Code's directories. What cannot be read is logged, once, and counts as empty;
 * nothing here throws.
 */
export class SessionDirectories {
  private readonly log: Log;
  private readonly reported = new Set<string>();

  constructor(log: Log) {
    this.log = log;
  }

  /** The session files directly in a directory, in no order. */
  async sessionFilesIn(directory: string): Promise<readonly SessionFile[]> {
    const names = ((await this.namesIn(directory)) ?? []).filter(isSessionFileName);
    const files = await mapConcurrently(names, CONCURRENT_READS, (name) =>
      sessionFileAt(join(directory, name)),
    );
    return files.filter((file) => file !== null);
  }

  /** Names of all entries; `null` where there is no directory to read. */
  async namesIn(directory: string): Promise<readonly string[] | null> {
    try {
      return await readdir(directory);
    } catch (error) {
      this.report(directory, error);
      return null;
    }
  }

  private report(path: string, error: unknown): void {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
    // Missing is no news, and ordinary files lie beside project directories.
    if (code === 'ENOENT' || code === 'ENOTDIR' || this.reported.has(path)) return;
    this.reported.add(path);
    this.log.warn(`Cannot read ${path} (${code}): the sessions in it are left out.`);
  }
}
