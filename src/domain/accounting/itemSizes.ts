import type { AssistantEntry, ContentBlock, ConversationEntry } from '../transcript/entry';
import type { Transcript } from '../transcript/transcript';
import type { TokensOf } from './contextUsage';
import { idOfBlock, type ItemFacts } from './factsOfBlock';
import { blockTokens } from './itemTokens';
import type { TokenizerGeneration } from '../models/modelFamily';

/** What was thought in one response: by estimate, and in truth where the response is finished. */
interface Thinking {
  readonly blocks: number;
  readonly estimatedTokens: number;
  /** `null` while only the estimate is known. */
  readonly tokens: number | null;
}

interface SizedSource {
  readonly transcript: Transcript;
  readonly tokensOf: TokensOf;
  /** What prunes took out, with what each freed. */
  readonly pruned?: ReadonlyMap<string, number | null>;
  /** The same, where nothing is to be told to be pruned. */
  readonly freed?: ReadonlyMap<string, number | null>;
}

/** Tokens of items, from those of the blocks that they are or are parts of. */
export class ItemSizes {
  private readonly transcript: Transcript;
  private readonly freed: ReadonlyMap<string, number | null> | undefined;
  private readonly blockTokensOf: TokensOf;
  private readonly generation: TokenizerGeneration;
  private last: {
    readonly entry: ConversationEntry;
    readonly tokens: readonly number[];
  } | null = null;
  private readonly thinking = new Map<AssistantEntry, Thinking>();

  constructor(
    { transcript, tokensOf, pruned, freed = pruned }: SizedSource,
    generation: TokenizerGeneration,
  ) {
    this.transcript = transcript;
    this.freed = freed;
    this.blockTokensOf = tokensOf;
    this.generation = generation;
  }

  tokensOf(entry: ConversationEntry, { kind, block, content, hasWrapper }: ItemFacts): number {
    const tokens = this.tokensOfBlocks(entry);
    if (entry.kind === 'attachment') return tokens.reduce((sum, each) => sum + each, 0);
    const own = tokens[block] ?? 0;
    if (kind === 'thinking' && entry.kind === 'assistant')
      return content.length === 0 ? 0 : this.thinkingTokens(entry, own);
    const whole = entry.blocks[block];
    if (whole?.kind !== 'toolResult') return own;
    if (!hasWrapper) return this.mediaTokens(content);
    const parts = new Set(content);
    return Math.max(0, own - this.mediaTokens(whole.parts.filter((part) => !parts.has(part))));
  }

  /** One entry may hold ten thousand items, which are asked for one after the other. */
  private tokensOfBlocks(entry: ConversationEntry): readonly number[] {
    if (this.last?.entry !== entry)
      this.last = { entry, tokens: this.blockTokensOf(entry, this.generation) };
    return this.last.tokens;
  }

  private mediaTokens(parts: readonly ContentBlock[]): number {
    return parts.reduce(
      (sum, part) =>
        sum +
        (part.kind === 'image' || part.kind === 'document'
          ? blockTokens(part, 'text', this.generation, null)
          : 0),
      0,
    );
  }

  /**
   * Thinking mostly is not in the file, but the whole output of a finished response is known: what
   * was neither said nor called was thought.
   */
  private thinkingTokens(entry: AssistantEntry, estimatedTokens: number): number {
    const { blocks, estimatedTokens: together, tokens } = this.thinkingOf(entry);
    if (tokens === null) return estimatedTokens;
    return Math.round(together === 0 ? tokens / blocks : (tokens * estimatedTokens) / together);
  }

  /**
   * What was taken out of a response that its output still counts; `null` where something was, and
   * nobody knows how much.
   */
  private prunedTokens(lines: readonly AssistantEntry[]): number | null {
    let tokens = 0;
    for (const line of lines) {
      const isEmptied = line.blocks.length === 0;
      for (const [index, block] of (isEmptied ? [null] : line.blocks).entries()) {
        if (block !== null && (block.kind !== 'toolUse' || block.isShortened !== true)) continue;
        const freed = this.freed?.get(idOfBlock(line, index, null)) ?? null;
        if (freed === null) return null;
        tokens += freed;
      }
    }
    return tokens;
  }

  private thinkingOf(entry: AssistantEntry): Thinking {
    const lines = this.transcript.linesOfResponse(entry);
    const known = this.thinking.get(lines[0]!);
    if (known !== undefined) return known;
    let [blocks, estimatedTokens, spokenTokens] = [0, 0, 0];
    for (const line of lines) {
      const tokens = this.blockTokensOf(line, this.generation);
      for (const [index, block] of line.blocks.entries()) {
        if (block.kind !== 'thinking') spokenTokens += tokens[index] ?? 0;
        else {
          blocks++;
          estimatedTokens += tokens[index] ?? 0;
        }
      }
    }
    const response = this.transcript.responseOf(entry);
    const prunedTokens = this.prunedTokens(lines);
    const found: Thinking = {
      blocks,
      estimatedTokens,
      tokens:
        response?.isFinal === true && prunedTokens !== null
          ? Math.max(0, response.outputTokens - spokenTokens - prunedTokens)
          : null,
    };
    this.thinking.set(lines[0]!, found);
    return found;
  }
}
