import { contextBefore } from '../accounting/contextBefore';
import { fileUse } from '../accounting/toolCalls';
import type { ConversationEntry, UserEntry } from '../transcript/entry';
import type { Transcript } from '../transcript/transcript';

/**
 * A place where a session can be taken up again: the end of a turn, or where a turn stood when it
 * was compacted.
 */
export interface CutPoint {
  /** Finds it again in the same file, however much was appended since. */
  readonly id: string;
  /** From 1. */
  readonly turn: number;
  readonly prompt: string;
  readonly atMs: number | null;
  /** What the context held there; `null` before the first reply. */
  readonly contextTokens: number | null;
  /** `compaction`: in the middle of its turn, just before it was compacted. */
  readonly kind: 'turnEnd' | 'compaction';
  /** The context there is one that was compacted away since. */
  readonly isBeforeCompaction: boolean;
  /** What the branch will not hold. */
  readonly lostTurns: number;
  /** Files that were changed since: they stay as they are now. The newest first. */
  readonly changedSince: readonly string[];
  /** The first byte of the conversation that is left out; `Infinity` for none. */
  readonly end: number;
}

/** More than anybody scrolls through. */
const MAX_TURNS = 300;
/** Of all turns; one that was compacted again and again has as many places within. */
const MAX_POINTS = 600;

/**
 * The newest of them, but for the last end, which is the session as it stands. Oldest first.
 * @param trunk from `trunkOf`.
 */
export function cutPoints(
  transcript: Transcript,
  trunk: readonly ConversationEntry[],
): readonly CutPoint[] {
  const starts = trunk.flatMap((entry, index) => (isPromptEntry(entry) ? [index] : []));
  const lastBoundary =
    trunk.findLast((entry) => entry.kind === 'system' && entry.compaction !== null)?.offset ?? -1;
  const places: {
    readonly number: number;
    readonly end: number;
    readonly kind: CutPoint['kind'];
  }[] = [];
  for (let number = Math.max(0, starts.length - MAX_TURNS); number < starts.length; number++) {
    const start = starts[number]!;
    const prompt = trunk[start] as UserEntry;
    const next = starts[number + 1] ?? trunk.length;
    for (const { end, kind } of endsOf(trunk.slice(start, next), trunk[next]?.offset ?? Infinity))
      if (end !== Infinity && prompt.uuid !== null) places.push({ number, end, kind });
  }
  const failed = failedCalls(trunk);
  return places.slice(-MAX_POINTS).map(({ number, end, kind }) => {
    const prompt = trunk[starts[number]!] as UserEntry;
    return {
      id: `${prompt.uuid ?? ''}@${String(end)}`,
      turn: number + 1,
      prompt: prompt.prompt ?? '',
      atMs: prompt.timestampMs,
      contextTokens: contextBefore(transcript, trunk, end),
      kind,
      isBeforeCompaction: end <= lastBoundary,
      lostTurns: starts.length - number - 1,
      changedSince: changedFiles(trunk, end, failed),
      end,
    };
  });
}

/** Calls of which a result says that they failed. */
function failedCalls(trunk: readonly ConversationEntry[]): ReadonlySet<string> {
  const failed = new Set<string>();
  for (const { blocks } of trunk)
    for (const block of blocks)
      if (block.kind === 'toolResult' && block.isError) failed.add(block.toolUseId);
  return failed;
}

function isPromptEntry(entry: ConversationEntry): boolean {
  return entry.kind === 'user' && entry.prompt !== null;
}

/**
 * Where a turn can be cut. A compaction that nothing but the next prompt follows comes after the
 * turn; one that the turn went on from is a place of its own.
 */
function endsOf(
  turn: readonly ConversationEntry[],
  next: number,
): { end: number; kind: CutPoint['kind'] }[] {
  const replies = turn
    .filter((entry) => entry.kind === 'assistant' && !entry.isSynthetic)
    .map(({ offset }) => offset);
  const boundaries = turn
    .filter((entry) => entry.kind === 'system' && entry.compaction !== null)
    .map(({ offset }) => offset);
  const [first, last] = [replies[0] ?? Infinity, replies.at(-1) ?? -1];
  const within = boundaries.filter((boundary) => first < boundary && last > boundary);
  const after = boundaries.find((boundary) => last < boundary);
  return [
    ...within.map((end) => ({ end, kind: 'compaction' as const })),
    { end: after ?? next, kind: 'turnEnd' as const },
  ];
}

function changedFiles(
  trunk: readonly ConversationEntry[],
  end: number,
  failed: ReadonlySet<string>,
): string[] {
  const paths = new Set<string>();
  for (let at = trunk.length - 1; at >= 0 && trunk[at]!.offset >= end; at--) {
    for (const block of trunk[at]!.blocks) {
      if (block.kind !== 'toolUse' || block.path === null) continue;
      const use = fileUse(block);
      if ((use === 'edit' || use === 'write') && !failed.has(block.toolUseId))
        paths.add(block.path);
    }
  }
  return [...paths];
}
