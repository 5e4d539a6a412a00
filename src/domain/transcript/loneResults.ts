import type { ContentBlock, ConversationEntry } from './entry';
import type { Response } from './response';

/** Smaller ones are mostly what the message format adds. */
const LEAST_TOKENS = 500;
/** So many of each model count, the newest. */
const KEPT = 15;

/** A reply, as far as its lines have told. */
type CountedReply = Pick<Response, 'contextTokens' | 'outputTokens' | 'isFinal'> & {
  readonly model: string | null;
};

/**
 * How many bytes of text a model counts as a token: told by each tool result that stood alone
 * between two replies of one model, whose counters tell its size. Added up as lines come, because
 * it is asked for with each of them.
 */
export class LoneResults {
  private readonly ofModel = new Map<string, NewestRatios>();
  private former: CountedReply | null = null;
  /** Of the text of what came since; `NaN` where that is not one result of text alone. */
  private bytes = 0;

  /** What the model is sent besides its own words. */
  addContent({ kind, blocks }: ConversationEntry): void {
    if (blocks.length === 0) return;
    const isAlone = kind === 'user' && this.bytes === 0 && blocks.length === 1;
    this.bytes = isAlone ? textBytesOf(blocks[0]!) : NaN;
  }

  /** @param reply as its first counters come; its others are read when the next one is added. */
  addReply(reply: CountedReply): void {
    if (this.bytes > 0 && this.former !== null) this.compare(this.former, reply);
    this.former = reply;
    this.bytes = 0;
  }

  /** The median; `null` as long as there are fewer than so many. */
  bytesPerToken(model: string, least: number): number | null {
    const found = this.ofModel.get(model);
    return found === undefined || found.count < least ? null : found.median;
  }

  private compare(before: CountedReply, { model, contextTokens }: CountedReply): void {
    if (!before.isFinal || model === null || model !== before.model) return;
    const tokens = contextTokens - before.contextTokens - before.outputTokens;
    if (tokens < LEAST_TOKENS) return;
    let found = this.ofModel.get(model);
    if (found === undefined) this.ofModel.set(model, (found = new NewestRatios()));
    found.add(this.bytes / tokens);
  }
}

class NewestRatios {
  private readonly ratios: number[] = [];
  private known: number | null = null;

  get count(): number {
    return this.ratios.length;
  }

  get median(): number {
    return (this.known ??= this.ratios.toSorted((a, b) => a - b)[this.count >> 1]!);
  }

  add(ratio: number): void {
    this.ratios.push(ratio);
    if (this.count > KEPT) this.ratios.shift();
    this.known = null;
  }
}

/** `NaN` of what is not a result of text alone. */
function textBytesOf(block: ContentBlock): number {
  if (block.kind !== 'toolResult') return NaN;
  let bytes = 0;
  for (const part of block.parts) bytes += part.kind === 'text' ? part.textBytes : NaN;
  return bytes;
}
