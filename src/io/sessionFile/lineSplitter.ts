const LINE_FEED = 0x0a;
/**
 * Longer lines are skipped, not held: a session of text has none (the longest seen is 2.1 MB, a 20
 * MB one is survived).
 */
const MAX_LINE_BYTES = 128 * 1024 * 1024;

export interface SplitLine {
  /**
   * The bytes up to the line feed, which is not included. Valid only during the call that hands
   * them over; `null` when the line was too long.
   */
  readonly bytes: Buffer | null;
  readonly offset: number;
  readonly length: number;
}

/**
 * Splits bytes into lines at `\n` alone (U+2028 is legal inside JSON strings) and keeps the torn
 * last line for later. Feeding any split of a file yields the same lines as feeding it whole.
 */
export class LineSplitter {
  private pending: Buffer[] = [];
  private pendingBytes = 0;
  private tooLong = false;
  private lineOffset: number;
  private readonly maxLineBytes: number;

  /** @param startOffset where in the file the first byte fed stands. */
  constructor(startOffset = 0, maxLineBytes = MAX_LINE_BYTES) {
    this.lineOffset = startOffset;
    this.maxLineBytes = maxLineBytes;
  }

  /** Bytes of the unfinished last line. */
  get tornBytes(): number {
    return this.pendingBytes;
  }

  *feed(chunk: Buffer): Generator<SplitLine> {
    let start = 0;
    for (let end = chunk.indexOf(LINE_FEED); end !== -1; end = chunk.indexOf(LINE_FEED, start)) {
      yield this.finish(chunk.subarray(start, end));
      start = end + 1;
    }
    if (start < chunk.length) this.keep(chunk.subarray(start));
  }

  /** The torn last line, for a file that nobody appends to any more. */
  *flush(): Generator<SplitLine> {
    if (this.pendingBytes > 0) yield this.finish(Buffer.alloc(0));
  }

  private finish(last: Buffer): SplitLine {
    const length = this.pendingBytes + last.length;
    const tooLong = this.tooLong || length > this.maxLineBytes;
    const whole = tooLong
      ? null
      : this.pending.length === 0
        ? last
        : Buffer.concat([...this.pending, last], length);
    const line: SplitLine = { bytes: whole, offset: this.lineOffset, length };
    this.lineOffset += length + 1;
    this.pending = [];
    this.pendingBytes = 0;
    this.tooLong = false;
    return line;
  }

  private keep(rest: Buffer): void {
    this.pendingBytes += rest.length;
    if (this.pendingBytes > this.maxLineBytes) {
      this.tooLong = true;
      this.pending = [];
    }
    // The caller reuses its buffer for the next read.
    if (!this.tooLong) this.pending.push(Buffer.from(rest));
  }
}
