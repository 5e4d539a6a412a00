import type { Transcript } from '../transcript/transcript';

/** What a reply was sent, as it reported it: a rewrite has changed the counter in the file since. */
export interface ReportedReply {
  /** Of its first line. */
  readonly uuid: string;
  readonly contextTokens: number;
}

/** A process of Claude Code that has a session open. */
export interface HoldingProcess {
  readonly pid: number;
  /** When it began: pids are used again. `null` where it does not say. */
  readonly startedMs: number | null;
  /** Which program it is, in its own word: `cli`, `claude-vscode`. */
  readonly entrypoint: string | null;
}

/** What Leeway did to a session file, as its backup tells of it. */
export interface FileRewrite {
  readonly kind: 'prune' | 'undo' | 'putBack' | 'restore' | 'repair';
  readonly dateMs: number;
  /** Of the new file at first, what stands behind came later; `null` where it was not noted. */
  readonly newLines: number | null;
  readonly newBytes: number;
  /** Of the context in the file, as it was known then. */
  readonly beforeTokens: number | null;
  /** As predicted. */
  readonly afterTokens: number | null;
  /** By how much less is in the file, negative where content came back; `null` where unknown. */
  readonly freedTokens: number | null;
  /** A prune whose placeholders are in the file. */
  readonly stands: boolean;
  /** Which process had the session open then, and went on with the old content; `null` for none. */
  readonly heldBy: HoldingProcess | null;
}

/** All that was done to one session file. */
export interface RewriteHistory {
  /** Oldest first. */
  readonly rewrites: readonly FileRewrite[];
  /** Of replies whose counters were changed, what they had reported. */
  readonly reported: readonly ReportedReply[];
  /** All that is pruned now, by whichever prune. */
  readonly pruned: readonly PrunedItem[];
}

/** What a prune took out, and a backup has. */
export interface PrunedItem {
  readonly id: string;
  /** By how much the context became smaller; `null` where an earlier build pruned it. */
  readonly freedTokens: number | null;
  /** When it was pruned. */
  readonly prunedMs: number;
}

export const NOT_REWRITTEN: RewriteHistory = { rewrites: [], reported: [], pruned: [] };

/** Whether a line came into the file after a rewrite. */
export function isBehind(
  { line, offset }: { readonly line: number; readonly offset: number },
  { newLines, newBytes }: Pick<FileRewrite, 'newLines' | 'newBytes'>,
  { startOffset }: Pick<Transcript, 'startOffset'>,
): boolean {
  // Lines are only counted where the file was read from its start; they stay what they are through
  // later rewrites, bytes do not.
  return newLines !== null && startOffset === 0 ? line > newLines : offset >= newBytes;
}

export function isSameProcess(a: HoldingProcess, b: HoldingProcess): boolean {
  return (
    a.pid === b.pid && (a.startedMs === null || b.startedMs === null || a.startedMs === b.startedMs)
  );
}

/** Of something that tells more of the process. */
export function asHoldingProcess({ pid, startedMs, entrypoint }: HoldingProcess): HoldingProcess {
  return { pid, startedMs, entrypoint };
}
