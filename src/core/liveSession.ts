import { itemTokens } from './accounting/itemTokens';
import { contextUsage, type ContextUsage, type TokensOf } from './accounting/contextUsage';
import { tokenizerGeneration, type TokenizerGeneration } from './accounting/modelFamily';
import { takeSnapshot, type Snapshot, type SnapshotSettings } from './accounting/snapshot';
import type { TokenCount } from './accounting/tokenCount';
import { firstReading } from './firstReading';
import type { Log } from './log';
import { readExtents } from './sessionFile/readLines';
import { SessionTail, type TailState } from './sessionFile/sessionTail';
import { activeChain } from './transcript/activeChain';
import { parseLine } from './transcript/parseEntry';
import { Transcript, type ConversationEntry } from './transcript/transcript';

export interface LiveSessionOptions {
  readonly path: string;
  readonly log: Log;
  readonly settings: () => SnapshotSettings;
  /** Loads the counter on first need; `null`, or one that cannot be loaded, leaves every estimate at what the bytes tell. */
  readonly loadTokenCount: (() => Promise<TokenCount>) | null;
  /** Called with each new value, the first one within milliseconds. */
  readonly onDidChange: (snapshot: Snapshot) => void;
}

/** Entries counted between two turns of the event loop. */
const COUNTED_AT_ONCE = 8;

/**
 * The way up: the tail of one session file, its transcript, and a snapshot whenever it changed. Runs wherever its owner runs; in the
 * extension that is the worker.
 */
export class LiveSession {
  private transcript = new Transcript();
  /** What was told last: while a file is read, the transcript holds only a part of it. */
  private told: Transcript | null = null;
  /** Counted tokens by where the entry stands, per tokenizer generation. */
  private counted = new Map<string, readonly number[]>();
  private readonly tail: SessionTail;
  private readonly options: LiveSessionOptions;
  private readonly ended = new AbortController();
  private hasBegun = false;
  private isUnreadable = false;
  private cannotCount = false;
  private logged = 0;

  constructor(options: LiveSessionOptions) {
    this.options = options;
    this.tail = new SessionTail(options.path, {
      onDidReset: () => this.forget(),
      onDidReadLine: ({ bytes, offset, length }, line) => this.transcript.add(parseLine(bytes, line, offset, length)),
    });
  }

  get path(): string {
    return this.options.path;
  }

  /** Reads what is new and tells it: first with sizes estimated by bytes, then counted. Never throws. */
  async refresh(): Promise<TailState> {
    if (!this.hasBegun) {
      this.hasBegun = true;
      const end = await firstReading(this.path);
      if (end !== null && this.told === null) this.publish(end);
    }
    const state = await this.tail.read(this.ended.signal);
    if (this.ended.signal.aborted) return state;
    this.logProblems(state);
    if (state === 'missing') return state;
    await this.countEstimated(this.publish(this.transcript));
    return state;
  }

  /** Reads a file that nobody appends to, its torn last line included, and tells it. Never throws. */
  async readWhole(): Promise<TailState> {
    this.hasBegun = true;
    const state = await this.tail.read(this.ended.signal);
    this.tail.flush();
    this.logProblems(state);
    await this.countEstimated(this.publish(this.transcript));
    return state;
  }

  /** Tells it again, for settings that changed. */
  republish(): void {
    if (this.told !== null) this.publish(this.told);
  }

  dispose(): void {
    this.ended.abort();
  }

  private forget(): void {
    this.transcript = new Transcript();
    this.counted = new Map();
    this.logged = 0;
    this.options.log.info('The session file was replaced or cut; reading it again from the start.');
  }

  private publish(transcript: Transcript): ContextUsage {
    this.told = transcript;
    const chain = activeChain(transcript);
    const usage = contextUsage(transcript, chain, this.tokensOf);
    if (!this.ended.signal.aborted) this.options.onDidChange(takeSnapshot({ path: this.path, transcript, chain, usage, tokensOf: this.tokensOf, settings: this.options.settings() }));
    return usage;
  }

  private readonly tokensOf: TokensOf = (entry, generation) => this.counted.get(keyOf(entry, generation)) ?? itemTokens(entry, generation, null);

  /** Counts the entries that the number rests on and that only bytes have sized so far, and tells it anew. */
  private async countEstimated({ estimated, model }: ContextUsage): Promise<void> {
    const generation = tokenizerGeneration(model ?? '');
    const uncounted = estimated.filter((entry) => entry.blocks.length > 0 && !this.counted.has(keyOf(entry, generation)));
    if (uncounted.length === 0) return;
    const { transcript } = this;
    const count = await this.loadTokenCount();
    if (count === null) return;
    for (let at = 0; at < uncounted.length; at += COUNTED_AT_ONCE) {
      if (this.ended.signal.aborted || this.transcript !== transcript) return;
      await this.countEntries(uncounted.slice(at, at + COUNTED_AT_ONCE), generation, count);
      await new Promise(setImmediate);
    }
    if (this.transcript === transcript) this.publish(transcript);
  }

  private async loadTokenCount(): Promise<TokenCount | null> {
    if (this.options.loadTokenCount === null || this.cannotCount) return null;
    try {
      return await this.options.loadTokenCount();
    } catch (error) {
      this.cannotCount = true;
      this.options.log.error(`Sizes stay estimated by bytes: ${error instanceof Error ? error.message : String(error)}`);
      return null;
    }
  }

  private async countEntries(entries: readonly ConversationEntry[], generation: TokenizerGeneration, count: TokenCount): Promise<void> {
    const found = await readExtents(this.path, entries);
    for (const [index, entry] of entries.entries()) {
      const bytes = found[index] ?? null;
      const again = bytes === null ? undefined : parseLine(bytes, entry.line, entry.offset, entry.bytes, 'texts').entries[0];
      if (again === undefined || again.kind === 'metadata' || again.uuid !== entry.uuid) continue;
      this.counted.set(keyOf(entry, generation), itemTokens(again, generation, count));
    }
  }

  private logProblems(state: TailState): void {
    if (state === 'unreadable' && !this.isUnreadable) this.options.log.warn(`Cannot read ${this.path}.`);
    this.isUnreadable = state === 'unreadable';
    const { malformed } = this.transcript;
    for (const line of malformed.slice(this.logged, this.logged + 20)) this.options.log.warn(`Line ${String(line.line)} (${String(line.bytes)} bytes) was skipped: ${line.reason}.`);
    this.logged = malformed.length;
  }
}

function keyOf(entry: ConversationEntry, generation: TokenizerGeneration): string {
  return `${generation}:${String(entry.offset)}`;
}
