/**
 * What a hint is about. `sessionFile`: the bytes of that file may have changed, or it is gone.
 * `listing`: session files or project directories may have come or gone, list again.
 * `openSessions`: the registry of running sessions may have changed. `settings`: a settings file of
 * Claude Code may have.
 */
export type HintKind = 'sessionFile' | 'listing' | 'openSessions' | 'settings';

interface Pending {
  readonly timer: NodeJS.Timeout;
  hintedAgain: boolean;
}

/**
 * Passes each hint on at once and once more after `settleMs`; hints of one kind and path that come
 * closer together are merged. After the last hint there is always another call at least `settleMs`
 * later, so a change that a watcher did not report because it came right behind another one is
 * still seen.
 */
export class HintRetries {
  private readonly emit: (kind: HintKind, path: string) => void;
  private readonly settleMs: number;
  private readonly pending = new Map<string, Pending>();

  constructor(emit: (kind: HintKind, path: string) => void, settleMs: number) {
    this.emit = emit;
    this.settleMs = settleMs;
  }

  hint(kind: HintKind, path: string): void {
    const pending = this.pending.get(`${kind} ${path}`);
    if (pending) {
      pending.hintedAgain = true;
      return;
    }
    this.schedule(kind, path);
    this.emit(kind, path);
  }

  dispose(): void {
    for (const { timer } of this.pending.values()) clearTimeout(timer);
    this.pending.clear();
  }

  private schedule(kind: HintKind, path: string): void {
    const timer = setTimeout(() => this.settle(kind, path), this.settleMs);
    this.pending.set(`${kind} ${path}`, { timer, hintedAgain: false });
  }

  private settle(kind: HintKind, path: string): void {
    const key = `${kind} ${path}`;
    const hintedAgain = this.pending.get(key)?.hintedAgain;
    this.pending.delete(key);
    if (hintedAgain) this.schedule(kind, path);
    this.emit(kind, path);
  }
}
