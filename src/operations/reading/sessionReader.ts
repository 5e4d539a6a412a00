import { contextUsage, type ContextUsage } from '../../domain/accounting/contextUsage';
import { placeOf } from '../../domain/accounting/itemId';
import type { BackedUpPrune } from '../../domain/accounting/lastPrune';
import { tokenizerGeneration } from '../../domain/accounting/modelFamily';
import {
  takeSnapshot,
  type Snapshot,
  type SnapshotSettings,
} from '../../domain/accounting/snapshot';
import { CountedSizes, type CountedSizesOptions } from './countedSizes';
import { firstReading } from './firstReading';
import { readItemContent, type ItemContent } from './itemContent';
import { stackOf, type Log } from '../../log';
import { markWork } from '../../io/sessionFile/workMark';
import { SessionTail, type TailState } from '../../io/sessionFile/sessionTail';
import { activeChain, type ActiveChain } from '../../domain/transcript/activeChain';
import { parseLine } from '../../domain/transcript/parseEntry';
import { Transcript } from '../../domain/transcript/transcript';

export interface SessionReaderOptions extends CountedSizesOptions {
  readonly path: string;
  readonly log: Log;
  readonly settings: () => SnapshotSettings;
  /**
   * Whether the session was pruned: then its newest counters may be ours. Asked when the file is
   * first read, and when it was replaced.
   */
  readonly readBackedUpPrune?: () => Promise<BackedUpPrune | null>;
  /** Called with each new value, the first one within milliseconds. */
  readonly onDidChange: (snapshot: Snapshot) => void;
}

/**
 * A session as it was told last, and what that rests on. The transcript goes on growing; the rest
 * stays as it was.
 */
export interface Reading {
  readonly transcript: Transcript;
  readonly chain: ActiveChain;
  readonly snapshot: Snapshot;
}

/**
 * The way up: the tail of one session file, its transcript, and a snapshot whenever it changed.
 * Runs wherever its owner runs; in the extension that is the worker.
 */
export class SessionReader {
  readonly sizes: CountedSizes;
  /** How the last read to the end of the file went; `null` before it. */
  state: TailState | null = null;
  private transcript = new Transcript();
  /** While a file is read, the transcript holds only a part of it. */
  private told: Reading | null = null;
  private readonly observers = new Set<() => void>();
  private readonly tail: SessionTail;
  private readonly options: SessionReaderOptions;
  private readonly ended = new AbortController();
  private hasBegun = false;
  private pruneRecord: BackedUpPrune | null = null;
  private mayBePruned = true;
  private isUnreadable = false;
  private logged = 0;

  constructor(options: SessionReaderOptions) {
    this.options = options;
    this.sizes = new CountedSizes(options);
    this.tail = new SessionTail(options.path, {
      onDidReset: () => this.forget(),
      onDidReadLine: ({ bytes, offset, length }, line) =>
        this.transcript.add(parseLine(bytes, line, offset, length)),
      onDidFail: (line, number, error) => {
        this.transcript.skip(line, number);
        options.log.error(`Line ${String(number)} failed: ${stackOf(error)}`);
      },
    });
  }

  get path(): string {
    return this.options.path;
  }

  /**
   * What was told last; `null` before the whole file was read, and once it was replaced until the
   * new one was.
   */
  get reading(): Reading | null {
    return this.told?.transcript === this.transcript && this.told.snapshot.isComplete
      ? this.told
      : null;
  }

  get progress(): { readonly readBytes: number; readonly totalBytes: number } {
    return { readBytes: this.tail.bytesRead, totalBytes: this.tail.fileBytes };
  }

  /**
   * Calls back after each change of {@link reading} or {@link state}, until the returned function
   * is called.
   */
  observe(onDidTell: () => void): () => void {
    this.observers.add(onDidTell);
    return () => void this.observers.delete(onDidTell);
  }

  /**
   * Reads what is new and tells it: first with sizes estimated by bytes, then counted. Never
   * throws.
   */
  async refresh(): Promise<TailState> {
    if (!this.hasBegun) {
      this.hasBegun = true;
      const end = await firstReading(this.path);
      if (end !== null && this.told === null) this.publish(end);
    }
    const state = await this.tail.read(this.ended.signal);
    await this.lookForPrune();
    if (this.ended.signal.aborted) return state;
    this.settle(state);
    if (state === 'missing') return state;
    await this.countEstimated(this.publish(this.transcript));
    return state;
  }

  /**
   * Reads a file that nobody appends to, its torn last line included, and tells it. Never throws.
   */
  async readWhole(): Promise<TailState> {
    this.hasBegun = true;
    const state = await this.tail.read(this.ended.signal);
    this.tail.flush();
    await this.lookForPrune();
    this.settle(state);
    await this.countEstimated(this.publish(this.transcript));
    return state;
  }

  /** What an item of the session holds. @param page of a text, from 0. */
  async contentOf(id: string, page: number | 'whole'): Promise<ItemContent> {
    const place = placeOf(id);
    const entry =
      place === null
        ? undefined
        : place.uuid === null
          ? this.transcript.conversation.find(({ offset }) => offset === place.offset)
          : this.transcript.entryOf(place.uuid);
    return place === null || entry === undefined || entry.kind === 'metadata'
      ? { kind: 'gone' }
      : readItemContent(this.path, entry, place, page);
  }

  /** Tells it again, for settings that changed. */
  republish(): void {
    if (this.told !== null) this.publish(this.told.transcript);
  }

  dispose(): void {
    this.ended.abort();
    this.observers.clear();
  }

  private async lookForPrune(): Promise<void> {
    if (!this.mayBePruned) return;
    this.mayBePruned = false;
    this.pruneRecord = (await this.options.readBackedUpPrune?.()) ?? null;
  }

  private forget(): void {
    this.mayBePruned = true;
    this.transcript = new Transcript();
    this.sizes.forget();
    this.logged = 0;
    this.options.log.info('The session file was replaced or cut; reading it again from the start.');
  }

  private publish(transcript: Transcript, triedToCount = false): ContextUsage {
    markWork(this.path);
    const chain = activeChain(transcript);
    const { tokensOf } = this.sizes;
    const usage = contextUsage(transcript, chain, tokensOf);
    const isCounted = triedToCount || !this.sizes.canCount || this.uncounted(usage).length === 0;
    const snapshot = takeSnapshot({
      path: this.path,
      transcript,
      chain,
      usage,
      tokensOf,
      isCounted,
      pruneRecord: this.pruneRecord,
      settings: this.options.settings(),
    });
    this.told = { transcript, chain, snapshot };
    if (this.ended.signal.aborted) return usage;
    this.options.onDidChange(snapshot);
    this.notify();
    return usage;
  }

  private uncounted({ estimated, model }: ContextUsage): ContextUsage['estimated'] {
    const generation = tokenizerGeneration(model ?? '');
    return estimated.filter((entry) => !this.sizes.isCounted(entry, generation));
  }

  /**
   * Counts the entries that the number rests on and that only bytes have sized so far, and tells it
   * anew.
   */
  private async countEstimated(usage: ContextUsage): Promise<void> {
    const uncounted = this.uncounted(usage);
    if (uncounted.length === 0) return;
    const { transcript } = this;
    const isOver = (): boolean => this.ended.signal.aborted || this.transcript !== transcript;
    const hadCounter = this.sizes.canCount;
    const outcome = await this.sizes.count(
      uncounted,
      tokenizerGeneration(usage.model ?? ''),
      isOver,
    );
    // That the estimates are as good as they get is news as well, once.
    if (outcome === 'counted' || (outcome === 'cannotCount' && hadCounter))
      this.publish(transcript, true);
  }

  private settle(state: TailState): void {
    this.logProblems(state);
    const hadState = this.state;
    this.state = state;
    if (state !== hadState && (state === 'missing' || state === 'unreadable')) this.notify();
  }

  private notify(): void {
    for (const onDidTell of this.observers) onDidTell();
  }

  private logProblems(state: TailState): void {
    if (state === 'unreadable' && !this.isUnreadable)
      this.options.log.warn(`Cannot read ${this.path}.`);
    this.isUnreadable = state === 'unreadable';
    const { malformed } = this.transcript;
    for (const line of malformed.slice(this.logged, this.logged + 20))
      this.options.log.warn(
        `Line ${String(line.line)} (${String(line.bytes)} bytes) was skipped: ${line.reason}.`,
      );
    this.logged = malformed.length;
  }
}
