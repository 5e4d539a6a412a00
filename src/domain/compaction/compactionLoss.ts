import type { Breakdown } from '../accounting/breakdown';
import type { LastCompaction } from '../accounting/lastCompaction';
import type { LostGroup } from './lostThings';

/**
 * What a compaction took, at the moment at which it was looked at. Plain: it crosses threads. All
 * texts are from the transcript, so hostile.
 */
export interface CompactionLoss {
  readonly path: string;
  readonly sessionId: string | null;
  readonly title: string | null;
  readonly cwd: string | null;
  readonly model: string | null;
  readonly compaction: LastCompaction;
  /** After which it was made; 0 where no prompt came before. */
  readonly turn: number;
  /** The one before it; `null` where there was none, or nothing tells its size. */
  readonly earlier: { readonly turn: number; readonly tokens: number } | null;
  readonly before: Breakdown & { readonly isExact: boolean };
  /** With all that came since. */
  readonly now: Breakdown & { readonly isExact: boolean };
  readonly prompts: LostGroup;
  readonly decisions: LostGroup;
  readonly files: LostGroup;
  readonly rules: LostGroup;
  readonly rest: LostRest;
  /** At most 200,000 characters. */
  readonly summary: string;
  /** Where the session can be taken up again as it was before; see `cutPoints`. */
  readonly cutId: string | null;
}

/** What went and is in no group. */
export interface LostRest {
  readonly results: number;
  readonly resultTokens: number;
  readonly thinkingTokens: number;
  /** Of what Claude said. */
  readonly replyTokens: number;
  readonly images: number;
}
