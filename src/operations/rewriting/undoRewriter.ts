import { contentEdits } from '../../domain/pruning/lineEdits';
import { raisedCounters } from '../../domain/pruning/raisedCounters';
import { StayingPaths } from '../../domain/pruning/stayingPaths';
import {
  BackupRecords,
  ChangedRecords,
  UndoRewriter,
  type BackupExtent,
  type ChangedRecord,
} from '../../domain/pruning/undoLines';
import { Transcript } from '../../domain/transcript/transcript';
import { eachLine } from '../../io/sessionFile/compareLines';
import type { OpenFile } from '../../io/sessionFile/sessionFileSystem';
import { parsedLine } from '../reading/growingSession';

interface FileBytes {
  readonly file: OpenFile;
  readonly bytes: number;
}

/** What is undone, and where it stands. */
export interface UndoOrder {
  /** What comes back. */
  readonly itemIds: readonly string[];
  readonly backup: FileBytes;
  /** As it was planned on: a file that changes meanwhile is refused later. */
  readonly session: FileBytes;
  /** What stays pruned; `null` where the backup is put back as far as the prune went. */
  readonly stays: StayingItems | null;
}

/** What of the prunes of a session stays as it is when something comes back. */
export interface StayingItems {
  /** Of the same prune. */
  readonly restIds: readonly string[];
  /** Of prunes that came after it. */
  readonly newerIds: readonly string[];
  /** The backup that has the counters as the replies reported them. */
  readonly reported: FileBytes;
  /** Records whose counters the prune has lowered. */
  readonly counterUuids: readonly string[];
  /** By how much their counters are raised. */
  readonly raisedTokens: number;
}

export interface PlannedUndo {
  readonly rewriter: UndoRewriter;
  /** Lines of the backup. */
  readonly lines: number;
  /** Items that cannot be brought back: what stood for them was changed or removed since. */
  readonly leftItems: number;
}

/** Holds one record of each file at a time. */
export async function planUndo(order: UndoOrder): Promise<PlannedUndo> {
  const { itemIds, backup, session, stays } = order;
  const records = await recordsOf(backup);
  const reported =
    stays === null || stays.reported.file === backup.file
      ? records
      : await recordsOf(stays.reported);
  const changed = new ChangedRecords(records, itemIds, {
    uuids: new Set(stays?.counterUuids),
    reported,
  });
  await eachLine(session.file, session.bytes, (line) => changed.add(line));
  const staying = stays === null ? null : await stayingPaths(backup, stays, itemIds);
  const rewriter = new UndoRewriter();
  for (const record of changed.found) {
    const current = await bytesOf(session.file, record.extent);
    const was = await bytesOf(backup.file, record.original);
    if (stays === null || staying === null) rewriter.add(record, current, was);
    else {
      const paths = staying.of(record.original.offset);
      const counters = await countersOf(record, current, was, stays);
      rewriter.add(record, current, was, { paths, counters: true }, counters);
    }
  }
  const there = new Set([...rewriter.restored, ...changed.unchanged]);
  return {
    rewriter,
    lines: records.lines,
    leftItems: new Set(itemIds).size - there.size,
  };
}

async function recordsOf({ file, bytes }: FileBytes): Promise<BackupRecords> {
  const records = new BackupRecords();
  await eachLine(file, bytes, (line) => records.add(line));
  return records;
}

/** Two passes: which record holds an item, and what is a copy of it. */
async function stayingPaths(
  { file, bytes }: FileBytes,
  { restIds, newerIds }: StayingItems,
  backIds: readonly string[],
): Promise<StayingPaths> {
  const transcript = new Transcript();
  let lines = 0;
  const anyStays = restIds.length + newerIds.length > 0;
  if (anyStays) await eachLine(file, bytes, (line) => transcript.add(parsedLine(line, ++lines)));
  const staying = new StayingPaths({
    rest: contentEdits(transcript, restIds),
    newer: contentEdits(transcript, newerIds),
    back: contentEdits(transcript, backIds),
  });
  if (anyStays) await eachLine(file, bytes, (line) => staying.add(line));
  return staying;
}

async function countersOf(
  { isLowered, reported }: ChangedRecord,
  current: Buffer,
  was: Buffer,
  stays: StayingItems,
): Promise<ReturnType<typeof raisedCounters>> {
  if (!isLowered) return [];
  const record = reported === null ? was : await bytesOf(stays.reported.file, reported);
  return raisedCounters(current, record, stays.raisedTokens);
}

async function bytesOf(file: OpenFile, { offset, bytes }: BackupExtent): Promise<Buffer> {
  const whole = Buffer.alloc(bytes);
  for (let at = 0; at < bytes;) {
    const read = await file.read(whole.subarray(at), offset + at);
    if (read === 0) return whole.subarray(0, at);
    at += read;
  }
  return whole;
}
