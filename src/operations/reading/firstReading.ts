import { agentIdOf } from '../../io/sessions/subagentFiles';
import { readLinesBackwards } from '../../io/sessionFile/readLines';
import type { Entry } from '../../domain/transcript/entry';
import type { ParsedLine } from '../../domain/transcript/parseEntry';
import type { Chains } from '../../domain/transcript/readRecords';
import { Transcript } from '../../domain/transcript/transcript';
import { parsedLine } from './growingSession';

/** How far back to look for the newest response: image lines and sidechains may stand behind it. */
const REACH_BYTES = 64 * 1024 * 1024;

/**
 * The end of a session file, just enough for a first number: a 100 MB session shows one within
 * milliseconds, and the whole reading follows.
 *
 * @param onUnreadable called where `null` is for want of a file that could be read.
 * @returns `null` when the file cannot be read, or holds no response since its last compaction
 * within reach.
 */
export async function firstReading(
  path: string,
  chains: Chains = 'main',
  onUnreadable?: () => void,
): Promise<Transcript | null> {
  const steps: { readonly offset: number; readonly lines: readonly ParsedLine[] }[] = [];
  for await (const { lines } of readLinesBackwards(path, REACH_BYTES, onUnreadable)) {
    const parsed = lines.map((line) => parsedLine(line, 0, chains));
    steps.push({ offset: lines[0]?.offset ?? 0, lines: parsed });
    const newest = parsed
      .flatMap((line) => line.entries)
      .findLast((entry) => isResponse(entry) || isCompaction(entry));
    if (newest !== undefined)
      return isResponse(newest)
        ? transcriptOf(steps, chains === 'all' ? agentIdOf(path) : null)
        : null;
  }
  return null;
}

function isResponse(entry: Entry): boolean {
  return (
    entry.kind === 'assistant' &&
    !entry.isSidechain &&
    !entry.isSynthetic &&
    (entry.usage?.contextTokens ?? 0) > 0
  );
}

function isCompaction(entry: Entry): boolean {
  return entry.kind === 'system' && entry.compaction !== null && !entry.isSidechain;
}

function transcriptOf(
  steps: readonly { readonly offset: number; readonly lines: readonly ParsedLine[] }[],
  agentId: string | null,
): Transcript {
  const transcript = new Transcript(Math.max(1, steps.at(-1)?.offset ?? 0), agentId);
  for (const { lines } of [...steps].reverse()) for (const line of lines) transcript.add(line);
  return transcript;
}
