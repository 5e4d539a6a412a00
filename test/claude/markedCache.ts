import { createHash } from 'node:crypto';
import { promptOf, promptTokens } from './requestTokens';
import type { MessagesRequest, TokenRules } from './requestTokens';

interface Block {
  /** Of all up to here. */
  hash: string;
  tokens: number;
  isMarked: boolean;
}

/**
 * The cache as the API's documentation describes it: a request leaves its beginnings up to each of
 * its marks, and finds one of an earlier request at a mark of its own or so many blocks in front.
 */
export class MarkedCache {
  private readonly kept = new Set<string>();

  /** @returns so many tokens of the request are read; what it marks is kept from now on. */
  serve(request: MessagesRequest, lookBackBlocks: number, rules: TokenRules): number {
    const blocks = blocksOf(request, rules);
    let read = 0;
    blocks.forEach(({ isMarked }, mark) => {
      if (!isMarked) return;
      for (const { hash, tokens } of blocks.slice(Math.max(0, mark - lookBackBlocks), mark + 1))
        if (this.kept.has(hash)) read = Math.max(read, tokens);
    });
    for (const { hash, isMarked } of blocks) if (isMarked) this.kept.add(hash);
    return read;
  }
}

function blocksOf({ tools, system, messages }: MessagesRequest, rules: TokenRules): Block[] {
  const all = [
    ...listOf(tools).map((block) => ({ role: 'tools', block })),
    ...listOf(system).map((block) => ({ role: 'system', block })),
    ...messages.flatMap(({ role, content }) => listOf(content).map((block) => ({ role, block }))),
  ];
  let hash = '';
  let tokens = 0;
  return all.map(({ role, block }) => {
    const prompt = promptOf({ model: '', messages: [{ role, content: [block] as never }] });
    hash = createHash('sha256').update(hash).update(prompt.text).digest('hex');
    tokens += promptTokens(prompt, rules) - promptTokens(EMPTY, rules);
    return { hash, tokens, isMarked: isMarked(block) };
  });
}

const EMPTY = promptOf({ model: '', messages: [{ role: '', content: [] }] });

function listOf(value: unknown): unknown[] {
  return value === undefined ? [] : Array.isArray(value) ? value : [value];
}

function isMarked(block: unknown): boolean {
  return typeof block === 'object' && block !== null && 'cache_control' in block;
}
