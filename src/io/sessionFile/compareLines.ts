import { LineSplitter, type SplitLine } from './lineSplitter';
import type { OpenFile } from './sessionFileSystem';

const CHUNK_BYTES = 1024 * 1024;

interface Side {
  readonly file: OpenFile;
  readonly upToBytes: number;
}

/**
 * Reads two files side by side, line by line, the torn last lines included; `null` for the one that
 * has come to its end first.
 */
export async function compareLines(
  before: Side,
  after: Side,
  compare: (before: SplitLine | null, after: SplitLine | null) => void,
): Promise<void> {
  const [left, right] = [new LineCursor(before), new LineCursor(after)];
  for (;;) {
    // Awaiting every one of a million lines would take longer than comparing them.
    const old = left.buffered() ?? (await left.next());
    const now = right.buffered() ?? (await right.next());
    if (old === null && now === null) return;
    compare(old, now);
  }
}

/** Hands all lines to a function, in file order. */
export async function eachLine(
  file: OpenFile,
  upToBytes: number,
  use: (line: SplitLine) => void,
): Promise<void> {
  const cursor = new LineCursor({ file, upToBytes });
  for (
    let line = await cursor.next();
    line !== null;
    line = cursor.buffered() ?? (await cursor.next())
  )
    use(line);
}

/** A line is valid until the next one is asked for. */
class LineCursor {
  private readonly side: Side;
  private readonly splitter = new LineSplitter();
  private readonly chunk: Buffer;
  private lines: Iterator<SplitLine, unknown> = [][Symbol.iterator]();
  private position = 0;
  private isFlushed = false;

  constructor(side: Side) {
    this.side = side;
    this.chunk = Buffer.allocUnsafe(Math.min(CHUNK_BYTES, Math.max(side.upToBytes, 1)));
  }

  /** The next line, where it can be told at once. */
  buffered(): SplitLine | null {
    const next = this.lines.next();
    return next.done === true ? null : next.value;
  }

  async next(): Promise<SplitLine | null> {
    for (let line = this.buffered(); ; line = this.buffered()) {
      if (line !== null || this.isFlushed) return line;
      const { file, upToBytes } = this.side;
      const bytesRead =
        this.position < upToBytes
          ? await file.read(
              this.chunk.subarray(0, Math.min(this.chunk.length, upToBytes - this.position)),
              this.position,
            )
          : 0;
      this.position += bytesRead;
      this.isFlushed = bytesRead === 0;
      this.lines = this.isFlushed
        ? this.splitter.flush()
        : this.splitter.feed(this.chunk.subarray(0, bytesRead));
    }
  }
}
