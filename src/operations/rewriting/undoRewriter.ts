import { BackupRecords, ChangedRecords, UndoRewriter } from '../../domain/pruning/undoLines';
import { eachLine } from '../../io/sessionFile/compareLines';
import type { OpenFile } from '../../io/sessionFile/sessionFileSystem';

/** What is undone, and where it stands. */
export interface UndoOrder {
  /** What the prune took out. */
  readonly itemIds: readonly string[];
  readonly backup: { readonly file: OpenFile; readonly bytes: number };
  /** As it was planned on: a file that changes meanwhile is refused later. */
  readonly session: { readonly file: OpenFile; readonly bytes: number };
}

export interface PlannedUndo {
  readonly rewriter: UndoRewriter;
  /** Lines of the backup. */
  readonly lines: number;
  /** Items that cannot be brought back: what stood for them was changed or removed since. */
  readonly leftItems: number;
}

/** Holds one record of each file at a time. */
export async function planUndo({ itemIds, backup, session }: UndoOrder): Promise<PlannedUndo> {
  const records = new BackupRecords();
  await eachLine(backup.file, backup.bytes, (line) => records.add(line));
  const changed = new ChangedRecords(records, itemIds);
  await eachLine(session.file, session.bytes, (line) => changed.add(line));
  const rewriter = new UndoRewriter();
  for (const record of changed.found)
    rewriter.add(
      record,
      await bytesOf(session.file, record.extent),
      await bytesOf(backup.file, record.original),
    );
  const there = new Set([...rewriter.restored, ...changed.unchanged]);
  return {
    rewriter,
    lines: records.lines,
    leftItems: new Set(itemIds).size - there.size,
  };
}

async function bytesOf(
  file: OpenFile,
  { offset, bytes }: { readonly offset: number; readonly bytes: number },
): Promise<Buffer> {
  const whole = Buffer.alloc(bytes);
  for (let at = 0; at < bytes;) {
    const read = await file.read(whole.subarray(at), offset + at);
    if (read === 0) return whole.subarray(0, at);
    at += read;
  }
  return whole;
}
