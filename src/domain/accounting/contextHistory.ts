import type { Transcript } from '../transcript/transcript';
import { canonicalModel, stripsThinkingAtPrompt } from '../models/modelFamily';
import type { Turns } from './turns';

/** One step of the context over the session. */
export interface ContextStep {
  readonly turn: number;
  /**
   * Line of the session file, from 1: the first of the response. What came in with a step has its
   * `Item.cameInLine` after the line of the step before, and up to this one.
   */
  readonly line: number;
  readonly timestampMs: number | null;
  /** Context after it: what was sent and what was answered. */
  readonly tokens: number;
  /** No response has told its size yet. */
  readonly isEstimate: boolean;
  readonly event: 'response' | 'compaction' | 'prune' | 'modelChange';
  readonly model: string | null;
}

/** More than any chart has room for. */
const STEPS_SHOWN = 1000;
/**
 * A smaller drop is no prune: estimates of what the API caches waver, and a file may have been
 * edited by hand.
 */
const PRUNED_SHARE = 0.03;

/**
 * The context over the session: a step for each response, a compaction or a change of model where
 * there was one. A prune shows as a drop without a compaction, behind content that was replaced.
 *
 * @param currentTokens the context now, for a compaction or a prune that no response has followed
 * yet.
 * @param reported what replies said before a prune lowered their counters, by the uuid of their
 * first line: the context was as large as that.
 */
export function contextHistory(
  transcript: Transcript,
  turns: Turns,
  currentTokens: number | null,
  reported: ReadonlyMap<string, number> = new Map(),
): readonly ContextStep[] {
  const steps: ContextStep[] = [];
  const firstPlaceholder = transcript.firstPlaceholder ?? Infinity;
  const seen = new Set<string>();
  let compacted: { readonly turn: number; readonly timestampMs: number | null } | null = null;
  let model: string | null = null;
  let tokens = 0;
  let newestId: string | null = null;
  const compact = (tokensAfter: number, line: number, isEstimate: boolean): void => {
    if (compacted !== null)
      steps.push({
        ...compacted,
        line,
        tokens: tokensAfter,
        isEstimate,
        event: 'compaction',
        model,
      });
    compacted = null;
  };
  for (const entry of transcript.conversation) {
    const { timestampMs } = entry;
    if (entry.kind === 'system' && entry.compaction !== null)
      compacted = { turn: turns.at(entry.offset), timestampMs };
    if (entry.kind !== 'assistant') continue;
    const { messageId } = entry;
    // Most replies have several lines, one behind the other.
    if (messageId !== null && (messageId === newestId || seen.has(messageId))) continue;
    const response = transcript.responseOf(entry);
    if (response === null) continue;
    newestId = messageId;
    if (messageId !== null) seen.add(messageId);
    const wasCompacted = compacted !== null;
    const sent = reported.get(response.entries[0]?.uuid ?? '') ?? response.contextTokens;
    // Summary, what was attached again and the prompt: all that this response was sent.
    compact(sent, entry.line - 1, false);
    const after = sent + response.outputTokens;
    const isOtherModel =
      model !== null &&
      model !== response.model &&
      canonicalModel(model) !== canonicalModel(response.model);
    const isPrune =
      entry.offset > firstPlaceholder &&
      !wasCompacted &&
      !isOtherModel &&
      isFall(tokens, after) &&
      !stripsThinkingAtPrompt(response.model);
    model = response.model;
    tokens = after;
    steps.push({
      turn: turns.at(entry.offset),
      line: entry.line,
      timestampMs,
      tokens: after,
      isEstimate: false,
      event: isOtherModel ? 'modelChange' : isPrune ? 'prune' : 'response',
      model,
    });
  }
  const isCompacted = compacted !== null;
  const newestLine = transcript.conversation.at(-1)?.line ?? 0;
  compact(currentTokens ?? 0, newestLine, true);
  const isPruned =
    firstPlaceholder < Infinity &&
    !isCompacted &&
    currentTokens !== null &&
    isFall(tokens, currentTokens);
  if (isPruned)
    steps.push({
      ...{ turn: turns.newest, line: newestLine, timestampMs: null },
      ...{ tokens: currentTokens, isEstimate: true, event: 'prune', model },
    });
  return thinnedOut(steps);
}

function isFall(before: number, after: number): boolean {
  return after < before * (1 - PRUNED_SHARE);
}

/**
 * Every event stays; of the plain steps as many as there is room for, evenly, the newest included.
 * Counted from the first one: a step that was kept stays when another one comes.
 */
function thinnedOut(steps: readonly ContextStep[]): readonly ContextStep[] {
  if (steps.length <= STEPS_SHOWN) return steps;
  const every = Math.ceil(steps.length / STEPS_SHOWN);
  return steps.filter(
    ({ event }, index) => event !== 'response' || index % every === 0 || index === steps.length - 1,
  );
}
