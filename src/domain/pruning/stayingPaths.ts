import { readRecords } from '../transcript/readRecords';
import { changesBetween, type JsonPath } from './jsonChanges';
import { scanJson } from './jsonSpans';
import type { LineEdits, SourceLine } from './lineEdit';
import { LineRewriter } from './lineRewriter';

/**
 * Which values of a backup are pruned as long as some items are: those items, and all that is a
 * copy of them. They are pruned once more in memory, record by record; feed the lines of the backup
 * in file order.
 */
export class StayingPaths {
  private readonly rewriter: LineRewriter;
  private readonly byOffset = new Map<number, readonly JsonPath[]>();

  /** @param edits of what stays pruned, in the backup. */
  constructor(edits: LineEdits) {
    this.rewriter = new LineRewriter(edits);
  }

  add(line: SourceLine): void {
    const { bytes, offset } = line;
    const pruned = this.rewriter.rewriteLine(line);
    if (bytes === null || pruned === null) return;
    const changed = readRecords(pruned).records;
    for (const [index, { start, bytes: length }] of readRecords(bytes).records.entries()) {
      const is = changed[index];
      if (is === undefined) return;
      const paths = pathsBetween(
        bytes.subarray(start, start + length),
        pruned.subarray(is.start, is.start + is.bytes),
      );
      if (paths.length > 0) this.byOffset.set(offset + start, paths);
    }
  }

  /** @param offset of a record, in the backup. */
  of(offset: number): readonly JsonPath[] {
    return this.byOffset.get(offset) ?? [];
  }
}

function pathsBetween(before: Buffer, after: Buffer): JsonPath[] {
  const [was, is] = [scanJson(before), scanJson(after)];
  return was === null || is === null
    ? []
    : changesBetween(before, was, after, is).map(({ path }) => path);
}
