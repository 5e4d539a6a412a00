import type { Transcript } from '../transcript/transcript';
import type { TokensOf } from './contextUsage';
import type { ReplyStep } from './replySteps';
import { isBehind, isSameProcess, type FileRewrite, type HoldingProcess } from './rewriteHistory';
import { stepTells } from './takenUp';
import { tokenizerOf } from './tokenizerOf';

/** The first reply that was made with what a rewrite left in the file. */
export interface TakenUp {
  /** Uuid of its first line. */
  readonly reply: string;
  /** What the process had before: the context of the reply in front, its output, what came since. */
  readonly fromTokens: number;
  readonly contextTokens: number;
  /** Estimated: what came in between. */
  readonly addedTokens: number;
  /** How much less was predicted, by all that was taken up at once; `null` where unknown. */
  readonly freedTokens: number | null;
  /** The two cannot be compared well: another model counts otherwise. */
  readonly isOtherModel: boolean;
}

/** What a process is known to have, and since which line that holds. */
interface Baseline {
  readonly tokens: number;
  readonly model: string | null;
  readonly isIn: (at: { readonly line: number; readonly offset: number }) => boolean;
}

interface LoadedFileSource {
  readonly transcript: Transcript;
  /** Of this context, oldest first. */
  readonly rewrites: readonly FileRewrite[];
  readonly tokensOf: TokensOf;
  /** Since when, by its own word, the process goes on with what the file held then. */
  readonly loadedAtMs: number | null;
}

/**
 * Which rewrites of the file the process that goes on with the session has loaded, judged reply by
 * reply.
 */
export class LoadedFile {
  /** Of those so far what it has not loaded, or is not known to have. */
  pending: readonly FileRewrite[] = [];
  /** That all of {@link pending} is not loaded. */
  isSure = true;
  /** That a reply has shown it since the newest. */
  isMeasured = false;
  readonly takenUp = new Map<FileRewrite, TakenUp>();
  private readonly source: LoadedFileSource;
  /** When a reply was asked for last with what the file did not hold any more. */
  private deniedMs = 0;
  private met = 0;
  private awaiting: readonly FileRewrite[] = [];
  /** {@link pending} as it was at the reply before. */
  private atReply: readonly FileRewrite[] = [];
  private baseline: Baseline | null = null;

  constructor(source: LoadedFileSource) {
    this.source = source;
  }

  /** The next reply. @param step with the counter that it reported. */
  reply(step: ReplyStep): void {
    const [first] = step.response.entries;
    if (first !== undefined) this.meetUntil(first);
    const { baseline } = this;
    const model = step.response.model;
    if (baseline !== null) {
      const generation = tokenizerOf(this.source.transcript, model);
      const addedTokens = step.added
        .filter((entry) => !baseline.isIn(entry))
        .flatMap((entry) => this.source.tokensOf(entry, generation))
        .reduce((sum, tokens) => sum + tokens, 0);
      const isOtherModel = baseline.model !== null && baseline.model !== model;
      this.judge({ ...step, addedTokens }, baseline.tokens, isOtherModel);
      this.noteTakenUp({
        reply: first?.uuid ?? '',
        fromTokens: baseline.tokens,
        contextTokens: step.contextTokens,
        addedTokens,
        isOtherModel,
      });
    }
    this.awaiting = this.pending;
    this.atReply = this.pending;
    const last = step.response.entries.at(-1);
    this.baseline = {
      tokens: step.contextTokens + step.outputTokens,
      model,
      isIn: ({ offset }) => offset <= (last?.offset ?? -1),
    };
  }

  /** After the last reply. @param holders who has the session open now. */
  end(holders: readonly HoldingProcess[]): void {
    this.meetUntil(null);
    this.loadTold(Infinity);
    const process = this.pending.at(-1)?.heldBy ?? null;
    if (process === null || !holders.some((holder) => isSameProcess(holder, process)))
      this.pending = [];
  }

  private meetUntil(at: { readonly line: number; readonly offset: number } | null): void {
    const { rewrites, transcript } = this.source;
    for (; this.met < rewrites.length; this.met++) {
      const rewrite = rewrites[this.met]!;
      if (at !== null && !isBehind(at, rewrite, transcript)) break;
      if (rewrite.newLines !== null) this.letGo(rewrite.newLines + 1);
      this.meet(rewrite);
    }
    this.letGo(at?.line ?? null);
  }

  private meet(rewrite: FileRewrite): void {
    this.loadTold(rewrite.dateMs);
    const { heldBy } = rewrite;
    const before = this.pending.at(-1)?.heldBy ?? null;
    // Nobody has it open, or another process, which has loaded what stood there.
    if (heldBy === null || (before !== null && !isSameProcess(before, heldBy))) this.load();
    this.baseline = this.baselineAt(rewrite);
    if (heldBy !== null) this.pending = [...this.pending, rewrite];
    // What came back after it had gone is what the process has.
    if (this.isSure && sumFreed(this.pending) === 0) this.pending = [];
    this.awaiting = [...this.awaiting, rewrite];
    this.isMeasured = false;
  }

  /** What the process has as the file is rewritten; what was known before, where that is unknown. */
  private baselineAt(rewrite: FileRewrite): Baseline | null {
    // The counter of the reply before says what its process had, and is part of what was noted.
    const missing = sumFreed(this.atReply);
    const held = sumFreed(this.pending);
    if (rewrite.beforeTokens === null || missing === null || held === null || !this.isSure)
      return this.baseline;
    return {
      tokens: rewrite.beforeTokens - missing + held,
      model: this.baseline?.model ?? null,
      isIn: (at) => !isBehind(at, rewrite, this.source.transcript),
    };
  }

  /** @param line in front of which a departure counts; `null` for the end of the file. */
  private letGo(line: number | null): void {
    const isLetGo = ({ newLines, heldBy }: FileRewrite): boolean =>
      newLines !== null &&
      this.source.transcript.departures.all.some(
        (departure) =>
          departure.line > newLines &&
          (line === null || departure.line < line) &&
          (departure.after === null ||
            departure.after.line <= newLines ||
            departure.after.entrypoint === (heldBy?.entrypoint ?? null)),
      );
    const left = this.pending.filter((rewrite) => !isLetGo(rewrite));
    if (left.length < this.pending.length) this.load(left);
  }

  /** What the process says that it read before a time. */
  private loadTold(untilMs: number): void {
    const { loadedAtMs } = this.source;
    if (loadedAtMs === null || loadedAtMs > untilMs || this.deniedMs > loadedAtMs) return;
    const since = this.pending.filter(({ dateMs }) => dateMs >= loadedAtMs);
    if (since.length < this.pending.length) this.load(since);
  }

  private load(left: readonly FileRewrite[] = []): void {
    this.pending = left;
    this.isSure = true;
  }

  private judge(step: ReplyStep, fromTokens: number, isOtherModel: boolean): void {
    if (this.pending.length === 0) return;
    const freedTokens = sumFreed(this.pending);
    const told =
      freedTokens === null || isOtherModel ? 'tooUnsure' : stepTells(step, fromTokens, freedTokens);
    if (told === 'loaded') this.load();
    else if (told === 'goesOn') {
      this.isMeasured = this.isSure;
      this.deniedMs = step.response.entries[0]?.timestampMs ?? 0;
    } else this.isSure = false;
  }

  private noteTakenUp(measured: Omit<TakenUp, 'freedTokens'>): void {
    const taken = this.awaiting.filter((rewrite) => !this.pending.includes(rewrite));
    for (const rewrite of taken)
      this.takenUp.set(rewrite, { ...measured, freedTokens: sumFreed(taken) });
  }
}

/** `null` where one of them is not known. */
export function sumFreed(rewrites: readonly FileRewrite[]): number | null {
  return rewrites.reduce<number | null>(
    (sum, { freedTokens }) => (sum === null || freedTokens === null ? null : sum + freedTokens),
    0,
  );
}
