import { readRecords } from '../transcript/readRecords';
import { changesBetween, type JsonPath } from './jsonChanges';
import { scanJson } from './jsonSpans';
import type { LineEdits, SourceLine } from './lineEdit';
import { LineRewriter } from './lineRewriter';

/** What of a prune stays as it is, as edits of the backup that something comes back from. */
interface StayingEdits {
  /** Of the same prune. */
  readonly rest: LineEdits;
  /** Of prunes that came after it. */
  readonly newer: LineEdits;
  /** What comes back. */
  readonly back: LineEdits;
}

/**
 * Which values of a backup are pruned as long as some items are: those items, and all that is a
 * copy of them. They are pruned once more in memory, record by record; feed the lines of the backup
 * in file order.
 *
 * A copy that belongs to what comes back and to an item of a newer prune does not stay: the newer
 * prune found it pruned already, so no other backup has it.
 */
export class StayingPaths {
  private readonly rest: PrunedPaths;
  private readonly newer: PrunedPaths;
  private readonly back: PrunedPaths;

  constructor({ rest, newer, back }: StayingEdits) {
    this.rest = new PrunedPaths(rest);
    this.newer = new PrunedPaths(newer);
    this.back = new PrunedPaths(back);
  }

  add(line: SourceLine): void {
    for (const pruned of [this.rest, this.newer, this.back]) pruned.add(line);
  }

  /** @param offset of a record, in the backup. */
  of(offset: number): readonly JsonPath[] {
    const back = new Set(this.back.of(offset).map(nameOf));
    const newer = this.newer.of(offset).filter((path) => !back.has(nameOf(path)));
    return [...this.rest.of(offset), ...newer];
  }
}

class PrunedPaths {
  private readonly rewriter: LineRewriter;
  private readonly byOffset = new Map<number, readonly JsonPath[]>();

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

  of(offset: number): readonly JsonPath[] {
    return this.byOffset.get(offset) ?? [];
  }
}

function nameOf(path: JsonPath): string {
  return JSON.stringify(path);
}

function pathsBetween(before: Buffer, after: Buffer): JsonPath[] {
  const [was, is] = [scanJson(before), scanJson(after)];
  return was === null || is === null
    ? []
    : changesBetween(before, was, after, is).map(({ path }) => path);
}
