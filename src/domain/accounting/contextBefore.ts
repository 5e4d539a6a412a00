import type { ConversationEntry } from '../transcript/entry';
import { firstAtOrAfter } from '../transcript/inFileOrder';
import type { Transcript } from '../transcript/transcript';

/**
 * What the context held at a place, by the newest reply before it, in tokens; `null` where there is
 * none since the context began.
 *
 * @param entries of a conversation, in file order.
 * @param end offset of the first byte behind the place.
 */
export function contextBefore(
  transcript: Transcript,
  entries: readonly ConversationEntry[],
  end: number,
): number | null {
  for (let at = firstAtOrAfter(entries, end) - 1; at >= 0; at--) {
    const entry = entries[at]!;
    if (entry.kind === 'system' && entry.compaction !== null) return null;
    const response = entry.kind === 'assistant' ? transcript.responseOf(entry) : null;
    if (response !== null) return response.contextTokens + response.outputTokens;
  }
  return null;
}
