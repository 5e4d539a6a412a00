import type { FileState, OpenFile } from '../sessionFile/sessionFileSystem';
import { isRewrite, type Backup } from './backupManifest';

/** Whole lines that stand in an old session file behind what was carried over from it. */
export interface LateLines {
  /** Without their line feeds, in file order. */
  readonly lines: readonly Buffer[];
  /** How much of the first one was carried over when it was torn. */
  readonly carriedBytes: number;
  /** Where the last one ends. */
  readonly endBytes: number;
}

/** What is read at once; the rest comes with the next look. */
const MAX_READ_BYTES = 64 * 1024 * 1024;
const SEARCHED_BYTES = 64 * 1024;
const LINE_FEED = 0x0a;

/** @returns `null` where there are none. */
export async function readLateLines(
  old: OpenFile,
  carriedToBytes: number,
): Promise<LateLines | null> {
  const { sizeBytes } = await old.state();
  if (sizeBytes <= carriedToBytes) return null;
  const start = await startOfLine(old, carriedToBytes);
  const bytes = await readBytes(old, start, Math.min(sizeBytes - start, MAX_READ_BYTES));
  const end = bytes.lastIndexOf(LINE_FEED);
  if (end === -1 || start + end < carriedToBytes) return null;
  const lines: Buffer[] = [];
  for (let at = 0; at <= end;) {
    const lineEnd = bytes.indexOf(LINE_FEED, at);
    lines.push(bytes.subarray(at, lineEnd));
    at = lineEnd + 1;
  }
  return { lines, carriedBytes: carriedToBytes - start, endBytes: start + end + 1 };
}

/**
 * The rewrites that a session file is the outcome of, oldest first, back to the first whose file is
 * not known: it is the very file that the newest one wrote, which replaced the one before, and so
 * on.
 *
 * @param backups of the file, newest first.
 */
export function rewritesInto(now: FileState, backups: readonly Backup[]): readonly Backup[] {
  const found: Backup[] = [];
  let inode = String(now.ino);
  for (const backup of backups.filter(isRewrite)) {
    if (backup.newInode !== inode || backup.oldInode === null) break;
    if (found.length === 0 && now.sizeBytes < backup.newBytes) break;
    found.push(backup);
    inode = backup.oldInode;
  }
  return found.reverse();
}

async function startOfLine(file: OpenFile, offset: number): Promise<number> {
  // mostly the byte before tells
  for (const searched of [1, SEARCHED_BYTES, MAX_READ_BYTES]) {
    const from = Math.max(0, offset - searched);
    const found = (await readBytes(file, from, offset - from)).lastIndexOf(LINE_FEED);
    if (found !== -1 || from === 0) return from + found + 1;
  }
  return offset;
}

async function readBytes(file: OpenFile, offset: number, length: number): Promise<Buffer> {
  const bytes = Buffer.alloc(length);
  let read = 0;
  for (let more = -1; read < length && more !== 0; read += more)
    more = await file.read(bytes.subarray(read), offset + read);
  return bytes.subarray(0, read);
}
