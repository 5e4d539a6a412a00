import type { ReportedReply } from '../accounting/rewriteHistory';
import type { ConversationEntry } from '../transcript/entry';
import type { RecordEdit } from './lineEdit';
import type { PruneSource } from './prunePlan';

interface Freed {
  /** Where the record stood that it was pruned from. */
  readonly offset: number;
  /** By which the context became smaller. */
  readonly tokens: number;
}

/**
 * What Claude Code goes by after a prune. It believes the counters of its last reply, or right
 * after a compaction the size that the boundary states, and would compact for nothing if they
 * stayed (measured, 2.1.329). What was pruned behind that reply is in no counter.
 */
export function usageEdits(
  source: Pick<PruneSource, 'usage' | 'chain'>,
  freed: readonly Freed[],
): { readonly entry: ConversationEntry; readonly edit: RecordEdit }[] {
  const isCounted = countedIn(source);
  const tokens = freed.reduce((sum, each) => sum + (isCounted(each.offset) ? each.tokens : 0), 0);
  if (tokens === 0) return [];
  const { response } = source.usage;
  if (response !== null) {
    const contextTokens = Math.max(1, Math.round(response.contextTokens - tokens));
    return response.entries.map((entry) => ({ entry, edit: { kind: 'usage', contextTokens } }));
  }
  const { boundary } = source.chain;
  const postTokens = boundary?.compaction?.postTokens ?? null;
  return boundary === null || postTokens === null
    ? []
    : [
        {
          entry: boundary,
          edit: { kind: 'postTokens', tokens: Math.max(1, Math.round(postTokens - tokens)) },
        },
      ];
}

/** Whether what stands at an offset is part of what the counters tell. */
export function countedIn({
  usage: { response },
  chain,
}: Pick<PruneSource, 'usage' | 'chain'>): (offset: number) => boolean {
  if (response !== null) {
    const own = new Set(response.entries.map(({ offset }) => offset));
    // By the order of the conversation: a line may have come into the file late.
    const first = chain.entries.findIndex(({ offset }) => own.has(offset));
    const held = new Set(chain.entries.slice(0, first).map(({ offset }) => offset));
    return (offset) => held.has(offset) || own.has(offset);
  }
  // The stated size leaves out what was attached again after the compaction.
  const { boundary } = chain;
  return (offset) => boundary !== null && offset < boundary.offset;
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
