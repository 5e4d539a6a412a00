import { inspect, withUse, type Inspection } from '../../domain/accounting/inspection';
import { tokenizerOf } from '../../domain/accounting/tokenizerOf';
import { nextToCount } from '../../domain/accounting/ranking';
import { shareUnchanged } from '../../domain/accounting/shareUnchanged';
import type { ConversationEntry } from '../../domain/transcript/entry';
import { markWork } from '../../io/sessionFile/workMark';
import { ItemEvidence, type AlikeItem } from './itemEvidence';
import type { IsLeftOut } from './othersUse';
import type { SessionReader } from './sessionReader';
import type { Reading } from './takeReading';
import { WatchedUse } from './watchedUse';

/** What there is to inspect, at one moment. Plain: it crosses threads. */
export type InspectionState =
  | { readonly kind: 'waiting' }
  /** A large file, told a few times per second. */
  | {
      readonly kind: 'reading';
      readonly path: string;
      readonly readBytes: number;
      readonly totalBytes: number;
    }
  /** While it is counting, some items are sized by bytes only and better numbers follow. */
  | { readonly kind: 'inspected'; readonly inspection: Inspection; readonly isCounting: boolean }
  | { readonly kind: 'problem'; readonly path: string | null; readonly problem: InspectionProblem };

/**
 * Hears of each state. What it returns is awaited before anything is counted: whoever waits for
 * first numbers does not wait for better ones.
 */
export type InspectionListener = (state: InspectionState) => unknown;

type InspectionProblem = 'noSession' | 'missing' | 'unreadable' | 'readerDied';

/** A burst of appends is told as often as this. */
const TOLD_EVERY_MS = 200;
const PROGRESS_EVERY_MS = 150;
/** While much is counted, the numbers so far. */
const COUNTED_SO_FAR_EVERY_MS = 1000;
const COUNTED_AT_ONCE = 64;
/** Smaller files are read before anybody could read of their progress. */
const PROGRESS_FROM_BYTES = 8 * 1024 * 1024;

/**
 * Tells what fills the context of one session, anew whenever it changed: at once with what bytes
 * tell, and counted once that was taken in. Unchanged items are the same objects from one
 * inspection to the next.
 */
export class SessionInspector {
  readonly session: SessionReader;
  private readonly onDidChange: InspectionListener;
  private readonly stopObserving: () => void;
  private readonly progress: NodeJS.Timeout;
  private timer: NodeJS.Timeout | null = null;
  private toldAtMs = -Infinity;
  private last: Inspection | null = null;
  /** Told with it. */
  private isCounting = false;
  /** Forgotten with the transcript that it belongs to. */
  private evidence: ItemEvidence | null = null;
  private evidenceOf: Reading['transcript'] | null = null;
  private readonly others: WatchedUse;
  /** Entries that could not be read again: they stay as they are. */
  private readonly uncountable = new WeakSet<ConversationEntry>();
  private taken: unknown = undefined;
  private improving: Promise<void> | null = null;
  private isDisposed = false;

  /** @param isLeftOut of what was asked beside the session, and is not to be read. */
  constructor(session: SessionReader, onDidChange: InspectionListener, isLeftOut?: IsLeftOut) {
    this.session = session;
    this.onDidChange = onDidChange;
    this.others = new WatchedUse(session, () => this.tellUse(), isLeftOut);
    this.stopObserving = session.observe(() => this.schedule());
    this.progress = setInterval(() => this.tellProgress(), PROGRESS_EVERY_MS).unref();
    this.schedule();
  }

  /** A subagent of the session may have written. */
  lookAtOthers(): void {
    if (this.last !== null) this.others.lookSoon();
  }

  dispose(): void {
    this.isDisposed = true;
    this.others.dispose();
    this.stopObserving();
    clearInterval(this.progress);
    if (this.timer !== null) clearTimeout(this.timer);
  }

  private schedule(): void {
    if (this.timer !== null || this.isDisposed) return;
    const wait = Math.max(0, this.toldAtMs + TOLD_EVERY_MS - performance.now());
    this.timer = setTimeout(() => {
      this.timer = null;
      try {
        this.tell();
      } catch {
        this.tellFailure();
      }
    }, wait);
  }

  private tell(): void {
    if (this.isDisposed) return;
    const { reading, state, path } = this.session;
    markWork(path);
    if (state === 'missing' || state === 'unreadable') this.tellProblem(state);
    else if (reading !== null) {
      if (isEmpty(reading)) this.tellProblem('noSession');
      else this.tellInspection(reading);
    }
  }

  private tellProblem(problem: InspectionProblem): void {
    this.toldAtMs = performance.now();
    this.onDidChange({ kind: 'problem', path: this.session.path, problem });
  }

  private tellInspection(reading: Reading): void {
    const inspection = shareUnchanged(
      this.last,
      inspect(this.evidenceFor(reading).sourceOf(reading), reading.snapshot, this.others.use),
    );
    this.last = inspection;
    this.toldAtMs = performance.now();
    const isCounting = this.isImprovable(reading, inspection);
    this.isCounting = isCounting;
    this.taken = this.onDidChange({ kind: 'inspected', inspection, isCounting });
    this.others.lookSoon(this.taken);
    if (isCounting)
      this.improving ??= this.improve()
        .catch(() => this.tellFailure())
        .finally(() => (this.improving = null));
  }

  /** To inspect a large session anew takes a while, and its subagents write all the time. */
  private tellUse(): void {
    const { reading, state } = this.session;
    // What is due is told with it, and a session that cannot be read has other news.
    if (this.isDisposed || this.timer !== null || this.last === null) return;
    if (state === 'missing' || state === 'unreadable') return;
    if (reading === null || reading.transcript !== this.evidenceOf) return;
    this.last = withUse(this.last, reading.transcript, this.others.use);
    this.taken = this.onDidChange({
      ...{ kind: 'inspected', inspection: this.last },
      isCounting: this.isCounting,
    });
  }

  /** What fails here costs the inspection of this session alone. */
  private tellFailure(): void {
    this.onDidChange({ kind: 'problem', path: this.session.path, problem: 'unreadable' });
  }

  private tellProgress(): void {
    const { reading, state, path, progress } = this.session;
    if (reading !== null || state === 'missing' || state === 'unreadable') return;
    if (progress.totalBytes >= PROGRESS_FROM_BYTES)
      this.onDidChange({ kind: 'reading', path, ...progress });
  }

  private evidenceFor({ transcript }: Reading): ItemEvidence {
    if (this.evidence !== null && this.evidenceOf === transcript) return this.evidence;
    this.evidenceOf = transcript;
    return (this.evidence = new ItemEvidence(this.session.path, this.session.sizes));
  }

  /** Whether {@link remaining} finds anything. Looks for no more than that. */
  private isImprovable(reading: Reading, inspection: Inspection): boolean {
    return (
      this.toCount(reading, inspection).length > 0 ||
      this.evidenceFor(reading).unread(reading).length > 0
    );
  }

  /** What has to be read again for better numbers. */
  private remaining(reading: Reading, inspection: Inspection): Remaining {
    markWork(this.session.path);
    return {
      uncounted: this.toCount(reading, inspection),
      alike: this.evidenceFor(reading).unread(reading),
    };
  }

  private toCount(reading: Reading, { items }: Inspection): readonly ConversationEntry[] {
    if (!this.session.sizes.canCount) return [];
    const { isCounted } = this.evidenceFor(reading).sourceOf(reading);
    const uncounted = reading.chain.entries.filter(
      (entry) => !isCounted(entry) && !this.uncountable.has(entry),
    );
    return uncounted.length === 0 ? [] : nextToCount(reading.transcript, uncounted, items);
  }

  /** Counts and compares, from one reading to the next, until nothing is left to do. */
  private async improve(): Promise<void> {
    for (;;) {
      await this.taken;
      const { reading } = this.session;
      if (this.isDisposed || reading === null || this.last === null) return;
      const remaining = this.remaining(reading, this.last);
      if (isNothing(remaining)) return;
      await this.countEntries(reading, remaining.uncounted);
      await this.evidenceFor(reading).readDigests(remaining.alike, () => this.isOver(reading));
      if (this.isOver(reading)) {
        this.schedule();
        return;
      }
      this.tellInspection(this.session.reading ?? reading);
    }
  }

  private isOver({ transcript }: Reading): boolean {
    return this.isDisposed || this.session.reading?.transcript !== transcript;
  }

  private async countEntries(
    reading: Reading,
    entries: readonly ConversationEntry[],
  ): Promise<void> {
    const { sizes } = this.session;
    const generation = tokenizerOf(reading.transcript, reading.snapshot.model);
    const isOver = (): boolean => this.isOver(reading);
    for (let at = 0; at < entries.length && !isOver(); at += COUNTED_AT_ONCE) {
      const some = entries.slice(at, at + COUNTED_AT_ONCE);
      if ((await sizes.count(some, generation, isOver)) !== 'counted') return;
      for (const entry of some)
        if (!sizes.isCounted(entry, generation)) this.uncountable.add(entry);
      if (performance.now() - this.toldAtMs > COUNTED_SO_FAR_EVERY_MS)
        this.tellInspection(this.session.reading ?? reading);
    }
  }
}

interface Remaining {
  readonly uncounted: readonly ConversationEntry[];
  readonly alike: readonly AlikeItem[];
}

function isNothing({ uncounted, alike }: Remaining): boolean {
  return uncounted.length === 0 && alike.length === 0;
}

function isEmpty({ snapshot }: Reading): boolean {
  return snapshot.sessionId === null && snapshot.usage.tokens === null;
}
