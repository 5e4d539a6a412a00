import type { AssistantEntry, ContentBlock } from '../transcript/entry';
import type { Transcript } from '../transcript/transcript';
import { calledWith } from './calledWith';
import type { ItemName } from './item';

/**
 * Tells what each reply went on with after it thought: the next text or call of the same reply;
 * `null` while nothing of that has come. Each reply is gone through once. Where the thinking was
 * pruned, its entry stands for it.
 */
export function followedBy(
  transcript: Transcript,
): (entry: AssistantEntry, thinking: ContentBlock | AssistantEntry) => ItemName | null {
  const known = new Map<ContentBlock | AssistantEntry, ItemName | null>();
  return (entry, thinking) => {
    if (!known.has(thinking)) {
      let next: ItemName | null = null;
      for (const line of [...transcript.linesOfResponse(entry)].reverse()) {
        known.set(line, next);
        for (const block of [...line.blocks].reverse())
          if (block.kind === 'thinking') known.set(block, next);
          else next = nameOfBlock(transcript, block) ?? next;
      }
    }
    return known.get(thinking) ?? null;
  };
}

function nameOfBlock(transcript: Transcript, block: ContentBlock): ItemName | null {
  if (block.kind === 'toolUse') return { kind: 'toolCall', ...calledWith(transcript, block) };
  return block.kind === 'text' && block.textBytes > 0
    ? {
        kind: 'assistantText',
        toolName: null,
        subject: block.beginning,
        detail: null,
        path: null,
      }
    : null;
}
