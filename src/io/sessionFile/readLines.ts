import { constants } from 'node:fs';
import { open } from 'node:fs/promises';
import { markWork } from './workMark';
import { LineSplitter, type SplitLine } from './lineSplitter';

const LINE_FEED = 0x0a;

/** Bytes of one record, to read its texts again. */
export interface Extent {
  readonly offset: number;
  readonly bytes: number;
}

/**
 * Reads records again by where they stand. A record that can no longer be read whole (the file was
 * cut or replaced) is `null`; the caller must check that what it parses is what it expects. Never
 * throws.
 */
export async function readExtents(
  path: string,
  extents: readonly Extent[],
): Promise<(Buffer | null)[]> {
  const found: (Buffer | null)[] = extents.map(() => null);
  try {
    const file = await open(path, 'r');
    try {
      for (const [index, { offset, bytes }] of extents.entries()) {
        const buffer = Buffer.allocUnsafe(bytes);
        const { bytesRead } = await file.read(buffer, 0, bytes, offset);
        found[index] = bytesRead === bytes ? buffer : null;
      }
    } finally {
      await file.close();
    }
  } catch {
    return found;
  } finally {
    markWork(path);
  }
  return found;
}

/** The first step back is small: mostly the newest response stands in the last few lines. */
const FIRST_STEP_BYTES = 16 * 1024;
const LARGEST_STEP_BYTES = 4 * 1024 * 1024;

/**
 * The whole lines of a file from its end, step by step further back; the torn last line is left
 * out. Each byte is read once.
 *
 * @param maxBytes how far back to go.
 * @param onUnreadable the file cannot be read, or no further.
 * @returns each time the lines that the step completed, in file order. Ends at the start of the
 * file, at `maxBytes`, and where the file cannot be read.
 */
export async function* readLinesBackwards(
  path: string,
  maxBytes: number,
  onUnreadable: () => void = () => undefined,
): AsyncGenerator<{ readonly lines: readonly SplitLine[]; readonly isStart: boolean }> {
  const file = await open(path, constants.O_RDONLY | constants.O_NONBLOCK).catch(() => null);
  if (file === null) {
    onUnreadable();
    return;
  }
  try {
    const stats = await file.stat();
    if (!stats.isFile()) {
      onUnreadable();
      return;
    }
    const end = stats.size;
    let from = end;
    let stepBytes = FIRST_STEP_BYTES;
    /** What stands behind `from` and does not begin a line yet, latest read first. */
    let rest: Buffer[] = [];
    while (from > 0 && end - from < maxBytes) {
      const step = Buffer.allocUnsafe(Math.min(stepBytes, from));
      const { bytesRead } = await file.read(step, 0, step.length, from - step.length);
      if (bytesRead < step.length) {
        onUnreadable(); // it was cut meanwhile
        return;
      }
      from -= step.length;
      stepBytes = Math.min(stepBytes * 2, LARGEST_STEP_BYTES);
      const start = from === 0 ? 0 : step.indexOf(LINE_FEED) + 1;
      if (from > 0 && start === 0) {
        rest = [step, ...rest];
        continue;
      }
      const whole = Buffer.concat([step.subarray(start), ...rest]);
      rest = [step.subarray(0, start)];
      markWork(path);
      yield { lines: [...new LineSplitter(from + start).feed(whole)], isStart: from === 0 };
    }
  } catch {
    onUnreadable();
  } finally {
    await file.close().catch(() => undefined);
  }
}
