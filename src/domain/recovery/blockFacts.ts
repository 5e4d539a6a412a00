import type { Found } from '../accounting/contextWindow';
import type { UsageCredits } from '../accounting/walls';
import type { Pin } from './pin';

/**
 * What is known of a session that was refused for want of usage credits, gathered before any advice
 * is given.
 */
export interface BlockFacts {
  /**
   * The session outgrew 200K, or the account or a pinned model is the cause and its size is not.
   */
  readonly problem: 'grown' | 'entitlement';
  readonly tokens: number | null;
  /** Of the last reply. */
  readonly model: string | null;
  /** The same as it was asked for. */
  readonly requestedModel: string | null;
  /** Whether a process holds the session open. */
  readonly openness: 'open' | 'uncertain' | 'closed';
  /** Of the running process, else of the newest entry; `null` when neither tells. */
  readonly sessionVersion: string | null;
  /** Of the `claude` that would be started; `null` when there is none. */
  readonly programVersion: string | null;
  readonly autoCompactEnabled: boolean;
  readonly disable1m: Found<boolean> | null;
  readonly usageCredits: UsageCredits;
  readonly pins: readonly Pin[];
}
