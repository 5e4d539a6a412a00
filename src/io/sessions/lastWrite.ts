import { stat } from 'node:fs/promises';
import { readBytes } from '../sessionFile/readBytes';

/** What a session file says of its newest entries. */
export interface LastWrite {
  /** When it was written; by the file system where no entry near the end tells. */
  readonly atMs: number;
  /** Of the Claude Code that wrote it; `null` where no entry near the end tells. */
  readonly version: string | null;
}

/** Entries are small, but for results and images. */
const TAIL_BYTES = 256 * 1024;

/**
 * When a session was written last, and by which version. Not by the file's own time as long as its
 * entries tell: that is ours after a prune.
 *
 * @returns `null` where there is no file. Never throws.
 */
export async function lastWrite(path: string): Promise<LastWrite | null> {
  const stats = await stat(path).catch(() => null);
  if (stats === null) return null;
  const tail = (await readBytes(path, TAIL_BYTES, 'end'))?.toString('utf8') ?? '';
  let atMs: number | null = null;
  let version: string | null = null;
  for (const line of tail.split('\n').reverse()) {
    if (atMs !== null && version !== null) break;
    const entry = /"(?:timestamp|version)"/.test(line) ? parseEntryOf(line) : null;
    if (entry === null) continue;
    const { timestamp, version: named } = entry;
    const ms = typeof timestamp === 'string' ? Date.parse(timestamp) : NaN;
    if (!Number.isNaN(ms)) atMs ??= ms;
    if (typeof named === 'string') version ??= named;
  }
  return { atMs: atMs ?? stats.mtimeMs, version };
}

function parseEntryOf(line: string): { timestamp?: unknown; version?: unknown } | null {
  try {
    const entry: unknown = JSON.parse(line);
    return typeof entry === 'object' ? entry : null;
  } catch {
    return null; // the first line may be torn
  }
}
