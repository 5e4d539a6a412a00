import type { TokensOf } from '../../../../src/core/accounting/contextUsage';
import type { ContentBlock } from '../../../../src/core/transcript/entry';

/** What a call counts here, whatever it says. */
export const CALL_TOKENS = 50;

/**
 * Sizes that a test can do sums with: a text counts its bytes, thinking its signature, a result
 * what is in it, a call 50.
 */
export const plainSizes: TokensOf = (entry) => entry.blocks.map(sizeOf);

function sizeOf(block: ContentBlock): number {
  switch (block.kind) {
    case 'text':
      return block.textBytes;
    case 'thinking':
      return block.signatureLength;
    case 'toolUse':
      return CALL_TOKENS;
    case 'toolResult':
      return block.parts.reduce((tokens, part) => tokens + sizeOf(part), 0);
    default:
      return 0;
  }
}

/** So many bytes of text. */
export const text = (bytes: number): string => 'x'.repeat(bytes);
