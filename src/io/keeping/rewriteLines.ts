import { createHash } from 'node:crypto';
import { LineSplitter, type SplitLine } from '../sessionFile/lineSplitter';
import type { Extent } from '../sessionFile/readLines';
import type { OpenFile } from '../sessionFile/sessionFileSystem';

/**
 * What becomes of a line, without its line feed; `null` leaves it as it is, to the byte. An extent
 * is copied from another file. A line that is too long to be held (`bytes` is `null`) stays in any
 * case. The bytes given are valid only during the call.
 */
export type RewriteLine = (line: SplitLine) => Buffer | readonly (Buffer | Extent)[] | null;

export interface RewriteLinesOptions {
  readonly from: OpenFile;
  /** The torn last line within them included. */
  readonly upToBytes: number;
  readonly to: OpenFile;
  readonly rewriteLine: RewriteLine;
  /** What extents refer to. */
  readonly extentsOf: OpenFile | null;
}

const CHUNK_BYTES = 1024 * 1024;
const LINE_FEED = 0x0a;

/**
 * Copies the beginning of a file line by line.
 *
 * @returns the hash of the bytes that were read; `null` when the file has become shorter than that.
 */
export async function rewriteLines(
  order: RewriteLinesOptions,
): Promise<{ readonly sha256: string } | null> {
  const { from, upToBytes } = order;
  const hash = createHash('sha256');
  const splitter = new LineSplitter();
  const chunk = Buffer.allocUnsafe(Math.min(CHUNK_BYTES, Math.max(upToBytes, 1)));
  for (let position = 0; position < upToBytes;) {
    const bytesRead = await from.read(
      chunk.subarray(0, Math.min(chunk.length, upToBytes - position)),
      position,
    );
    if (bytesRead === 0) return null;
    const bytes = chunk.subarray(0, bytesRead);
    hash.update(bytes);
    const pieces = new Pieces(bytes, position);
    for (const line of splitter.feed(bytes)) {
      // Awaiting every one of a million lines would take longer than copying them.
      if (!keepLine(line, order, pieces)) await pieces.writeTo(order);
      pieces.endLine();
    }
    await pieces.writeTo(order);
    position += bytesRead;
  }
  const rest = new Pieces(Buffer.alloc(0), upToBytes);
  for (const line of splitter.flush()) keepLine(line, order, rest);
  await rest.writeTo(order);
  return { sha256: hash.digest('hex') };
}

/**
 * Copies bytes as they are. Ends early where the file does. @returns how many bytes were copied.
 */
export async function copyBytes(
  from: OpenFile,
  offset: number,
  length: number,
  to: OpenFile,
): Promise<number> {
  const chunk = Buffer.allocUnsafe(Math.min(CHUNK_BYTES, Math.max(length, 1)));
  let copied = 0;
  while (copied < length) {
    const bytesRead = await from.read(
      chunk.subarray(0, Math.min(chunk.length, length - copied)),
      offset + copied,
    );
    if (bytesRead === 0) break;
    await to.write([chunk.subarray(0, bytesRead)]);
    copied += bytesRead;
  }
  return copied;
}

/** Of the beginning of a file, in hexadecimal; `null` when it is shorter than that. */
export async function hashOf(file: OpenFile, upToBytes: number): Promise<string | null> {
  const hash = createHash('sha256');
  const chunk = Buffer.allocUnsafe(Math.min(CHUNK_BYTES, Math.max(upToBytes, 1)));
  for (let position = 0; position < upToBytes;) {
    const bytesRead = await file.read(
      chunk.subarray(0, Math.min(chunk.length, upToBytes - position)),
      position,
    );
    if (bytesRead === 0) return null;
    hash.update(chunk.subarray(0, bytesRead));
    position += bytesRead;
  }
  return hash.digest('hex');
}

/**
 * @returns false when the pieces are to be written now: they are large, or were made for this line.
 */
function keepLine(line: SplitLine, { rewriteLine }: RewriteLinesOptions, pieces: Pieces): boolean {
  const { bytes, offset, length } = line;
  if (bytes === null) {
    pieces.add({ from: 'file', offset, bytes: length });
    return false;
  }
  const rewritten = rewriteLine(line);
  if (rewritten === null) {
    pieces.keep(line, bytes);
    return true;
  }
  for (const piece of Buffer.isBuffer(rewritten) ? [rewritten] : rewritten) {
    if (Buffer.isBuffer(piece) && piece.includes(LINE_FEED))
      throw new Error(`A line feed in the line at ${offset} would make it two.`);
    pieces.add(Buffer.isBuffer(piece) ? piece : { from: 'extents', ...piece });
  }
  return false;
}

type Piece = Buffer | (Extent & { readonly from: 'file' | 'extents' });

/**
 * What is to be written for one chunk: lines that stay, and follow each other in it, are one piece.
 */
class Pieces {
  private pieces: Piece[] = [];
  /** Within the chunk; the run that is still growing. */
  private start = 0;
  private end = 0;
  private readonly chunk: Buffer;
  private readonly chunkOffset: number;

  constructor(chunk: Buffer, chunkOffset: number) {
    this.chunk = chunk;
    this.chunkOffset = chunkOffset;
  }

  keep(line: SplitLine, bytes: Buffer): void {
    const start = line.offset - this.chunkOffset;
    if (start < 0)
      this.add(bytes); // it began in an earlier chunk
    else if (this.end === start && this.start < this.end) this.end += bytes.length;
    else {
      this.endRun();
      [this.start, this.end] = [start, start + bytes.length];
    }
  }

  add(piece: Piece): void {
    this.endRun();
    this.pieces.push(piece);
  }

  endLine(): void {
    if (this.start < this.end) this.end++;
    else this.pieces.push(Buffer.of(LINE_FEED));
  }

  /** And forgets it. */
  async writeTo({ from, to, extentsOf }: RewriteLinesOptions): Promise<void> {
    this.endRun();
    const { pieces } = this;
    this.pieces = [];
    for (const piece of pieces) {
      if (Buffer.isBuffer(piece)) {
        await to.write([piece]);
        continue;
      }
      const source = piece.from === 'file' ? from : extentsOf;
      if (source === null || (await copyBytes(source, piece.offset, piece.bytes, to)) < piece.bytes)
        throw new Error(`The bytes at ${piece.offset} cannot be copied whole.`);
    }
  }

  private endRun(): void {
    if (this.start < this.end) this.pieces.push(this.chunk.subarray(this.start, this.end));
    [this.start, this.end] = [0, 0];
  }
}
