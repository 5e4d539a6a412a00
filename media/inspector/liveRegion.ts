/** At most one sentence in this time: a session that streams must not talk all the time. */
const MIN_INTERVAL_MS = 5_000;

/**
 * The one polite live region of the page. What comes too soon waits, and only the newest of it is
 * said.
 */
export class LiveRegion {
  private readonly element: HTMLElement;
  private saidAtMs = -Infinity;
  private waiting: string | null = null;

  constructor(element: HTMLElement) {
    this.element = element;
  }

  say(sentence: string): void {
    if (this.waiting !== null) {
      this.waiting = sentence;
      return;
    }
    const waitMs = Math.max(0, this.saidAtMs + MIN_INTERVAL_MS - performance.now());
    this.waiting = sentence;
    setTimeout(() => {
      this.element.textContent = this.waiting;
      this.waiting = null;
      this.saidAtMs = performance.now();
    }, waitMs);
  }
}
