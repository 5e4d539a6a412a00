import { itemTokens } from '../accounting/itemTokens';
import { replySteps } from '../accounting/replySteps';
import type { ReportedReply } from '../accounting/rewriteHistory';
import { madeWithout } from '../accounting/takenUp';
import type { EditedRecord, LineEdits } from './lineEdit';
import type { PruneSource } from './prunePlan';

/** A prune that is to be taken back. */
export interface PruneToUndo {
  /** `null` where nothing told the size of the context. */
  readonly beforeTokens: number | null;
  readonly afterTokens: number | null;
  /** How many lines the session file had; what stands behind them came later. */
  readonly lines: number;
  /** How much of it comes back; all, where it is not given. */
  readonly backTokens?: number;
  /** By how much records were raised already, by their uuid, when some of it came back before. */
  readonly raisedSince?: ReadonlyMap<string, number>;
}

const NOTHING: LineEdits = { records: [], prunedCalls: [] };

/**
 * What an undo changes on the counters of replies that came after the prune. Claude Code believes
 * them: one that was made without the content, as its own counter shows, is raised by what comes
 * back; every other stays to the byte. Replies from before get their own counters back with their
 * records, and are not among these.
 */
export function laterCounters(
  { transcript, chain }: Pick<PruneSource, 'transcript' | 'chain'>,
  { beforeTokens, afterTokens, lines, backTokens, raisedSince }: PruneToUndo,
): LineEdits {
  // A compaction that came after has dropped the content from the context.
  const boundaryLine = chain.boundary?.line ?? 0;
  if (beforeTokens === null || afterTokens === null || boundaryLine > lines) return NOTHING;
  const last = transcript.conversation.findLast(
    (entry) =>
      entry.line <= lines &&
      entry.line > boundaryLine &&
      entry.kind === 'assistant' &&
      transcript.responseOf(entry) !== null,
  );
  // Somebody went back to an earlier turn: the prune's sizes are those of another conversation.
  if (last !== undefined && !chain.entries.includes(last)) return NOTHING;
  const replies = replySteps(
    transcript,
    chain.entries.filter(({ line }) => line > lines),
    (entry, generation) => itemTokens(entry, generation, null),
  );
  const without = madeWithout(
    { beforeTokens, afterTokens },
    replies.map((reply) => {
      const raised = raisedSince?.get(reply.response.entries[0]?.uuid ?? '') ?? 0;
      return { ...reply, contextTokens: reply.contextTokens - raised };
    }),
  );
  const raisedTokens = backTokens ?? beforeTokens - afterTokens;
  const records = replies.flatMap(({ response }, index): EditedRecord[] => {
    const contextTokens = response.contextTokens + raisedTokens;
    return without[index] !== true || raisedTokens === 0
      ? []
      : response.entries.map(({ offset, uuid }) => ({
          offset,
          uuid,
          edits: [{ kind: 'usage', contextTokens }],
        }));
  });
  return { records: records.sort((a, b) => a.offset - b.offset), prunedCalls: [] };
}

/** What the replies say now whose counters {@link laterCounters} changes. */
export function raisedReplies(
  { transcript }: Pick<PruneSource, 'transcript'>,
  { records }: LineEdits,
): ReportedReply[] {
  const raised = new Set(records.map(({ offset }) => offset));
  return transcript.conversation.flatMap((entry) => {
    if (entry.kind !== 'assistant' || !raised.has(entry.offset)) return [];
    const response = transcript.responseOf(entry);
    const { uuid } = entry;
    return response?.entries[0] !== entry || uuid === null
      ? []
      : [{ uuid, contextTokens: response.contextTokens }];
  });
}
