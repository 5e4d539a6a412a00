import { readBytes } from '../sessionFile/readBytes';
import type { SessionFile } from './sessionFiles';

/**
 * Most sessions name it within 16 KB; a pasted image can push it beyond any bound (a first line of
 * 121 KB was seen).
 */
const HEAD_BYTES = [16 * 1024, 64 * 1024] as const;
const TAIL_BYTES = 64 * 1024;

interface Found {
  readonly inode: number;
  readonly sizeBytes: number;
  readonly cwd: string | null;
}

/**
 * The working directories recorded in session files, remembered: the first one of a file never
 * changes while the file is the same, the latest one only as it grows. Reads at most 64 KB of
 * either end; `null` when none is named there or nothing can be read.
 */
export class RecordedCwd {
  private readonly firsts = new Map<string, Found>();
  private readonly latests = new Map<string, Found>();

  /** The first one, else the latest: what to tell a person. */
  async of(file: SessionFile): Promise<string | null> {
    return (await this.first(file)) ?? (await this.latest(file));
  }

  async first({ path, inode, sizeBytes }: SessionFile): Promise<string | null> {
    const known = this.firsts.get(path);
    // Where none is named in its beginning, none will be by what is appended behind that.
    if (
      known?.inode === inode &&
      (known.cwd !== null ||
        known.sizeBytes === sizeBytes ||
        Math.min(known.sizeBytes, sizeBytes) > HEAD_BYTES[1])
    )
      return known.cwd;
    let cwd: string | null = null;
    for (const maxBytes of HEAD_BYTES) {
      cwd = firstCwd(await readLines(path, maxBytes, 'start'));
      if (cwd !== null || sizeBytes <= maxBytes) break;
    }
    this.firsts.set(path, { inode, sizeBytes, cwd });
    return cwd;
  }

  async latest({ path, inode, sizeBytes }: SessionFile): Promise<string | null> {
    const known = this.latests.get(path);
    if (known?.inode === inode && known.sizeBytes === sizeBytes) return known.cwd;
    const lines = await readLines(path, TAIL_BYTES, 'end');
    const cwd = firstCwd(lines.reverse());
    this.latests.set(path, { inode, sizeBytes, cwd });
    return cwd;
  }
}

/** Includes a torn first or last line, which no parser will take for a record. */
async function readLines(path: string, maxBytes: number, from: 'start' | 'end'): Promise<string[]> {
  const bytes = await readBytes(path, maxBytes, from);
  return bytes === null ? [] : linesOf(bytes);
}

function linesOf(bytes: Buffer): string[] {
  return bytes.toString('utf8').split('\n');
}

/** The first one that is named in the first 64 KB of a file, as {@link RecordedCwd} finds it. */
export function firstCwdIn(head: Buffer): string | null {
  return firstCwd(linesOf(head.subarray(0, HEAD_BYTES[1])));
}

/** The last one that is named in the last 64 KB of a file, as {@link RecordedCwd} finds it. */
export function latestCwdIn(end: Buffer): string | null {
  return firstCwd(linesOf(end.subarray(-TAIL_BYTES)).reverse());
}

function firstCwd(lines: readonly string[]): string | null {
  for (const line of lines) {
    const cwd = line.includes('"cwd"') ? cwdOf(line) : null;
    if (cwd !== null) return cwd;
  }
  return null;
}

/** The record's own `cwd`: tool inputs and results have keys of that name too, deeper down. */
function cwdOf(line: string): string | null {
  try {
    const record: unknown = JSON.parse(line.replace(/^\uFEFF/, ''));
    if (typeof record !== 'object' || record === null || !('cwd' in record)) return null;
    return typeof record.cwd === 'string' && record.cwd !== '' ? record.cwd : null;
  } catch {
    return null;
  }
}
