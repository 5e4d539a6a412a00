import type { ActiveChain } from '../transcript/activeChain';
import type { Transcript } from '../transcript/transcript';
import type { ContextUsage, TokensOf } from './contextUsage';
import { tokenizerGeneration } from './modelFamily';

/** What a reply was sent, as it reported it: a prune has lowered the counter in the file since. */
export interface ReportedReply {
  /** Of its first line. */
  readonly uuid: string;
  readonly contextTokens: number;
}

/** A prune as its backup tells of it. */
export interface BackedUpPrune {
  readonly dateMs: number;
  /** Size of the pruned file at first: what stands behind came later. */
  readonly newBytes: number;
  readonly beforeTokens: number | null;
  /** As predicted. */
  readonly afterTokens: number | null;
  /** Of this prune, and of those in front of it that stand as well. */
  readonly reported: readonly ReportedReply[];
}

/** The last prune of a session, as long as it says something about the context. */
export interface LastPrune {
  readonly dateMs: number;
  readonly beforeTokens: number;
  readonly predictedTokens: number;
  /**
   * What a reply has told since: the context without what was added after the prune. `null` before
   * there is one.
   */
  readonly measured: { readonly tokens: number; readonly savedTokens: number } | null;
}

/**
 * A prune lowers the counters of replies that were sent more: they are estimates then, until a
 * reply comes that was sent what stands there now.
 */
export function isUsageOfPrune(
  { response }: Pick<ContextUsage, 'response'>,
  record: BackedUpPrune | null,
): boolean {
  return record !== null && response !== null && response.entries[0]!.offset < record.newBytes;
}

/** @returns `null` where a compaction has come since, which leaves nothing to measure. */
export function lastPrune(
  transcript: Transcript,
  { entries, boundary }: ActiveChain,
  tokensOf: TokensOf,
  record: BackedUpPrune | null,
): LastPrune | null {
  if (
    record?.beforeTokens == null ||
    record.afterTokens === null ||
    (boundary?.offset ?? -1) >= record.newBytes
  )
    return null;
  const { dateMs, newBytes, beforeTokens, afterTokens } = record;
  const later = entries.filter(({ offset }) => offset >= newBytes);
  const first = later.findIndex(
    (entry) => entry.kind === 'assistant' && transcript.responseOf(entry) !== null,
  );
  const reply = later[first];
  const response = reply?.kind === 'assistant' ? transcript.responseOf(reply) : null;
  if (response === null)
    return { dateMs, beforeTokens, predictedTokens: afterTokens, measured: null };
  const generation = tokenizerGeneration(response.model);
  const sent = later
    .slice(0, first)
    .filter((entry) => entry.kind !== 'assistant' || !entry.isSynthetic);
  const addedTokens = sent.reduce(
    (sum, entry) => sum + tokensOf(entry, generation).reduce((total, tokens) => total + tokens, 0),
    0,
  );
  const tokens = Math.max(0, Math.round(response.contextTokens - addedTokens));
  return {
    dateMs,
    beforeTokens,
    predictedTokens: afterTokens,
    measured: { tokens, savedTokens: beforeTokens - tokens },
  };
}
