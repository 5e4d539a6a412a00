import type { Task } from './taskList';

/**
 * What a handoff tells, before it is cut to its budget and put into words. All texts are from the
 * transcript, so hostile.
 */
export interface HandoffFacts {
  readonly session: SessionFactsTold;
  /** What was typed: the first prompt, and the newest ones. In file order. */
  readonly prompts: readonly Said[];
  /** Beginnings of what was typed in between. In file order. */
  readonly asked: readonly Said[];
  /**
   * What a person said against what Claude did, or while it worked: words with a refused call, a
   * prompt after an interruption or in between. In file order.
   */
  readonly corrections: readonly Said[];
  /** The last words of the newest turns, in file order. */
  readonly conclusions: readonly Said[];
  readonly summary: Said | null;
  readonly tasks: readonly Task[];
  /** What the person chose from before the last compaction: its summary does not have it. */
  readonly restated: readonly Said[];
  /** Accepted plans, oldest first. */
  readonly plans: readonly Said[];
  readonly answers: readonly Answer[];
  /** Last touched last. */
  readonly files: readonly TouchedFile[];
  /** Test and build commands with their last result, the most telling first. */
  readonly checks: readonly CheckRun[];
  /** Calls that failed and did not succeed later, newest last. */
  readonly errors: readonly FailedCall[];
  /** The API error that the session ends with. */
  readonly blocked: string | null;
}

interface SessionFactsTold {
  readonly sessionId: string | null;
  readonly title: string | null;
  readonly cwd: string | null;
  /** That was checked out at the end; `null` where none was, or nothing tells. */
  readonly branch: string | null;
  readonly model: string | null;
  readonly turns: number;
  readonly compactions: number;
  readonly endedMs: number | null;
}

/** Something that was said, with the turn it was said in (from 1; 0 before the first prompt). */
export interface Said {
  readonly text: string;
  readonly turn: number;
}

export interface Answer {
  readonly question: string;
  readonly answer: string;
}

export interface TouchedFile {
  readonly path: string;
  readonly reads: number;
  readonly edits: number;
  /** Written before it was ever read: Claude Code demands a read before it overwrites. */
  readonly isCreated: boolean;
  readonly lastChangeMs: number | null;
}

export interface CheckRun {
  readonly command: string;
  readonly runs: number;
  /**
   * `unknown`: there is no result; `notTold`: other commands of the same line may have made it.
   */
  readonly outcome: 'failed' | 'ended' | 'notTold' | 'unknown';
  /** Empty where what was printed last is of another command. */
  readonly output: string;
  readonly atMs: number | null;
}

export interface FailedCall {
  readonly toolName: string;
  readonly subject: string;
  readonly text: string;
  readonly turn: number;
}
