import { readRecords } from '../transcript/readRecords';
import type { ContentEdit, EditedRecord, LineEdits, PrunedCall, SourceLine } from './lineEdit';
import { pruneLoggedRequest, pruneRecord } from './pruneRecord';
import { RemovedStrings } from './removedStrings';

/** How a record of the log of requests begins that holds a message. */
const LOGGED_MESSAGE = Buffer.from('{"type":"api-request-blob",');

/**
 * Rewrites a session file line by line, in file order, without holding it: one instance for one
 * pass.
 */
export class LineRewriter {
  /**
   * After the last line: items that were not where they were planned. Then the file is another one,
   * and nothing may be written.
   */
  readonly missed: string[] = [];
  private next = 0;
  private readonly edits: LineEdits;
  private readonly calls: ReadonlyMap<string, PrunedCall>;
  private readonly removed = new RemovedStrings();

  constructor(edits: LineEdits) {
    this.edits = edits;
    this.calls = new Map(edits.prunedCalls.map((call) => [`${call.what}:${call.toolUseId}`, call]));
  }

  /** @returns `null` where the line stays as it is, to the byte. */
  rewriteLine({ bytes, offset, length }: SourceLine): Buffer | null {
    const planned = this.plannedWithin(offset, length);
    if (bytes === null) {
      for (const { edits } of planned) this.miss(edits.filter((edit) => edit.kind === 'content'));
      return null;
    }
    if (planned.length > 0) return this.rewritten(bytes, offset, planned);
    return isLoggedMessage(bytes) && (this.calls.size > 0 || !this.removed.isEmpty)
      ? this.withoutCopies(bytes)
      : null;
  }

  /**
   * The edits of the records that begin on this line. Lines come in file order, and so do edits.
   */
  private plannedWithin(offset: number, length: number): EditedRecord[] {
    const planned: EditedRecord[] = [];
    for (
      let record = this.edits.records[this.next];
      record !== undefined && record.offset <= offset + length;
      record = this.edits.records[++this.next]
    )
      planned.push(record);
    return planned;
  }

  private rewritten(
    line: Buffer,
    lineOffset: number,
    planned: readonly EditedRecord[],
  ): Buffer | null {
    const { records } = readRecords(line);
    const pieces: Buffer[] = [];
    let at = 0;
    for (const { offset, uuid, edits } of planned) {
      const record = records.find(({ start }) => lineOffset + start === offset);
      if (record === undefined || (uuid !== null && record.fields['uuid'] !== uuid)) {
        this.miss(edits.filter((edit) => edit.kind === 'content'));
        continue;
      }
      const end = record.start + record.bytes;
      const pruned = pruneRecord(line.subarray(record.start, end), edits, this.removed);
      this.miss(pruned.missed);
      pieces.push(line.subarray(at, record.start), pruned.bytes);
      at = end;
    }
    pieces.push(line.subarray(at));
    const rewritten = Buffer.concat(pieces);
    return rewritten.equals(line) ? null : rewritten;
  }

  private withoutCopies(line: Buffer): Buffer | null {
    const { records } = readRecords(line);
    const [record] = records;
    if (record === undefined || records.length > 1) return null;
    const end = record.start + record.bytes;
    const bytes = line.subarray(record.start, end);
    const pruned = pruneLoggedRequest(bytes, this.calls, this.removed);
    return pruned === bytes
      ? null
      : Buffer.concat([line.subarray(0, record.start), pruned, line.subarray(end)]);
  }

  private miss(edits: readonly ContentEdit[]): void {
    this.missed.push(...edits.map(({ id }) => id));
  }
}

export function isLoggedMessage(line: Buffer): boolean {
  return (
    line.compare(
      LOGGED_MESSAGE,
      0,
      LOGGED_MESSAGE.length,
      0,
      Math.min(LOGGED_MESSAGE.length, line.length),
    ) === 0
  );
}
