import { contextUsage, type ContextUsage } from '../../domain/accounting/contextUsage';
import { rewritesTakenUp } from '../../domain/accounting/heldContent';
import type { HoldingProcess, RewriteHistory } from '../../domain/accounting/rewriteHistory';
import {
  takeSnapshot,
  type Snapshot,
  type SnapshotCosts,
  type SnapshotSettings,
} from '../../domain/accounting/snapshot';
import type { ActiveChain } from '../../domain/transcript/activeChain';
import type { RewritesTakenUp } from '../../domain/caching/cacheRewrites';
import type { Transcript } from '../../domain/transcript/transcript';
import type { ToldFigures } from '../../domain/accounting/toldFigures';
import type { CountedSizes } from './countedSizes';

/**
 * A session as it is told at one moment, and what that rests on. The transcript may go on growing;
 * the rest stays as it was.
 */
export interface Reading {
  readonly transcript: Transcript;
  readonly chain: ActiveChain;
  readonly usage: ContextUsage;
  readonly snapshot: Snapshot;
  /** What prunes took out of it and a backup has, with what each item freed. */
  readonly pruned: ReadonlyMap<string, number | null>;
  /** When each of these was pruned. */
  readonly prunedMs: ReadonlyMap<string, number>;
  /** What replies said whose counters were changed since, by the uuid of their first line. */
  readonly reported: ReadonlyMap<string, number>;
  /** Which replies were the first with what Leeway left in the file. */
  readonly takenUp: RewritesTakenUp;
}

export interface ReadingSource {
  readonly path: string;
  readonly transcript: Transcript;
  readonly chain: ActiveChain;
  readonly sizes: CountedSizes;
  /** Nothing will be counted any more: the estimates are as good as they get. */
  readonly isSettled: boolean;
  readonly history: RewriteHistory;
  readonly holders: readonly HoldingProcess[];
  readonly settings: SnapshotSettings;
  /** By the process that has the session open. */
  readonly told?: ToldFigures | null;
  /** Those of a moment ago, where they need not be found anew. */
  readonly costs?: SnapshotCosts | null;
}

export function takeReading({ sizes, isSettled, ...source }: ReadingSource): Reading {
  const { transcript, chain } = source;
  const { tokensOf } = sizes;
  const usage = contextUsage(transcript, chain, tokensOf);
  const isCounted = isSettled || !sizes.canCount || sizes.uncounted(usage).length === 0;
  const snapshot = takeSnapshot({ ...source, usage, tokensOf, isCounted });
  const pruned = new Map(
    source.history.pruned.map(({ id, freedTokens }) => [id, freedTokens] as const),
  );
  const prunedMs = new Map(source.history.pruned.map(({ id, prunedMs: ms }) => [id, ms] as const));
  const reported = new Map(
    source.history.reported.map(({ uuid, contextTokens }) => [uuid, contextTokens] as const),
  );
  const takenUp = rewritesTakenUp({ ...source, usage, tokensOf });
  return { transcript, chain, usage, snapshot, pruned, prunedMs, reported, takenUp };
}
