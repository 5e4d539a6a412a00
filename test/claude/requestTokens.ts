import { blocksOf, sumOf } from './blockTokens';
import type { BlockTokens } from './blockTokens';
import type { ReplyBlock } from './mockReply';

/** The part of a Messages API request that the mock looks at. */
export interface MessagesRequest {
  model: string;
  stream?: boolean;
  system?: unknown;
  tools?: unknown;
  messages: { role: string; content: string | { type: string; text?: string }[] }[];
  output_config?: { format?: unknown };
}

export interface TokenRules {
  /**
   * How many bytes of JSON make a token. Smaller numbers let a small session grow large quickly.
   */
  bytesPerToken: number;
  /** What one image or document costs, whatever its size. */
  mediaTokens: number;
  /** Counts each block of a prompt and of a reply apart, in place of the bytes of them all. */
  blockTokens: BlockTokens | null;
}

/** A request as the mock's tokenizer sees it. */
export interface Prompt {
  text: string;
  mediaCount: number;
}

/**
 * System, tools and messages as one text; media are taken out, and the cache marks, which move from
 * request to request.
 */
export function promptOf(request: MessagesRequest): Prompt {
  let mediaCount = 0;
  const text = JSON.stringify(
    [request.tools, request.system, request.messages],
    (key, value: unknown) => {
      if (key === 'cache_control') return undefined;
      if (!isBase64Source(value)) return value;
      mediaCount++;
      return '';
    },
  );
  return { text, mediaCount };
}

/** The counted size of a request, by whichever rule is in force. */
export function requestTokens(request: MessagesRequest, rules: TokenRules): number {
  const { blockTokens } = rules;
  return blockTokens === null
    ? promptTokens(promptOf(request), rules)
    : sumOf(blocksOf(request), blockTokens);
}

/** The counted size of what the model says. */
export function replyTokens(content: readonly ReplyBlock[], rules: TokenRules): number {
  const { blockTokens } = rules;
  return blockTokens === null
    ? textTokens(JSON.stringify(content), rules)
    : sumOf(content, blockTokens);
}

export function promptTokens(prompt: Prompt, rules: TokenRules): number {
  return textTokens(prompt.text, rules) + prompt.mediaCount * rules.mediaTokens;
}

function textTokens(text: string, rules: TokenRules): number {
  return Math.ceil(Buffer.byteLength(text) / rules.bytesPerToken);
}

/**
 * Tokens that the prompt begins with and one of the earlier ones began with too: what a prompt
 * cache would serve.
 */
export function cachedTokens(
  prompt: Prompt,
  earlier: readonly Prompt[],
  rules: TokenRules,
): number {
  const longest = Math.max(
    0,
    ...earlier.map((other) => commonPrefixLength(prompt.text, other.text)),
  );
  return Math.floor(Buffer.byteLength(prompt.text.slice(0, longest)) / rules.bytesPerToken);
}

function commonPrefixLength(a: string, b: string): number {
  const end = Math.min(a.length, b.length);
  let at = 0;
  while (at < end && a.charCodeAt(at) === b.charCodeAt(at)) at++;
  return at;
}

function isBase64Source(value: unknown): boolean {
  return (
    typeof value === 'object' &&
    value !== null &&
    'type' in value &&
    value.type === 'base64' &&
    'data' in value
  );
}
