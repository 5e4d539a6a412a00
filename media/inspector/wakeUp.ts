/** A timer stands still while the machine sleeps, the clock does not: so it is asked this often. */
const MOST_WAIT_MS = 30_000;

/** Draws once more when the clock of the page has reached a moment. */
export class WakeUp {
  private readonly wake: () => void;
  private timer: ReturnType<typeof setTimeout> | null = null;
  private atMs: number | null = null;

  constructor(wake: () => void) {
    this.wake = wake;
  }

  /** In place of the moment before; `null` for never. */
  at(ms: number | null): void {
    if (ms === this.atMs) return;
    if (this.timer !== null) clearTimeout(this.timer);
    this.timer = null;
    this.atMs = ms;
    if (ms !== null) this.wait(ms);
  }

  private wait(ms: number): void {
    this.timer = setTimeout(
      () => {
        this.timer = null;
        if (Date.now() < ms) this.wait(ms);
        else {
          this.atMs = null;
          this.wake();
        }
      },
      Math.min(MOST_WAIT_MS, Math.max(0, ms - Date.now())),
    );
  }
}
