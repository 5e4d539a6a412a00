import type { ConversationEntry } from './entry';
import type { GrowingResponse } from './response';

/** Smaller ones are mostly what the message format adds. */
const LEAST_TOKENS = 500;
/** So many of each model count, the newest. */
const KEPT = 15;

/**
 * How many bytes of text a model counts as a token: told by each tool result that stood alone
 * between two replies of one model, whose counters tell its size. Added up as lines come, because
 * it is asked for with each of them.
 */
export class LoneResults {
  private readonly ofModel = new Map<string, number[]>();
  private former: Pick<GrowingResponse, 'told'> | null = null;
  /** Of the text of what came since; `NaN` where that is not one result of text alone. */
  private bytes = 0;

  /** What the model is sent besides its own words. */
  addContent({ kind, blocks }: ConversationEntry): void {
    if (blocks.length === 0) return;
    const [block, ...more] = blocks;
    const isAlone = kind === 'user' && this.bytes === 0 && more.length === 0;
    this.bytes =
      isAlone && block?.kind === 'toolResult' && block.parts.every(({ kind }) => kind === 'text')
        ? block.parts.reduce((sum, part) => sum + (part.kind === 'text' ? part.textBytes : 0), 0)
        : NaN;
  }

  /** A reply, as its first counters come. */
  addReply(reply: Pick<GrowingResponse, 'told'>): void {
    const [before, now] = [this.former?.told, reply.told];
    if (before?.isFinal === true && now?.model === before.model) {
      const tokens = now.contextTokens - before.contextTokens - before.outputTokens;
      const found = this.ofModel.get(now.model) ?? [];
      if (tokens >= LEAST_TOKENS && this.bytes > 0)
        this.ofModel.set(now.model, [...found, this.bytes / tokens].slice(-KEPT));
    }
    this.former = reply;
    this.bytes = 0;
  }

  /** The median; `null` as long as there are fewer than so many. */
  bytesPerToken(model: string, least: number): number | null {
    const found = this.ofModel.get(model) ?? [];
    return found.length < least ? null : [...found].sort((a, b) => a - b)[found.length >> 1]!;
  }
}
