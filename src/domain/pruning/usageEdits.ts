import type { ReportedReply } from '../accounting/rewriteHistory';
import type { ConversationEntry } from '../transcript/transcript';
import { fitOf } from './fittedTokens';
import type { RecordEdit } from './lineEdit';
import type { PruneSource } from './prunePlan';

interface Freed {
  /** Where the record stood that it was pruned from. */
  readonly offset: number;
  readonly tokens: number;
}

/**
 * What Claude Code goes by after a prune. It believes the counters of its last reply, or right
 * after a compaction the size that the boundary states, and would compact for nothing if they
 * stayed (measured, 2.1.329). What was pruned behind that reply is in no counter.
 */
export function usageEdits(
  { usage, chain, items }: Pick<PruneSource, 'usage' | 'chain' | 'items'>,
  freed: readonly Freed[],
): { readonly entry: ConversationEntry; readonly edit: RecordEdit }[] {
  const { response } = usage;
  const fit = fitOf(items, usage.tokens);
  if (response !== null) {
    const own = new Set(response.entries.map(({ offset }) => offset));
    // By the order of the conversation: a line may have come into the file late.
    const first = chain.entries.findIndex(({ offset }) => own.has(offset));
    const held = new Set(chain.entries.slice(0, first).map(({ offset }) => offset));
    const tokens = sumOf(freed.filter(({ offset }) => held.has(offset) || own.has(offset)));
    const left = Math.max(1, Math.round(response.contextTokens - tokens * fit));
    return tokens === 0
      ? []
      : response.entries.map((entry) => ({ entry, edit: { kind: 'usage', contextTokens: left } }));
  }
  const { boundary } = chain;
  const postTokens = boundary?.compaction?.postTokens ?? null;
  if (boundary === null || postTokens === null) return [];
  // The stated size leaves out what was attached again after the compaction.
  const tokens = sumOf(freed.filter(({ offset }) => offset < boundary.offset));
  return tokens === 0
    ? []
    : [
        {
          entry: boundary,
          edit: { kind: 'postTokens', tokens: Math.max(1, Math.round(postTokens - tokens * fit)) },
        },
      ];
}

/** The replies whose counters {@link usageEdits} lowers, if it does, with what they say now. */
export function loweredReplies({
  usage: { response },
}: Pick<PruneSource, 'usage'>): ReportedReply[] {
  const uuid = response?.entries[0]?.uuid ?? null;
  return response === null || uuid === null
    ? []
    : [{ uuid, contextTokens: response.contextTokens }];
}

function sumOf(freed: readonly Freed[]): number {
  return freed.reduce((sum, { tokens }) => sum + tokens, 0);
}
