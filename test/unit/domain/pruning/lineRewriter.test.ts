import assert from 'node:assert/strict';
import { lineEdits } from '../../../../src/domain/pruning/lineEdits';
import { LineRewriter } from '../../../../src/domain/pruning/lineRewriter';
import { prunePlan } from '../../../../src/domain/pruning/prunePlan';
import { prunableSession } from '../../../fixtures/prunableSession';
import { linesOf, prunedWhole, pruneSource } from '../../../fixtures/rewrittenSession';

describe('LineRewriter', () => {
  it('takes what it pruned out of the log of requests as well', () => {
    const withLog = Buffer.from(prunableSession({ seed: 9, rounds: 12 }).toString());
    const { bytes, problems } = prunedWhole(withLog);
    const isLog = (line: string): boolean => line.startsWith('{"type":"api-request-blob"');
    const sizeOf = (file: Buffer): number =>
      file.toString().split('\n').filter(isLog).join('').length;
    assert.ok(sizeOf(bytes) < sizeOf(withLog) / 2, `${sizeOf(withLog)} became ${sizeOf(bytes)}`);
    assert.deepEqual(problems, []);
  });

  it('leaves a logged message alone that holds nothing of the plan', () => {
    const file = Buffer.from(prunableSession({ seed: 9, rounds: 12 }).toString());
    const source = pruneSource(file);
    const item = source.items.find(
      ({ kind, keptBecause }) => kind === 'toolResult' && keptBecause === null,
    )!;
    const plan = prunePlan(source, { kind: 'items', ids: [item.id] }, { untouchedRounds: 0 });
    const rewriter = new LineRewriter(lineEdits(source, plan));
    const changed = linesOf(file).flatMap((line, index) =>
      rewriter.rewriteLine(line) === null ? [] : [index + 1],
    );
    // The result, its logged copy right behind it, and the reply that reports the usage.
    assert.deepEqual(changed.slice(0, 2), [item.line, item.line + 1]);
    assert.equal(changed.length, 3);
  });

  it('names what it does not find, because the file is another one', () => {
    const file = Buffer.from(prunableSession({ seed: 9, rounds: 6 }).toString());
    const source = pruneSource(file);
    const plan = prunePlan(
      source,
      { kind: 'items', ids: source.items.map(({ id }) => id) },
      { untouchedRounds: 0 },
    );
    const edits = lineEdits(source, plan);
    const other = Buffer.from(prunableSession({ seed: 10, rounds: 6 }).toString());
    const rewriter = new LineRewriter(edits);
    assert.ok(linesOf(other).every((line) => rewriter.rewriteLine(line) === null));
    assert.deepEqual(new Set(rewriter.missed), new Set(plan.items.map(({ id }) => id)));
    // Another record at the same place: the uuid tells.
    const renamed = Buffer.from(file.toString().replaceAll(/"uuid":"\w/g, '"uuid":"z'));
    const again = new LineRewriter(edits);
    for (const line of linesOf(renamed)) again.rewriteLine(line);
    assert.equal(again.missed.length, plan.items.length);
  });

  it('leaves a line alone that is too long to be held, and says what it would have pruned there', () => {
    const file = Buffer.from(prunableSession({ seed: 9, rounds: 6 }).toString());
    const source = pruneSource(file);
    const plan = prunePlan(
      source,
      { kind: 'items', ids: source.items.map(({ id }) => id) },
      { untouchedRounds: 0 },
    );
    const rewriter = new LineRewriter(lineEdits(source, plan));
    for (const line of linesOf(file))
      assert.equal(rewriter.rewriteLine({ ...line, bytes: null }), null);
    assert.deepEqual(
      rewriter.missed,
      plan.items.map(({ id }) => id),
    );
  });
});
