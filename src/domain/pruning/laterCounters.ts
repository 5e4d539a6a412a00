import { itemTokens } from '../accounting/itemTokens';
import { stripsThinkingAtPrompt, tokenizerGeneration } from '../accounting/modelFamily';
import type { ConversationEntry, Response } from '../transcript/transcript';
import type { EditedRecord, LineEdits } from './lineEdit';
import type { PruneSource } from './prunePlan';
import { madeWithout, type FreedContext, type LaterReply } from './takenUp';

/** A prune that is to be taken back. */
export interface PruneToUndo {
  /** `null` where nothing told the size of the context. */
  readonly beforeTokens: number | null;
  readonly afterTokens: number | null;
  /** How many lines the session file had; what stands behind them came later. */
  readonly lines: number;
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
  { beforeTokens, afterTokens, lines }: PruneToUndo,
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
  const freed: FreedContext = { beforeTokens, afterTokens };
  const replies = repliesIn(
    { transcript },
    chain.entries.filter(({ line }) => line > lines),
  );
  const without = madeWithout(
    freed,
    replies.map(({ reply }) => reply),
  );
  const records = replies.flatMap(({ response }, index): EditedRecord[] => {
    const contextTokens = response.contextTokens + (beforeTokens - afterTokens);
    return without[index] !== true
      ? []
      : response.entries.map(({ offset, uuid }) => ({
          offset,
          uuid,
          edits: [{ kind: 'usage', contextTokens }],
        }));
  });
  return { records: records.sort((a, b) => a.offset - b.offset), prunedCalls: [] };
}

interface Reply {
  readonly response: Response;
  readonly reply: LaterReply;
}

/** Each response once, with what came into the context in front of it. */
function repliesIn(
  { transcript }: Pick<PruneSource, 'transcript'>,
  entries: readonly ConversationEntry[],
): Reply[] {
  const replies: Reply[] = [];
  const seen = new Set<Response>();
  let added: ConversationEntry[] = [];
  let turnTokens = 0;
  for (const entry of entries) {
    const response = entry.kind === 'assistant' ? transcript.responseOf(entry) : null;
    if (response === null) {
      if (isSent(entry)) added.push(entry);
      continue;
    }
    if (seen.has(response)) continue;
    seen.add(response);
    const generation = tokenizerGeneration(response.model);
    const former = replies.at(-1)?.response.model;
    const isOtherModel = former !== undefined && former !== response.model;
    const dropsThinking = stripsThinkingAtPrompt(response.model) && added.some(isPrompt);
    const { contextTokens } = response;
    const outputTokens = response.isFinal
      ? response.outputTokens
      : Math.max(response.outputTokens, sumOf(response.entries, generation));
    replies.push({
      response,
      reply: {
        contextTokens,
        outputTokens,
        addedTokens: sumOf(added, generation),
        // Another model counts otherwise, and is not sent the thinking of the one before.
        uncertainTokens: isOtherModel ? contextTokens : dropsThinking ? turnTokens : 0,
      },
    });
    turnTokens = (added.some(isPrompt) ? 0 : turnTokens) + outputTokens;
    added = [];
  }
  return replies;
}

function sumOf(
  entries: readonly ConversationEntry[],
  generation: ReturnType<typeof tokenizerGeneration>,
): number {
  return entries.reduce(
    (sum, entry) =>
      sum + itemTokens(entry, generation, null).reduce((total, tokens) => total + tokens, 0),
    0,
  );
}

function isSent(entry: ConversationEntry): boolean {
  return entry.kind !== 'assistant' || !entry.isSynthetic;
}

function isPrompt(entry: ConversationEntry): boolean {
  return entry.kind === 'user' && entry.prompt !== null;
}
