import type { TokenizerGeneration } from '../../src/domain/models/modelFamily';
import { apiTokens } from '../fixtures/apiTokens';
import type { MessagesRequest } from './requestTokens';

/** A tool, a part of the system prompt, or a content block, as a request or a reply holds it. */
export type RequestBlock = Readonly<Record<string, unknown>>;

/** How many tokens a block is, its wrapping included. */
export type BlockTokens = (block: RequestBlock) => number;

/** What the format adds here: other numbers than those of the product. */
const PER_TEXT = 7;
const PER_RESULT = 15;
const PER_CALL = 36;
const PER_PARAMETER = 17;

/**
 * A rule of the mock’s own: another vocabulary than the product’s, another wrapping, and a whole
 * number for each block, so that what one counts is known to the token. A block counts the same in
 * a reply and in the requests that follow.
 */
export function ruleOfBlocks(generation: TokenizerGeneration): BlockTokens {
  const known = new Map<string, number>();
  const count = (text: string): number => apiTokens(text, generation);
  const tokensOf = (block: RequestBlock): number => {
    switch (block['type']) {
      case 'text':
        return count(textOf(block)) + PER_TEXT;
      case 'thinking':
        return count(String(block['thinking']));
      case 'tool_use': {
        const parameters = Object.entries(block['input'] as object);
        return count(parameters.flat().join('\n')) + PER_CALL + PER_PARAMETER * parameters.length;
      }
      case 'tool_result':
        return count(textOf(block)) + PER_RESULT;
      default:
        return count(JSON.stringify(block));
    }
  };
  return (block) => {
    const key = withoutMark(block);
    const tokens = known.get(key) ?? Math.round(tokensOf(JSON.parse(key) as RequestBlock));
    known.set(key, tokens);
    return tokens;
  };
}

/** All that the model reads, in its order. */
export function blocksOf(request: MessagesRequest): RequestBlock[] {
  return [...blocksInFront(request), ...blocksOfMessages(request)];
}

/** Tools and system prompt. */
export function blocksInFront({ tools, system }: MessagesRequest): RequestBlock[] {
  return [tools, system].flatMap((part) => contentBlocks(part ?? []));
}

export function blocksOfMessages({ messages }: MessagesRequest): RequestBlock[] {
  return messages.flatMap(({ content }) => contentBlocks(content));
}

export function sumOf(blocks: readonly RequestBlock[], tokensOf: BlockTokens): number {
  return blocks.reduce((tokens, block) => tokens + tokensOf(block), 0);
}

function contentBlocks(content: unknown): RequestBlock[] {
  return typeof content === 'string'
    ? [{ type: 'text', text: content }]
    : (content as RequestBlock[]);
}

function textOf({ text, content }: RequestBlock): string {
  return text === undefined
    ? contentBlocks(content)
        .map((part) => String(part['text']))
        .join('\n')
    : (text as string);
}

/** The marks of the cache move from request to request. */
function withoutMark(block: RequestBlock): string {
  return JSON.stringify(block, (key, value: unknown) =>
    key === 'cache_control' ? undefined : value,
  );
}
