import { placeOf } from '../../domain/accounting/itemId';
import {
  NOT_REWRITTEN,
  type HoldingProcess,
  type RewriteHistory,
} from '../../domain/accounting/rewriteHistory';
import type { Snapshot, SnapshotCosts, SnapshotSettings } from '../../domain/accounting/snapshot';
import { CountedSizes, type CountedSizesOptions } from './countedSizes';
import { firstReading } from './firstReading';
import { GrowingSession } from './growingSession';
import { readItemContent, type ItemContent } from './itemContent';
import { takeReading, type Reading } from './takeReading';
import type { Log } from '../../log';
import { toldContext, type ToldFigures } from '../../domain/accounting/toldFigures';
import { markWork } from '../../io/sessionFile/workMark';
import type { TailState } from '../../io/sessionFile/sessionTail';
import { GrowingChain } from '../../domain/transcript/growingChain';
import type { Chains } from '../../domain/transcript/readRecords';
import type { Transcript } from '../../domain/transcript/transcript';

export interface SessionReaderOptions extends CountedSizesOptions {
  readonly path: string;
  readonly log: Log;
  /** Whose lines are the conversation: `all` for the file of a subagent. */
  readonly chains?: Chains;
  readonly settings: () => SnapshotSettings;
  /**
   * What was done to the file: then its newest counters may be ours. Asked when the file is first
   * read, and when it was replaced.
   */
  readonly readHistory?: () => Promise<RewriteHistory>;
  /** What stood where an item was pruned; `null` where no backup has it. */
  readonly readPruned?: (id: string, page: number | 'whole') => Promise<ItemContent | null>;
  /** Who has the session open. */
  readonly holders?: () => readonly HoldingProcess[];
  /** What it says of itself. */
  readonly told?: () => ToldFigures | null;
  /** Called with each new value, the first one within milliseconds. */
  readonly onDidChange: (snapshot: Snapshot) => void;
}

/** The number comes first: what a prompt costs follows an append after so long. */
const COSTS_AFTER_MS = 250;

/**
 * What {@link readSession} does once, repeated: reads one session file as it grows, and tells a
 * snapshot whenever it changed. Runs wherever its owner runs; in the extension that is the worker.
 */
export class SessionReader {
  readonly sizes: CountedSizes;
  /** How the last read to the end of the file went; `null` before it. */
  state: TailState | null = null;
  private told: Reading | null = null;
  private readonly observers = new Set<() => void>();
  private readonly file: GrowingSession;
  private readonly chains = new GrowingChain();
  private readonly options: SessionReaderOptions;
  private readonly ended = new AbortController();
  private hasBegun = false;
  private history = NOT_REWRITTEN;
  /** What the sizes and the history belong to; `null` before the first is read. */
  private known: Transcript | null = null;
  /** What a prompt costs, and of which transcript; `null` where it is to be found anew. */
  private costs: { readonly told: SnapshotCosts; readonly of: Transcript } | null = null;
  private costsTimer: NodeJS.Timeout | null = null;
  private isUnreadable = false;
  private logged = 0;
  private loggedToldMs = 0;

  constructor(options: SessionReaderOptions) {
    this.options = options;
    this.sizes = new CountedSizes(options);
    this.file = new GrowingSession(options.path, options.log, undefined, options.chains);
  }

  get path(): string {
    return this.options.path;
  }

  /**
   * What was told last; `null` before the whole file was read, and once it was replaced until the
   * new one was.
   */
  get reading(): Reading | null {
    return this.told?.transcript === this.file.transcript && this.told.snapshot.isComplete
      ? this.told
      : null;
  }

  get progress(): GrowingSession['progress'] {
    return this.file.progress;
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
      const [end, history] = await Promise.all([
        firstReading(this.path, this.options.chains),
        this.readHistory(),
      ]);
      this.history = history;
      if (end !== null && this.told === null) this.publish(end);
    }
    const state = await this.file.read(this.ended.signal);
    await this.meet(this.file.transcript);
    if (this.ended.signal.aborted) return state;
    this.settle(state);
    if (state === 'missing') return state;
    await this.countEstimated(this.publish(this.file.transcript));
    return state;
  }

  /**
   * What an item of the session holds, or held before it was pruned. @param page of a text, from 0.
   */
  async contentOf(id: string, page: number | 'whole'): Promise<ItemContent> {
    const isPruned = this.told?.pruned.has(id) === true;
    const pruned = isPruned ? await this.options.readPruned?.(id, page) : null;
    if (pruned != null) return pruned;
    const place = placeOf(id);
    const entry =
      place === null
        ? undefined
        : place.uuid === null
          ? this.file.transcript.conversation.find(({ offset }) => offset === place.offset)
          : this.file.transcript.entryOf(place.uuid);
    return place === null || entry === undefined || entry.kind === 'metadata'
      ? { kind: 'gone' }
      : readItemContent(this.path, entry, place, page);
  }

  /** Tells it again, for settings that changed, or who has it open. */
  republish(): void {
    if (this.told !== null) this.publish(this.told.transcript);
  }

  dispose(): void {
    this.ended.abort();
    if (this.costsTimer !== null) clearTimeout(this.costsTimer);
    this.observers.clear();
  }

  /** Of another transcript than before, what was known of the old one no longer holds. */
  private async meet(transcript: Transcript): Promise<void> {
    if (this.known === transcript) return;
    if (this.known !== null) {
      this.sizes.forget();
      this.logged = 0;
      this.options.log.info('The session file was replaced or cut; it was read from the start.');
    }
    this.known = transcript;
    this.history = await this.readHistory();
  }

  private async readHistory(): Promise<RewriteHistory> {
    return (await this.options.readHistory?.()) ?? NOT_REWRITTEN;
  }

  private publish(transcript: Transcript, isSettled = false): Reading {
    markWork(this.path);
    const { chains, sizes, path, history, options } = this;
    const settings = options.settings();
    const holders = options.holders?.() ?? [];
    const told = options.told?.() ?? null;
    const costs = this.recentCosts(transcript);
    const chain = chains.of(transcript);
    const source = { path, transcript, chain, sizes, isSettled, history, holders, settings, told };
    const reading = takeReading({ ...source, costs });
    this.told = reading;
    if (costs === null) {
      const { jumps, cache } = reading.snapshot;
      this.costs = { told: { jumps, cache }, of: transcript };
    }
    if (this.ended.signal.aborted) return reading;
    this.logTold(reading);
    this.options.onDidChange(reading.snapshot);
    this.notify();
    return reading;
  }

  /** Those of a moment ago, to be told anew in another moment; `null` where there are none. */
  private recentCosts(transcript: Transcript): SnapshotCosts | null {
    if (this.costs?.of !== transcript) return null;
    this.costsTimer ??= setTimeout(() => {
      this.costsTimer = null;
      this.costs = null;
      if (!this.ended.signal.aborted) this.republish();
    }, COSTS_AFTER_MS).unref();
    return this.costs.told;
  }

  /**
   * Counts the entries that the number rests on and that only bytes have sized so far, and tells it
   * anew.
   */
  private async countEstimated({ transcript, usage }: Reading): Promise<void> {
    if (this.sizes.uncounted(usage).length === 0) return;
    const isOver = (): boolean => this.ended.signal.aborted || this.file.transcript !== transcript;
    const hadCounter = this.sizes.canCount;
    const outcome = await this.sizes.countUsage(usage, isOver);
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

  /** Where Claude Code counts otherwise than we do is of use to whoever reads the log. */
  private logTold({ usage: { response }, snapshot: { told } }: Reading): void {
    if (told === null || response === null || this.history.rewrites.length > 0) return;
    const context = toldContext(told, response);
    if (context === null || told.atMs === this.loggedToldMs) return;
    this.loggedToldMs = told.atMs;
    const difference = context - response.contextTokens;
    if (difference === 0) return;
    const much = `${Math.abs(difference)} ${difference > 0 ? 'more' : 'fewer'}`;
    this.options.log.info(`Claude Code told ${context} tokens, ${much} than its reply reported.`);
  }

  private logProblems(state: TailState): void {
    if (state === 'unreadable' && !this.isUnreadable)
      this.options.log.warn(`Cannot read ${this.path}.`);
    this.isUnreadable = state === 'unreadable';
    const { malformed } = this.file.transcript;
    for (const line of malformed.slice(this.logged, this.logged + 20))
      this.options.log.warn(
        `Line ${String(line.line)} (${String(line.bytes)} bytes) was skipped: ${line.reason}.`,
      );
    this.logged = malformed.length;
  }
}
