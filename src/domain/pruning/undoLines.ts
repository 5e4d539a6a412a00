import { readRecords, type RecordOfLine } from '../transcript/readRecords';
import { placeOf } from '../accounting/itemId';
import { bytesFingerprint } from './bytesFingerprint';
import type { SourceLine } from './lineEdit';
import type { Span } from './jsonSpans';
import { isLoggedMessage } from './lineRewriter';
import { putBack, type StaysPruned } from './putBack';

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
   * there twice is told apart by its line, and on one line by its turn.
   *
   * @param seen how often each name stood on that line so far; counted on.
   * @param wanted also where it was the same.
   */
  originalOf(
    line: Buffer,
    record: RecordOfLine,
    number: number,
    seen: Map<string, number>,
    wanted = false,
  ): BackupExtent | null {
    const key = keyOf(line, record, number);
    if (key === null) return null;
    const found = this.records.get(key);
    const onLine =
      found?.length === 1 ? found : found?.filter((candidate) => candidate.line === number);
    const turn = seen.get(key) ?? 0;
    seen.set(key, turn + 1);
    const original = onLine?.length === 1 ? onLine[0] : onLine?.[turn];
    return original === undefined ||
      (!wanted && original.fingerprint === fingerprintOf(line, record))
      ? null
      : { offset: original.offset, bytes: original.bytes };
  }
}

/** A record that is not as the backup has it. */
export interface ChangedRecord {
  /** Of the session file, from 1. */
  readonly line: number;
  /** Within its line. */
  readonly start: number;
  /** In the session file. */
  readonly extent: BackupExtent;
  /** In the backup. */
  readonly original: BackupExtent;
  /** What the prune took out of it. */
  readonly itemIds: readonly string[];
  /** Whether the prune has lowered its counters. */
  readonly isLowered: boolean;
  /** Where they stand as they were reported, in the backup that is looked up for that. */
  readonly reported: BackupExtent | null;
}

/** Records whose counters a prune has lowered, and the backup that has them as they were reported. */
export interface LoweredCounters {
  readonly uuids: ReadonlySet<string>;
  readonly reported: BackupRecords;
}

const NOT_LOWERED: LoweredCounters = { uuids: new Set(), reported: new BackupRecords() };

/**
 * Finds the records that differ from a backup, with what a prune took out of each. Feed the lines
 * of the session file in file order; what stands behind as many as the backup has came later.
 */
export class ChangedRecords {
  readonly found: ChangedRecord[] = [];
  /** Items whose record stands as the backup has it: there is nothing to put back. */
  readonly unchanged = new Set<string>();
  private line = 0;
  private readonly backup: BackupRecords;
  private readonly lowered: LoweredCounters;
  private readonly byUuid = new Map<unknown, string[]>();
  private readonly byOffset = new Map<number, string[]>();

  /**
   * @param itemIds what the prune took out.
   * @param lowered whose counters are raised one by one, whether the record is changed or not.
   */
  constructor(backup: BackupRecords, itemIds: readonly string[], lowered = NOT_LOWERED) {
    this.backup = backup;
    this.lowered = lowered;
    for (const id of itemIds) {
      const place = placeOf(id);
      if (place === null) continue;
      if (place.uuid !== null) append(this.byUuid, place.uuid, id);
      else if (place.offset !== null) append(this.byOffset, place.offset, id);
    }
  }

  add({ bytes, offset }: SourceLine): void {
    this.line++;
    if (bytes === null || this.line > this.backup.lines) return;
    const [seen, seenReported] = [new Map<string, number>(), new Map<string, number>()];
    for (const record of readRecords(bytes).records) {
      const uuid = record.fields['uuid'];
      const named = this.byUuid.get(uuid) ?? [];
      const isLowered = typeof uuid === 'string' && this.lowered.uuids.has(uuid);
      const original = this.backup.originalOf(bytes, record, this.line, seen, isLowered);
      const reported = isLowered
        ? this.lowered.reported.originalOf(bytes, record, this.line, seenReported, true)
        : null;
      if (original === null) for (const id of named) this.unchanged.add(id);
      else
        this.found.push({
          line: this.line,
          start: record.start,
          extent: { offset: offset + record.start, bytes: record.bytes },
          original,
          itemIds: [...named, ...(this.byOffset.get(original.offset) ?? [])],
          isLowered,
          reported,
        });
    }
  }
}

/** A value of the session file that becomes another one: bytes, or an extent of the backup. */
interface PlannedValue {
  readonly now: Span;
  readonly becomes: Buffer | BackupExtent;
}

/**
 * Puts back what a prune took out, value by value, and leaves every other byte as it stands now.
 * Give it the changed records in file order, then the lines of the same session file.
 */
export class UndoRewriter {
  /** Without one the prune does not stand in this file, and nothing may be written. */
  readonly restored = new Set<string>();
  /** By how much the lines that were added become longer. */
  grownBytes = 0;
  private line = 0;
  private readonly values = new Map<number, PlannedValue[]>();

  /**
   * @param current the record as it stands in the session file.
   * @param backup as it was kept.
   * @param counters what its counters become, in place of those of the backup.
   */
  add(
    { line, start, original, itemIds }: ChangedRecord,
    current: Buffer,
    backup: Buffer,
    stays?: StaysPruned,
    counters: readonly { readonly now: Span; readonly bytes: Buffer }[] = [],
  ): void {
    const { values, restored } = putBack(backup, current, itemIds, stays);
    for (const id of restored) this.restored.add(id);
    const planned = [
      ...values.map(({ now, before }) => ({
        now,
        becomes: { offset: original.offset + before.start, bytes: before.end - before.start },
      })),
      ...counters.map(({ now, bytes }) => ({ now, becomes: bytes })),
    ].sort((a, b) => a.now.start - b.now.start);
    if (planned.length === 0) return;
    const ofLine = this.values.get(line) ?? [];
    this.values.set(line, ofLine);
    for (const { now, becomes } of planned) {
      ofLine.push({ now: { start: start + now.start, end: start + now.end }, becomes });
      this.grownBytes +=
        (Buffer.isBuffer(becomes) ? becomes.length : becomes.bytes) - (now.end - now.start);
    }
  }

  /**
   * @returns what the line becomes, piece by piece: its own bytes, and those to be read from the
   * backup. `null` leaves it as it is.
   */
  rewriteLine({ bytes }: SourceLine): readonly (Buffer | BackupExtent)[] | null {
    this.line++;
    const planned = this.values.get(this.line);
    if (bytes === null || planned === undefined) return null;
    const pieces: (Buffer | BackupExtent)[] = [];
    let at = 0;
    for (const { now, becomes } of planned) {
      pieces.push(bytes.subarray(at, now.start), becomes);
      at = now.end;
    }
    pieces.push(bytes.subarray(at));
    return pieces;
  }
}

function append<Key>(map: Map<Key, string[]>, key: Key, value: string): void {
  const list = map.get(key);
  if (list === undefined) map.set(key, [value]);
  else list.push(value);
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
