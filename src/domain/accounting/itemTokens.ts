import type {
  ConversationEntry,
  MediaBlock,
  OtherBlock,
  TextBlock,
  ThinkingBlock,
  ToolUseBlock,
} from '../transcript/entry';
import { imageTokens } from './imageTokens';
import type { TokenizerGeneration } from '../models/modelFamily';
import { TEXT_SCALE } from './textScale';
import type { TokenCount } from './tokenCount';

/**
 * What the message format adds, in tokens, and what a block counts whose text was not read;
 * regressions over the same steps as {@link TEXT_SCALE}. `perCall` and `perParameter` are those of
 * a call, which names each parameter; `bytesPerToken` goes by the text alone.
 */
const FORMAT = {
  old: {
    perItem: 12,
    perCall: 45,
    perParameter: 10,
    bytesPerToken: 3.15,
    signature: 0.21,
    signatureLess: 75,
  },
  new: {
    perItem: 10,
    perCall: 43,
    perParameter: 14,
    bytesPerToken: 2.27,
    signature: 0.275,
    signatureLess: 93,
  },
} as const;
/** Of a call that was not read. */
const USUAL_PARAMETERS = 2;
/** Of an answer. */
const PER_ANSWER = 2;
const DOCUMENT_TOKENS = 2000;
/**
 * A tool reference stands for a tool's schema, which is not in the file: the middle of 14 in real
 * sessions, 780–2,490 tokens (new), and of what an older tokenizer makes of that.
 */
const TOOL_REFERENCE_TOKENS = { old: 900, new: 1270 } as const;

/**
 * Estimated tokens of each block of an entry.
 *
 * @param count counts texts; blocks parsed without their texts are estimated by bytes (p90 error
 * about 25 %, against 7 %).
 */
export function itemTokens(
  entry: ConversationEntry,
  generation: TokenizerGeneration,
  count: TokenCount | null,
): number[] {
  const role = entry.kind === 'assistant' ? 'assistant' : 'text';
  return entry.blocks.map((block) => blockTokens(block, role, generation, count));
}

/** Of a content block, what tells its size. */
export type SizedBlock =
  | Pick<TextBlock, 'kind' | 'textBytes' | 'text'>
  | Pick<ToolUseBlock, 'kind' | 'textBytes' | 'text' | 'parameters'>
  | Pick<ThinkingBlock, 'kind' | 'signatureLength'>
  | { readonly kind: 'toolResult'; readonly parts: readonly SizedBlock[] }
  | (Pick<MediaBlock, 'kind'> & Partial<Pick<MediaBlock, 'size'>>)
  | OtherBlock;

/**
 * Estimated tokens of one block.
 * @param role whose words they are: the format adds less to a model's own.
 */
export function blockTokens(
  block: SizedBlock,
  role: 'assistant' | 'text',
  generation: TokenizerGeneration,
  count: TokenCount | null,
): number {
  const format = FORMAT[generation];
  const textTokens = (text: { readonly textBytes: number; readonly text?: string }): number =>
    text.textBytes === 0
      ? 0
      : text.text !== undefined && count !== null
        ? count(text.text, TEXT_SCALE[generation])
        : text.textBytes / format.bytesPerToken;
  switch (block.kind) {
    case 'text':
      return block.textBytes === 0
        ? 0
        : Math.round(textTokens(block) + (role === 'text' ? format.perItem : PER_ANSWER));
    case 'toolUse': {
      const parameters = block.parameters ?? USUAL_PARAMETERS;
      return Math.round(textTokens(block) + format.perCall + parameters * format.perParameter);
    }
    case 'thinking':
      return Math.max(
        0,
        Math.round(format.signature * block.signatureLength - format.signatureLess),
      );
    case 'toolResult': {
      let [inTexts, inOthers] = [0, 0];
      for (const part of block.parts) {
        if (part.kind === 'text') inTexts += textTokens(part);
        else inOthers += blockTokens(part, 'text', generation, count);
      }
      return Math.round(inTexts + format.perItem) + inOthers;
    }
    case 'image':
      return imageTokens(block.size ?? null, generation);
    case 'document':
      return DOCUMENT_TOKENS;
    case 'other':
      return block.type === 'tool_reference'
        ? TOOL_REFERENCE_TOKENS[generation]
        : Math.round(block.textBytes / format.bytesPerToken);
  }
}
