import type { ContentBlock, ConversationEntry } from '../transcript/entry';
import type { Transcript } from '../transcript/transcript';
import type { TokensOf } from './contextUsage';
import { tokenizerOf } from './tokenizerOf';

/** What came into the context, named by what the transcript calls it: hostile. */
export interface AddedItem {
  readonly kind: ContentBlock['kind'] | 'attachment';
  readonly name: string | null;
  readonly subject: string | null;
  /** Estimated. */
  readonly tokens: number;
}

const ADDED_SHOWN = 3;

/**
 * The largest blocks of these entries, the largest first.
 *
 * @param model that counts them.
 */
export function largestAdded(
  entries: readonly ConversationEntry[],
  model: string | null,
  { transcript, tokensOf }: { readonly transcript: Transcript; readonly tokensOf: TokensOf },
  shown = ADDED_SHOWN,
): readonly AddedItem[] {
  const generation = tokenizerOf(transcript, model);
  const items: AddedItem[] = [];
  for (const entry of entries) {
    if (entry.kind === 'assistant' && entry.isSynthetic) continue;
    const tokens = tokensOf(entry, generation);
    entry.blocks.forEach((block, index) => {
      const call =
        block.kind === 'toolUse'
          ? block
          : block.kind === 'toolResult'
            ? transcript.callOf(block.toolUseId)
            : undefined;
      const attached = entry.kind === 'attachment' ? entry : null;
      items.push({
        kind: attached === null ? block.kind : 'attachment',
        name: call?.toolName ?? attached?.attachmentType ?? null,
        subject: call?.subject ?? attached?.path ?? null,
        tokens: tokens[index] ?? 0,
      });
    });
  }
  return items.sort((a, b) => b.tokens - a.tokens).slice(0, shown);
}
