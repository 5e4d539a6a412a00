import { useGapIn, type UseOfOthers } from '../../domain/caching/sessionUse';
import { OthersUse, type IsLeftOut } from './othersUse';
import type { SessionReader } from './sessionReader';

/** Several subagents at once write several lines a second each. */
const BETWEEN_LOOKS_MS = 2_000;

/** What subagents and compactions used, kept up for one inspection. Nothing here throws. */
export class WatchedUse {
  /** As it was found last; `null` before that. */
  use: UseOfOthers | null = null;
  private readonly session: SessionReader;
  private readonly onDidChange: () => void;
  private readonly others: OthersUse;
  private readonly ended = new AbortController();
  private timer: NodeJS.Timeout | null = null;
  private isLooking = false;
  private isToLookAgain = false;
  private lookedAtMs = -Infinity;

  /** @param onDidChange {@link use} is not what it was. */
  constructor(session: SessionReader, onDidChange: () => void, isLeftOut?: IsLeftOut) {
    this.session = session;
    this.onDidChange = onDidChange;
    this.others = new OthersUse(session.path, isLeftOut);
  }

  /** @param after what is awaited before anything is read. */
  lookSoon(after?: unknown): void {
    if (this.timer !== null || this.ended.signal.aborted) return;
    if (this.isLooking) {
      this.isToLookAgain = true;
      return;
    }
    const waitMs = Math.max(0, this.lookedAtMs + BETWEEN_LOOKS_MS - performance.now());
    this.timer = setTimeout(() => {
      this.timer = null;
      this.isLooking = true;
      void Promise.resolve(after)
        .then(() => this.look())
        .catch(() => undefined)
        .finally(() => {
          this.isLooking = false;
          this.lookedAtMs = performance.now();
          if (this.isToLookAgain) this.lookSoon();
          this.isToLookAgain = false;
        });
    }, waitMs).unref();
  }

  dispose(): void {
    this.ended.abort();
    if (this.timer !== null) clearTimeout(this.timer);
  }

  private async look(): Promise<void> {
    const { reading } = this.session;
    if (reading === null) return;
    const { transcript } = reading;
    const use = await this.others.read(transcript, this.ended.signal);
    if (use === this.use || this.ended.signal.aborted) return;
    const isNews = this.use !== null || hasAny(use) || useGapIn(transcript, use) !== null;
    this.use = use;
    if (isNews) this.onDidChange();
  }
}

/** Whether there is anything to tell of it. */
function hasAny({ subagents, compactions }: UseOfOthers): boolean {
  return [subagents, compactions].some(({ count, isWhole }) => count > 0 || !isWhole);
}
