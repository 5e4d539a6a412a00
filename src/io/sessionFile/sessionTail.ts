import { LineSplitter, type SplitLine } from './lineSplitter';
import {
  codeOf,
  isSameFile,
  openThroughLinks,
  type FileState,
  type OpenFile,
} from './sessionFileSystem';
import { markWork } from './workMark';

/** What a read found, besides lines. */
export type TailState = 'appended' | 'unchanged' | 'missing' | 'unreadable';

export interface TailReader {
  /**
   * The file is another one, or was cut or rewritten: forget all lines so far, they come again from
   * the first.
   */
  onDidReset(): void;
  /**
   * The line's bytes are valid only during the call. `number` counts from 1.
   */
  onDidReadLine(line: SplitLine, number: number): void;
  /** {@link onDidReadLine} threw. That costs this line alone; the next one is read. */
  onDidFail(line: SplitLine, number: number, error: unknown): void;
}

const CHUNK_BYTES = 1024 * 1024;
/** Work between two turns of the event loop: nothing may hold an extension host for long. */
const SLICE_MS = 6;
/**
 * Bytes compared, just before where reading stopped, to notice a rewrite in place: whatever was
 * shortened or lengthened moved them.
 */
const SEAM_BYTES = 256;

/**
 * Reads what was appended to a session file since the last time: O(appended bytes). A file that was
 * truncated, replaced (new inode) or rewritten in place is noticed and read again from the start.
 */
export class SessionTail {
  private state: FileState | null = null;
  private offset = 0;
  private lineNumber = 0;
  private splitter = new LineSplitter();
  private seam = Buffer.alloc(0);
  private reading: Promise<TailState> | null = null;
  private again: Promise<TailState> | null = null;
  readonly path: string;
  private readonly reader: TailReader;
  private readonly open: (path: string) => Promise<OpenFile>;

  /** @param open for reading; by default whatever the path leads to. */
  constructor(path: string, reader: TailReader, open = openThroughLinks) {
    this.path = path;
    this.reader = reader;
    this.open = open;
  }

  /** Bytes read so far, the torn last line included. */
  get bytesRead(): number {
    return this.offset;
  }

  /** The file when it was last looked at, before anything was read; `null` before that. */
  get fileState(): FileState | null {
    return this.state;
  }

  /**
   * Reads to the end as it is when the read begins. Calls made meanwhile share one more read. Never
   * throws.
   */
  read(signal?: AbortSignal): Promise<TailState> {
    if (this.reading === null)
      return (this.reading = this.readOnce(signal).finally(() => (this.reading = null)));
    return (this.again ??= this.reading.then(() => {
      this.again = null;
      return this.read(signal);
    }));
  }

  /** Hands over a last line without line feed, for a file that nobody appends to. */
  flush(): void {
    for (const line of this.splitter.flush()) this.handOver(line);
  }

  private handOver(line: SplitLine): void {
    const number = ++this.lineNumber;
    try {
      this.reader.onDidReadLine(line, number);
    } catch (error) {
      this.reader.onDidFail(line, number, error);
    }
  }

  private async readOnce(signal: AbortSignal | undefined): Promise<TailState> {
    let file: OpenFile;
    try {
      file = await this.open(this.path);
    } catch (error) {
      return ['ENOENT', 'ENOTDIR'].includes(codeOf(error)) ? 'missing' : 'unreadable';
    }
    try {
      return await this.readFrom(file, signal);
    } catch {
      return 'unreadable'; // EISDIR, EIO, ESTALE: the next hint tries again
    } finally {
      await file.close().catch(() => undefined);
    }
  }

  private async readFrom(file: OpenFile, signal: AbortSignal | undefined): Promise<TailState> {
    const state = await file.state();
    if (state.kind !== 'file') return 'unreadable';
    const { sizeBytes: size } = state;
    const known = this.state;
    if (known !== null && (!isSameFile(known, state) || size < this.offset)) this.reset();
    let bytes = await this.next(file, size);
    if (bytes === null) {
      this.reset();
      bytes = await this.next(file, size);
    }
    this.state = state;
    if (bytes === null || size <= this.offset) return 'unchanged';
    // Two buffers: while one is worked on, the next bytes are on their way. What comes after `size`
    // has a hint of its own.
    let chunk = bytes;
    let spare: Buffer = Buffer.allocUnsafe(
      Math.min(CHUNK_BYTES, size - this.offset - bytes.length),
    );
    let sliceEnd = performance.now() + SLICE_MS;
    while (bytes.length > 0 && signal?.aborted !== true) {
      this.remember(bytes);
      this.offset += bytes.length;
      const reading = this.offset < size ? file.read(spare, this.offset) : null;
      reading?.catch(() => undefined); // told where it is waited for
      markWork(this.path);
      for (const line of this.splitter.feed(bytes)) {
        this.handOver(line);
        if (performance.now() < sliceEnd) continue;
        await new Promise(setImmediate);
        markWork(this.path);
        sliceEnd = performance.now() + SLICE_MS;
      }
      if (reading === null) break;
      [chunk, spare] = [spare, chunk];
      bytes = chunk.subarray(0, await reading);
    }
    return 'appended';
  }

  /** What follows, up to a chunk; `null` where what stands in front of it is not what was read. */
  private async next(file: OpenFile, size: number): Promise<Buffer | null> {
    const { seam, offset } = this;
    const found = Buffer.allocUnsafe(seam.length + Math.min(CHUNK_BYTES, size - offset));
    const bytes = found.subarray(0, await file.read(found, offset - seam.length));
    return bytes.subarray(0, seam.length).equals(seam) ? bytes.subarray(seam.length) : null;
  }

  private remember(bytes: Buffer): void {
    this.seam = Buffer.from(
      bytes.length >= SEAM_BYTES
        ? bytes.subarray(-SEAM_BYTES)
        : Buffer.concat([this.seam, bytes]).subarray(-SEAM_BYTES),
    );
  }

  private reset(): void {
    this.offset = 0;
    this.lineNumber = 0;
    this.splitter = new LineSplitter();
    this.seam = Buffer.alloc(0);
    this.reader.onDidReset();
  }
}
