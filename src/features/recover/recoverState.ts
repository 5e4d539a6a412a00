import type { Snapshot } from '../../domain/accounting/snapshot';
import type { RecoveryStep } from '../../domain/recovery/advice';
import type { BlockFacts } from '../../domain/recovery/blockFacts';

export type StepKind = RecoveryStep['kind'];

/** What came of a step. */
export type StepResult =
  | { readonly kind: 'waiting' }
  /** Nothing was seen in the session file within the time. */
  | { readonly kind: 'vain'; readonly atMs: number; readonly seconds: number }
  | { readonly kind: 'done'; readonly atMs: number };

/** All that the page is drawn from. */
export interface RecoverState {
  readonly facts: BlockFacts;
  readonly snapshot: Snapshot;
  /**
   * When the refusal came that the page was opened for; `null` for a session that was never
   * refused.
   */
  readonly blockedSinceMs: number | null;
  /** Evidence that the block is over. */
  readonly unblocked: Unblocked | null;
  /** Of the running process, in its own words: `idle`, `busy`; `null` when none runs. */
  readonly holder: {
    readonly version: string | null;
    readonly status: string | null;
    readonly entrypoint: string | null;
    readonly isInTerminal: boolean;
  } | null;
  readonly results: ReadonlyMap<StepKind, StepResult>;
  readonly homeDirectory: string;
  /** Nothing may be started here, so nobody knows what is there to start. */
  readonly isRestricted: boolean;
  readonly compactModel: string;
}

/**
 * `replied`: a reply came. `smaller`: the session is small enough now, and the next reply will show
 * it.
 */
export interface Unblocked {
  readonly how: 'replied' | 'smaller';
  readonly atMs: number;
  readonly tokens: number | null;
}
