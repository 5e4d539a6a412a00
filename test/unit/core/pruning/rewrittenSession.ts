import { contextUsage, type TokensOf } from '../../../../src/core/accounting/contextUsage';
import { liveItems } from '../../../../src/core/accounting/items';
import { itemTokens } from '../../../../src/core/accounting/itemTokens';
import { IntegrityCheck } from '../../../../src/core/pruning/integrityCheck';
import type { IntegrityProblem } from '../../../../src/core/pruning/integrityProblem';
import type { LineEdits } from '../../../../src/core/pruning/lineEdit';
import { lineEdits } from '../../../../src/core/pruning/lineEdits';
import { LineRewriter } from '../../../../src/core/pruning/lineRewriter';
import {
  prunePlan,
  UNTOUCHED_ROUNDS,
  type PruneChoice,
  type PrunePlan,
  type PruneSource,
} from '../../../../src/core/pruning/prunePlan';
import { BackupRecords, UndoRewriter } from '../../../../src/core/pruning/undoLines';
import { LineSplitter, type SplitLine } from '../../../../src/core/sessionFile/lineSplitter';
import { activeChain } from '../../../../src/core/transcript/activeChain';
import { readTranscript } from '../transcript/readTranscript';

const LINE_FEED = Buffer.from('\n');
const byBytes: TokensOf = (entry, generation) => itemTokens(entry, generation, null);

/** All that a plan is made from, sized by bytes. */
export function pruneSource(file: Buffer): PruneSource {
  const transcript = readTranscript(file);
  const chain = activeChain(transcript);
  const usage = contextUsage(transcript, chain, byBytes);
  const items = liveItems({
    transcript,
    chain,
    model: usage.model,
    tokensOf: byBytes,
    isCounted: () => false,
    digestOf: () => null,
  });
  return { transcript, chain, usage, items };
}

export function linesOf(file: Buffer): SplitLine[] {
  const splitter = new LineSplitter();
  return [...splitter.feed(file), ...splitter.flush()];
}

export interface Pruned {
  readonly plan: PrunePlan;
  readonly edits: LineEdits;
  readonly bytes: Buffer;
  readonly missed: readonly string[];
  /** Lines that changed, from 1. */
  readonly changedLines: readonly number[];
  readonly problems: readonly IntegrityProblem[];
}

/** Prunes a whole file in memory, the way a stream would. */
export function pruned(
  file: Buffer,
  choice: PruneChoice,
  untouchedRounds = UNTOUCHED_ROUNDS,
): Pruned {
  const source = pruneSource(file);
  const plan = prunePlan(source, choice, { untouchedRounds });
  const edits = lineEdits(source, plan);
  const rewriter = new LineRewriter(edits);
  const changedLines: number[] = [];
  const bytes = rewritten(file, (line, number) => {
    const changed = rewriter.rewriteLine(line);
    if (changed !== null) changedLines.push(number);
    return changed ?? line.bytes!;
  });
  return {
    plan,
    edits,
    bytes,
    missed: rewriter.missed,
    changedLines,
    problems: integrityProblems(file, bytes, edits),
  };
}

/** Prunes everything that can be pruned, however recent. */
export function prunedWhole(file: Buffer): Pruned {
  return pruned(file, { kind: 'items', ids: pruneSource(file).items.map(({ id }) => id) });
}

export function undone(file: Buffer, backup: Buffer): Buffer {
  const records = new BackupRecords();
  for (const line of linesOf(backup)) records.add(line);
  const rewriter = new UndoRewriter(records);
  return rewritten(file, (line) => {
    const pieces = rewriter.rewriteLine(line);
    return pieces === null
      ? line.bytes!
      : Buffer.concat(
          pieces.map((piece) =>
            Buffer.isBuffer(piece)
              ? piece
              : backup.subarray(piece.offset, piece.offset + piece.bytes),
          ),
        );
  });
}

export function integrityProblems(
  before: Buffer,
  after: Buffer,
  edits: LineEdits | 'undo',
): readonly IntegrityProblem[] {
  const check = new IntegrityCheck(edits);
  const [old, now] = [linesOf(before), linesOf(after)];
  for (let at = 0; at < Math.max(old.length, now.length); at++)
    check.compare(old[at] ?? null, now[at] ?? null);
  check.finish(before.length, after.length);
  return check.problems;
}

function rewritten(file: Buffer, rewrite: (line: SplitLine, number: number) => Buffer): Buffer {
  const lines = linesOf(file);
  const isTorn = file.at(-1) !== 0x0a;
  return Buffer.concat(
    lines.flatMap((line, index) => [
      rewrite(line, index + 1),
      ...(isTorn && index === lines.length - 1 ? [] : [LINE_FEED]),
    ]),
  );
}
