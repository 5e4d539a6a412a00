import { lstat } from 'node:fs/promises';
import { readLinesBackwards } from '../../io/sessionFile/readLines';
import { parsedLine } from '../reading/growingSession';

/** What a session file was before a compaction began. */
export interface CompactionSearch {
  readonly sessionFile: string;
  readonly inode: number;
  readonly sizeBytes: number;
  readonly sinceMs: number;
}

/** What a compaction notes of itself, in tokens. */
export interface NewCompaction {
  readonly preTokens: number | null;
  readonly postTokens: number | null;
}

/**
 * Claude Code may replace the file by a shorter one during a compaction: then the boundary stands
 * near its start, yet within this.
 */
const SEARCHED_BYTES = 64 * 1024 * 1024;
/** File times and the entry's own are from the same clock, rounded differently. */
const CLOCK_SLACK_MS = 2_000;

/**
 * The newest compaction boundary, if it was written since. Not by its place where the file was
 * replaced meanwhile, by its time. Never throws.
 *
 * @returns `unreadable`: something was written that may be one; `null`: nothing was.
 */
export async function newCompaction({
  sessionFile,
  inode,
  sizeBytes,
  sinceMs,
}: CompactionSearch): Promise<NewCompaction | 'unreadable' | null> {
  const now = await lstat(sessionFile).catch(() => null);
  if (now === null) return null;
  const isSame = now.ino === inode && now.size >= sizeBytes;
  let mayBeOne = false;
  for await (const { lines } of readLinesBackwards(
    sessionFile,
    isSame ? now.size - sizeBytes + 1 : SEARCHED_BYTES,
  )) {
    for (const line of [...lines].reverse()) {
      if (line.bytes?.includes('compact_boundary') !== true) continue;
      mayBeOne ||= isSame && line.offset >= sizeBytes;
      for (const entry of parsedLine(line).entries) {
        if (entry.kind !== 'system' || entry.compaction === null) continue;
        const isNew = isSame
          ? line.offset >= sizeBytes
          : (entry.timestampMs ?? 0) >= sinceMs - CLOCK_SLACK_MS;
        if (isNew)
          return { preTokens: entry.compaction.preTokens, postTokens: entry.compaction.postTokens };
      }
    }
  }
  return mayBeOne ? 'unreadable' : null;
}
