import { readRecords, type RecordOfLine } from '../transcript/readRecords';
import { placeOf } from '../accounting/itemId';
import { bytesFingerprint } from './bytesFingerprint';
import type { SourceLine } from './lineEdit';
import { isLoggedMessage } from './lineRewriter';

/** Bytes of the backup. */
export interface BackupExtent {
  readonly offset: number;
  readonly bytes: number;
}

interface BackedUp extends BackupExtent {
  readonly line: number;
  readonly fingerprint: string;
}

/**
 * Where each record of a backup stands, known by its uuid: about 200 bytes a record, whatever its
 * size. Lines must be added in file order.
 */
export class BackupRecords {
  /** Lines of the backup. */
  lines = 0;
  private readonly records = new Map<string, BackedUp[]>();

  add({ bytes, offset }: SourceLine): void {
    this.lines++;
    if (bytes === null) return;
    for (const record of readRecords(bytes).records) {
      const key = keyOf(bytes, record, this.lines);
      if (key === null) continue;
      const found = this.records.get(key);
      const backedUp = {
        offset: offset + record.start,
        bytes: record.bytes,
        line: this.lines,
        fingerprint: fingerprintOf(bytes, record),
      };
      if (found === undefined) this.records.set(key, [backedUp]);
      else found.push(backedUp);
    }
  }

  /**
   * The record as it was; `null` where the backup has none, or it was the same. A uuid that stands
   * there twice is told apart by its line.
   */
  originalOf(line: Buffer, record: RecordOfLine, number: number): BackupExtent | null {
    const key = keyOf(line, record, number);
    const found = key === null ? undefined : this.records.get(key);
    const onLine =
      found?.length === 1 ? found : found?.filter((candidate) => candidate.line === number);
    // two of one name on one line: nobody knows which
    const original = onLine?.length === 1 ? onLine[0] : undefined;
    return original === undefined || original.fingerprint === fingerprintOf(line, record)
      ? null
      : { offset: original.offset, bytes: original.bytes };
  }
}

/**
 * Puts back what prunes took out since a backup was made, record by record, and keeps every line
 * that came after. Lines of a session are only ever appended, so a record that stands in the backup
 * with other bytes was pruned. Feed the lines of the session file in file order.
 */
export class UndoRewriter {
  /**
   * How many records of the prune's own items were put back so far: without one the prune does not
   * stand in this file, and nothing may be written.
   */
  restoredItems = 0;
  private line = 0;
  private readonly backup: BackupRecords;
  private readonly uuids: ReadonlySet<unknown>;
  private readonly offsets: ReadonlySet<number>;

  /** @param itemIds what the prune took out. */
  constructor(backup: BackupRecords, itemIds: readonly string[]) {
    this.backup = backup;
    const places = itemIds.flatMap((id) => placeOf(id) ?? []);
    this.uuids = new Set(places.flatMap(({ uuid }) => uuid ?? []));
    this.offsets = new Set(places.flatMap((place) => place.offset ?? []));
  }

  /**
   * @returns what the line becomes, piece by piece: its own bytes, and those to be read from the
   * backup. `null` leaves it as it is.
   */
  rewriteLine({ bytes }: SourceLine): readonly (Buffer | BackupExtent)[] | null {
    this.line++;
    if (bytes === null || this.line > this.backup.lines) return null;
    const pieces: (Buffer | BackupExtent)[] = [];
    let at = 0;
    for (const record of readRecords(bytes).records) {
      const original = this.backup.originalOf(bytes, record, this.line);
      if (original === null) continue;
      pieces.push(bytes.subarray(at, record.start), original);
      at = record.start + record.bytes;
      if (this.uuids.has(record.fields['uuid']) || this.offsets.has(original.offset))
        this.restoredItems++;
    }
    if (pieces.length === 0) return null;
    pieces.push(bytes.subarray(at));
    return pieces;
  }
}

const MESSAGE = Buffer.from('"message":');

/**
 * By its uuid; a message of the log of requests by all that stands in front of it, its hash above
 * all, whatever that looks like; the rare message without either by its line and time.
 */
function keyOf(
  line: Buffer,
  { fields, start, bytes }: RecordOfLine,
  number: number,
): string | null {
  const record = line.subarray(start, start + bytes);
  if (isLoggedMessage(record)) {
    const at = record.indexOf(MESSAGE);
    return at === -1 ? `line:${number}:logged` : `logged:${bytesFingerprint(record, 0, at)}`;
  }
  const { uuid, message, attachment, timestamp } = fields;
  if (typeof uuid === 'string') return `uuid:${uuid}`;
  return typeof message === 'object' || typeof attachment === 'object'
    ? `line:${number}:${String(timestamp)}`
    : null;
}

function fingerprintOf(line: Buffer, { start, bytes }: RecordOfLine): string {
  return bytesFingerprint(line, start, start + bytes);
}
