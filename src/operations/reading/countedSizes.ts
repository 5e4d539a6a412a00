import type { ContextUsage, TokensOf } from '../../domain/accounting/contextUsage';
import { itemTokens } from '../../domain/accounting/itemTokens';
import type { TokenizerGeneration } from '../../domain/models/modelFamily';
import type { TokenCount } from '../../domain/accounting/tokenCount';
import type { Log } from '../../log';
import { markWork } from '../../io/sessionFile/workMark';
import { readExtents } from '../../io/sessionFile/readLines';
import { parseLine } from '../../domain/transcript/parseEntry';
import type { ConversationEntry } from '../../domain/transcript/entry';

export interface CountedSizesOptions {
  readonly path: string;
  readonly log: Log;
  /**
   * Loads the counter on first need; `null`, or one that cannot be loaded, leaves every estimate at
   * what the bytes tell.
   */
  readonly loadTokenCount: (() => Promise<TokenCount>) | null;
}

/** Entries whose texts are held at a time. */
const READ_AT_ONCE = 8;
/**
 * Counting between two turns of the event loop. One entry is never split: a text of 500 KB takes up
 * to 150 ms.
 */
const SLICE_MS = 6;

/**
 * The counted sizes of one file's entries; by bytes, as long as nobody asked for more. Entries are
 * known by where they stand.
 */
export class CountedSizes {
  private readonly options: CountedSizesOptions;
  private counted: Record<TokenizerGeneration, Map<number, readonly number[]>> = {
    old: new Map(),
    new: new Map(),
  };
  private isUnavailable = false;

  constructor(options: CountedSizesOptions) {
    this.options = options;
  }

  readonly tokensOf: TokensOf = (entry, generation) =>
    this.counted[generation].get(entry.offset) ?? itemTokens(entry, generation, null);

  /** Whether nothing could be said more exactly: it was counted, or has no content. */
  isCounted(entry: ConversationEntry, generation: TokenizerGeneration): boolean {
    return entry.blocks.length === 0 || this.counted[generation].has(entry.offset);
  }

  /** Of the entries that a number rests on, those that only bytes have sized so far. */
  uncounted({ estimated, generation }: ContextUsage): readonly ConversationEntry[] {
    return estimated.filter((entry) => !this.isCounted(entry, generation));
  }

  /** False where the counter is missing: sizes stay estimated by bytes. */
  get canCount(): boolean {
    return this.options.loadTokenCount !== null && !this.isUnavailable;
  }

  /** For a file that was replaced: what stands where is no longer known. */
  forget(): void {
    this.counted = { old: new Map(), new: new Map() };
  }

  /** Counts what a number rests on. Never throws. */
  countUsage(usage: ContextUsage, isOver?: () => boolean): ReturnType<CountedSizes['count']> {
    return this.count(this.uncounted(usage), usage.generation, isOver);
  }

  /**
   * Counts what is not counted yet, in slices. Never throws.
   *
   * @param isOver asked between slices: nothing is counted thereafter.
   */
  async count(
    entries: readonly ConversationEntry[],
    generation: TokenizerGeneration,
    isOver: () => boolean = () => false,
  ): Promise<'counted' | 'cannotCount' | 'over'> {
    const count = await this.load();
    if (count === null) return isOver() ? 'over' : 'cannotCount';
    let sliceEnd = performance.now() + SLICE_MS;
    for (let at = 0; at < entries.length; at += READ_AT_ONCE) {
      if (isOver()) return 'over';
      const some = entries
        .slice(at, at + READ_AT_ONCE)
        .filter((entry) => !this.isCounted(entry, generation));
      const found = await readExtents(this.options.path, some);
      for (const [index, entry] of some.entries()) {
        if (isOver()) return 'over';
        this.countEntry(entry, found[index] ?? null, generation, count);
        if (performance.now() < sliceEnd) continue;
        await new Promise(setImmediate);
        markWork(this.options.path);
        sliceEnd = performance.now() + SLICE_MS;
      }
    }
    return isOver() ? 'over' : 'counted';
  }

  private countEntry(
    entry: ConversationEntry,
    bytes: Buffer | null,
    generation: TokenizerGeneration,
    count: TokenCount,
  ): void {
    const again =
      bytes === null
        ? undefined
        : parseLine(bytes, entry.line, entry.offset, entry.bytes, 'texts', 'all').entries[0];
    if (again === undefined || again.kind === 'metadata' || again.uuid !== entry.uuid) return;
    this.counted[generation].set(entry.offset, itemTokens(again, generation, count));
  }

  private async load(): Promise<TokenCount | null> {
    if (this.options.loadTokenCount === null || this.isUnavailable) return null;
    try {
      return await this.options.loadTokenCount();
    } catch (error) {
      this.isUnavailable = true;
      this.options.log.error(
        `Sizes stay estimated by bytes: ${error instanceof Error ? error.message : String(error)}`,
      );
      return null;
    }
  }
}
