import { canonicalModel } from '../models/modelFamily';
import type { ActiveChain } from '../transcript/activeChain';
import type { AssistantEntry, ConversationEntry } from '../transcript/entry';

/**
 * Finds the entries of which the thinking may be left out of later requests. The API documents that
 * for turns that have ended; within a turn thinking goes back with the results of the calls that it
 * led to, so a turn counts as ended where a reply without a call was followed by a prompt. Thinking
 * must stand alone in its entry, as Claude Code writes it, and its reply must hold something else:
 * a reply of nothing is none. What another model thought is not sent anyway (measured, 2.1.329).
 *
 * @param model of the newest response.
 */
export function finishedThinking(
  { entries }: ActiveChain,
  model: string | null,
): ReadonlySet<ConversationEntry> {
  const found = new Set<ConversationEntry>();
  if (model === null) return found;
  const replies = repliesOf(entries);
  let [isPrompted, hasEnded] = [false, false];
  for (const entry of entries.toReversed()) {
    if (!isReply(entry)) {
      isPrompted ||= entry.kind === 'user' && entry.prompt !== null;
      continue;
    }
    const reply = replies.get(entry.messageId ?? '');
    if (reply === undefined) continue;
    hasEnded ||= isPrompted && !reply.calls;
    const isThinking = entry.blocks.length === 1 && entry.blocks[0]!.kind === 'thinking';
    if (hasEnded && isThinking && (reply.calls || reply.speaks) && isOfModel(entry, model))
      found.add(entry);
  }
  return found;
}

/** What a reply holds besides thinking. */
interface Reply {
  calls: boolean;
  speaks: boolean;
}

/** By their ids. */
function repliesOf(entries: readonly ConversationEntry[]): ReadonlyMap<string, Reply> {
  const replies = new Map<string, Reply>();
  for (const entry of entries) {
    if (!isReply(entry) || entry.messageId === null) continue;
    const reply = replies.get(entry.messageId) ?? { calls: false, speaks: false };
    replies.set(entry.messageId, reply);
    for (const block of entry.blocks) {
      reply.calls ||= block.kind === 'toolUse';
      reply.speaks ||= block.kind === 'text' && block.textBytes > 0;
    }
  }
  return replies;
}

function isReply(entry: ConversationEntry): entry is AssistantEntry {
  return entry.kind === 'assistant' && !entry.isSynthetic;
}

function isOfModel({ model }: AssistantEntry, newest: string): boolean {
  return model !== null && canonicalModel(model) === canonicalModel(newest);
}
