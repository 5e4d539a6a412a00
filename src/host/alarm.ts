/** A timer stands still while the machine sleeps, the clock does not: so it is asked this often. */
const MOST_WAIT_MS = 30_000;

/** Tells when the clock has reached a moment, also where the machine slept in between. */
export class Alarm {
  private readonly ring: () => void;
  private timer: NodeJS.Timeout | null = null;

  constructor(ring: () => void) {
    this.ring = ring;
  }

  /** Takes the place of the moment before. @param ms of the clock; `null` for never. */
  set(ms: number | null): void {
    this.dispose();
    if (ms === null) return;
    const waitMs = Math.min(MOST_WAIT_MS, Math.max(0, ms - Date.now()));
    this.timer = setTimeout(() => {
      this.timer = null;
      if (Date.now() >= ms) this.ring();
      else this.set(ms);
    }, waitMs);
    this.timer.unref();
  }

  dispose(): void {
    if (this.timer !== null) clearTimeout(this.timer);
    this.timer = null;
  }
}
