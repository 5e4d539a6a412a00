import { readRecords } from '../transcript/readRecords';
import type { IntegrityProblem, IntegrityProblemKind } from './integrityProblem';
import { changesBetween, type JsonChange } from './jsonChanges';
import { scanJson } from './jsonSpans';
import type { EditedRecord, LineEdits, SourceLine, ComingBack } from './lineEdit';
import { isLoggedMessage } from './lineRewriter';
import { isAllowed, isLoggedCopy, problemOf } from './plannedChanges';

/** Beyond these the file is broken beyond doubt. */
const ENOUGH = 100;

/**
 * Compares a session file with what became of it, line by line and in file order, holding one line
 * of each. Equal lines are compared as bytes; in the others every value must be the same but for
 * those that the plan names. So whatever held of the file before (its order, its chain, its pairs
 * of calls and results, its compactions) holds after, and whatever was broken before is no new
 * problem.
 */
export class IntegrityCheck {
  readonly problems: IntegrityProblem[] = [];
  private line = 0;
  private next = 0;
  /** By how many bytes the lines that were compared grew. */
  private grownBytes = 0;
  private readonly edits: LineEdits | ComingBack;

  /** @param edits what was planned; on a way back any content may change, but nothing else. */
  constructor(edits: LineEdits | ComingBack) {
    this.edits = edits;
  }

  /** The next line of both files; `null` where one has come to its end. */
  compare(before: SourceLine | null, after: SourceLine | null): void {
    this.line++;
    this.grownBytes += (after?.length ?? 0) - (before?.length ?? 0);
    if (before === null || after === null) this.report('lineCount');
    else if (before.bytes === null || after.bytes === null) {
      if (before.length !== after.length || before.bytes !== after.bytes) this.report('unplanned');
    } else {
      const planned = this.plannedWithin(before);
      if (!before.bytes.equals(after.bytes))
        this.compareChanged(before.bytes, after.bytes, before.offset, planned);
    }
  }

  /** After the last line, with the sizes of both files: line feeds are no part of any line. */
  finish(beforeBytes: number, afterBytes: number): void {
    if (afterBytes - beforeBytes !== this.grownBytes) this.report('lineCount');
  }

  private plannedWithin({ offset, length }: SourceLine): readonly EditedRecord[] | ComingBack {
    if (typeof this.edits === 'string') return this.edits;
    const planned: EditedRecord[] = [];
    for (
      let record = this.edits.records[this.next];
      record !== undefined && record.offset <= offset + length;
      record = this.edits.records[++this.next]
    )
      planned.push(record);
    return planned;
  }

  private compareChanged(
    before: Buffer,
    after: Buffer,
    lineOffset: number,
    planned: readonly EditedRecord[] | ComingBack,
  ): void {
    const [old, now] = [readRecords(before).records, readRecords(after).records];
    if (old.length !== now.length) {
      this.report('notJson');
      return;
    }
    let [oldAt, nowAt] = [0, 0];
    for (const [index, record] of old.entries()) {
      const changed = now[index]!;
      // What stands between records: blanks, a carriage return, a piece that could not be read.
      if (!before.subarray(oldAt, record.start).equals(after.subarray(nowAt, changed.start)))
        this.report('unplanned');
      [oldAt, nowAt] = [record.start + record.bytes, changed.start + changed.bytes];
      const [was, is] = [
        before.subarray(record.start, oldAt),
        after.subarray(changed.start, nowAt),
      ];
      if (!was.equals(is))
        this.compareRecords(
          was,
          is,
          typeof planned === 'string'
            ? planned
            : (planned.find(({ offset }) => offset === lineOffset + record.start) ?? null),
        );
    }
    if (!before.subarray(oldAt).equals(after.subarray(nowAt))) this.report('unplanned');
  }

  private compareRecords(
    before: Buffer,
    after: Buffer,
    planned: EditedRecord | ComingBack | null,
  ): void {
    const [was, is] = [scanJson(before), isJson(after) ? scanJson(after) : null];
    if (is === null || was === null) {
      this.report('notJson');
      return;
    }
    const isLogged = isLoggedMessage(before);
    const allowed = (change: JsonChange): boolean =>
      isLogged
        ? isLoggedCopy(before, after, change, typeof planned === 'string' ? 'undo' : 'prune')
        : planned !== null && isAllowed(before, after, was, change, planned);
    for (const change of changesBetween(before, was, after, is))
      if (!allowed(change)) this.report(problemOf(change));
  }

  private report(kind: IntegrityProblemKind): void {
    if (this.problems.length < ENOUGH) this.problems.push({ kind, line: this.line });
  }
}

function isJson(bytes: Buffer): boolean {
  try {
    JSON.parse(bytes.toString('latin1'));
    return true;
  } catch {
    return false;
  }
}
