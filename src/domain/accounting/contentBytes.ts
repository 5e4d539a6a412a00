import type { ContentBlock, ConversationEntry, MediaBlock } from '../transcript/entry';

/** Bytes of the largest thing that an entry holds, or more. */
export function largestContent(entry: ConversationEntry): number {
  let most = 0;
  if (entry.kind === 'attachment') for (const block of entry.blocks) most += contentBytesOf(block);
  else for (const block of entry.blocks) most = Math.max(most, contentBytesOf(block));
  return most;
}

export function isMediaBlock(block: ContentBlock): block is MediaBlock {
  return block.kind === 'image' || block.kind === 'document';
}

/** Of a block, as it stands in the session file. */
export function contentBytesOf(block: ContentBlock): number {
  switch (block.kind) {
    case 'image':
    case 'document':
      return block.base64Bytes;
    case 'toolResult':
      return block.parts.reduce((bytes, part) => bytes + contentBytesOf(part), 0);
    case 'thinking':
      return block.textBytes + block.signatureLength;
    default:
      return block.textBytes;
  }
}
