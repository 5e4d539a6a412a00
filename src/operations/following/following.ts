import type { Snapshot } from '../../domain/accounting/snapshot';
import type { ActiveSession } from './activeSession';
import type { Subagent } from './subagent';
import type { Situation } from './surveySessions';

/**
 * What a window shows: the active session, and the other open ones of its workspace. Plain: it
 * crosses threads.
 */
export interface Following {
  readonly situation: Situation;
  readonly active: FollowedSession | null;
  readonly others: readonly FollowedSession[];
  /** Sessions that are looked at by name, and are none of these. */
  readonly lookedAt: readonly FollowedSession[];
  /** So many more sessions of the workspace nobody has open. */
  readonly ended: number;
}

export interface FollowedSession {
  readonly snapshot: Snapshot;
  readonly reason: ActiveSession['reason'];
  /** Whether a process holds it open: proven, likely, or not. */
  readonly openness: 'open' | 'uncertain' | 'closed';
  /** What its process is about, in Claude Code's word: `idle`, `busy`, `waiting`. */
  readonly status: string | null;
  /** A person has it in a terminal: no `claude -p`, no panel, nothing in the background. */
  readonly isInTerminal: boolean;
  /** Left for a fresh one: archived, and nobody went on in it since. */
  readonly isLeft: boolean;
  /** It belongs to no folder of the workspace, and is shown all the same. */
  readonly isElsewhere: boolean;
  /** The git worktree that it runs in; `null` in a folder of the workspace itself. */
  readonly worktree: string | null;
  /** Last written first. */
  readonly subagents: readonly Subagent[];
  /** So many more are there, older than these. */
  readonly olderSubagents: number;
}
