import { lstat, readdir } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { readBytes } from '../sessionFile/readBytes';
import { mapConcurrently } from './mapConcurrently';
import { CONCURRENT_READS, type SessionFile } from './sessionFiles';

/** The file of a subagent, which Claude Code keeps beside that of its session. */
export interface SubagentFile {
  readonly path: string;
  readonly agentId: string;
  readonly sizeBytes: number;
  readonly mtimeMs: number;
  readonly ctimeMs: number;
  readonly inode: number;
}

export interface SubagentListing {
  /** Last written first. */
  readonly files: readonly SubagentFile[];
  /** So many more are there, and older than all of these. */
  readonly left: number;
}

/** Their ids are words: whatever else lies there is another tool's. */
const SUBAGENT_FILE = /^agent-([A-Za-z0-9][A-Za-z0-9_-]{0,127})\.jsonl$/;
/** What Claude Code asks for a compaction is kept there as well, and is nobody's subagent. */
const OF_COMPACTION = /^acompact-/;
/** A day's work has dozens. */
export const MOST_FILES = 1000;
const MOST_META_BYTES = 64 * 1024;

/** Where the subagents of a session are kept; the directory need not be there. */
export function subagentsDirectory(sessionPath: string): string {
  return join(sessionPath.replace(/\.jsonl$/, ''), 'subagents');
}

/** Whether a path is where Claude Code keeps a subagent of a session. */
export function isSubagentPath(path: string): boolean {
  return SUBAGENT_FILE.test(basename(path)) && basename(dirname(path)) === 'subagents';
}

/** As the file of a subagent is called; `null` for the path of anything else. */
export function agentIdOf(path: string): string | null {
  return isSubagentPath(path) ? (SUBAGENT_FILE.exec(basename(path))?.[1] ?? null) : null;
}

/**
 * The subagents that a session has had. A link in place of a file, a directory or a pipe is none:
 * they may lead anywhere. Never throws; where nothing can be read, there are none.
 */
export async function subagentFilesOf(sessionPath: string): Promise<SubagentListing> {
  const directory = subagentsDirectory(sessionPath);
  const names = await readdir(directory).catch(() => []);
  const found = await mapConcurrently(names, CONCURRENT_READS, (name) =>
    subagentFileAt(join(directory, name)),
  );
  return newestOf(found.filter((file) => file !== null));
}

/** As many as are looked at. */
export function newestOf(files: readonly SubagentFile[]): SubagentListing {
  const newest = [...files].sort((a, b) => b.mtimeMs - a.mtimeMs || (a.path < b.path ? -1 : 1));
  return { files: newest.slice(0, MOST_FILES), left: Math.max(0, newest.length - MOST_FILES) };
}

/** The subagent's file at a path; `null` where there is none. Never throws. */
export async function subagentFileAt(path: string): Promise<SubagentFile | null> {
  if (!isSubagentPath(path)) return null;
  const file = await requestFileAt(path).catch(() => null);
  return file === null || isOfCompaction(file) ? null : file;
}

/**
 * A file by the name of those that hold requests, wherever it lies; `null` where that is called
 * otherwise, or is no file.
 *
 * @throws what the file system refuses.
 */
export async function requestFileAt(path: string): Promise<SubagentFile | null> {
  const agentId = SUBAGENT_FILE.exec(basename(path))?.[1];
  if (agentId === undefined) return null;
  const stats = await lstat(path);
  if (!stats.isFile()) return null;
  const { size: sizeBytes, mtimeMs, ctimeMs, ino: inode } = stats;
  return { path, agentId, sizeBytes, mtimeMs, ctimeMs, inode };
}

/** Whether it is called like the file of a subagent or of a compaction. */
export function isRequestFileName(name: string): boolean {
  return SUBAGENT_FILE.test(name);
}

/** Whether a compaction asked for what is in it. */
export function isOfCompaction({ agentId }: SubagentFile): boolean {
  return OF_COMPACTION.test(agentId);
}

/** As far as its dates tell. */
export function isUnchanged(before: SubagentFile, now: SubagentFile): boolean {
  return (
    before.inode === now.inode &&
    before.sizeBytes === now.sizeBytes &&
    before.mtimeMs === now.mtimeMs
  );
}

/** The same, as what is read and watched like a session. */
export function asSessionFile({ agentId, path, ...file }: SubagentFile): SessionFile {
  return {
    ...{ path, ...file },
    sessionId: `agent-${agentId}`,
    projectDirectory: dirname(path),
    isSymlink: false,
  };
}

/** What stands beside a subagent's file; `null` where nothing does. Never throws. */
export async function readSubagentMeta(path: string): Promise<unknown> {
  const bytes = await readBytes(path.replace(/\.jsonl$/, '.meta.json'), MOST_META_BYTES + 1);
  if (bytes === null || bytes.length > MOST_META_BYTES) return null;
  try {
    return JSON.parse(bytes.toString('utf8')) as unknown;
  } catch {
    return null;
  }
}
