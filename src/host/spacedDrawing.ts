/** Draws no more often than this: what changes meanwhile is drawn together. */
const MIN_INTERVAL_MS = 500;

/** When to draw what changes with each line of a reply, so that it does not flicker. */
export class SpacedDrawing {
  private readonly draw: () => void;
  private drawnAtMs = 0;
  private timer: NodeJS.Timeout | null = null;

  constructor(draw: () => void) {
    this.draw = draw;
  }

  /** The first change of a burst is drawn at once. */
  soon(): void {
    if (this.timer !== null) return;
    const waitMs = Math.max(0, this.drawnAtMs + MIN_INTERVAL_MS - Date.now());
    this.timer = setTimeout(() => {
      this.timer = null;
      this.draw();
    }, waitMs);
  }

  /** It is drawn at this moment, for whichever reason. */
  noteDrawn(): void {
    this.drawnAtMs = Date.now();
  }

  dispose(): void {
    if (this.timer !== null) clearTimeout(this.timer);
    this.timer = null;
  }
}
