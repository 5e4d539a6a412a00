import type { ConversationEntry } from '../transcript/entry';
import type { Response } from '../transcript/response';
import type { Transcript } from '../transcript/transcript';
import type { TokensOf } from './contextUsage';
import { stripsThinkingAtPrompt } from '../models/modelFamily';
import { tokenizerOf } from './tokenizerOf';

/** A reply, in the order of the conversation, and what came into the context in front of it. */
export interface ReplyStep {
  readonly response: Response;
  /** What its own counter says that it was sent. */
  readonly contextTokens: number;
  readonly outputTokens: number;
  readonly added: readonly ConversationEntry[];
  /** Estimated: what came into the context since the reply before it, that one's output left out. */
  readonly addedTokens: number;
  /** By how much more than any estimate the step may be off: thinking that is dropped, say. */
  readonly uncertainTokens: number;
}

/** @param entries of the active chain: each response in them once. */
export function replySteps(
  transcript: Transcript,
  entries: readonly ConversationEntry[],
  tokensOf: TokensOf,
): ReplyStep[] {
  const steps: ReplyStep[] = [];
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
    const sum = (counted: readonly ConversationEntry[]): number => {
      const generation = tokenizerOf(transcript, response.model);
      return counted.flatMap((each) => tokensOf(each, generation)).reduce((a, b) => a + b, 0);
    };
    const former = steps.at(-1)?.response.model;
    const isOtherModel = former !== undefined && former !== response.model;
    const dropsThinking = stripsThinkingAtPrompt(response.model) && added.some(isPrompt);
    const { contextTokens } = response;
    const outputTokens = response.isFinal
      ? response.outputTokens
      : Math.max(response.outputTokens, sum(response.entries));
    steps.push({
      response,
      contextTokens,
      outputTokens,
      added,
      addedTokens: sum(added),
      // Another model counts otherwise, and is not sent the thinking of the one before.
      uncertainTokens: isOtherModel ? contextTokens : dropsThinking ? turnTokens : 0,
    });
    turnTokens = (added.some(isPrompt) ? 0 : turnTokens) + outputTokens;
    added = [];
  }
  return steps;
}

function isSent(entry: ConversationEntry): boolean {
  return entry.kind !== 'assistant' || !entry.isSynthetic;
}

function isPrompt(entry: ConversationEntry): boolean {
  return entry.kind === 'user' && entry.prompt !== null;
}
