import assert from 'node:assert/strict';
import fc from 'fast-check';
import { additionsOf, cameInWith, isSameCameIn } from '../../../media/inspector/cameIn';
import { didComeIn, linesOf } from '../../../media/inspector/lines';
import { keep, INITIAL_UI } from '../../../media/inspector/ui';
import { rowOf } from '../../../src/features/inspector/rowView';
import { inEnglish } from '../../../src/wording/translate';
import { ledgerItem } from '../../fixtures/ledgerInspection';
import { step } from '../../fixtures/grownChart';

const row = (id: string, tokens: number, line: number, changes = {}) =>
  rowOf(ledgerItem(id, 'toolResult', tokens, { cameInLine: line, ...changes }), null, inEnglish);
const steps = [10, 20, 20, 35].map((line, index) => ({ ...step(index, 1_000), line }));

describe('what came in with a step', () => {
  const rows = [
    row('a', 100, 9),
    row('b', 400, 11),
    row('c', 50, 20, { freedTokens: 900, marks: ['pruned'] }),
    row('d', 700, 12, { isLive: false }),
    row('e', 30, 36),
  ];

  it('is told by its largest, as large as they were, what left among them', () => {
    const [first, second, none, last] = additionsOf(
      rows,
      steps.map(({ line }) => line),
    );
    assert.deepEqual([first!.count, none!.count, last!.count], [1, 0, 0]);
    assert.deepEqual(
      second!.largest.map(({ row: { id }, tokens }) => [id, tokens]),
      [
        ['c:0', 950],
        ['d:0', 700],
      ],
    );
    assert.deepEqual([second!.count, second!.left], [3, 1]);
  });

  it('is what the table shows of it, as far as it is in the context', () => {
    const shown = (ui: Partial<typeof INITIAL_UI>) =>
      linesOf(rows, { ...INITIAL_UI, selected: new Set(), ...ui }, 58).map(({ key }) => key);
    const cameIn = cameInWith(steps, 1);
    assert.deepEqual(shown({ cameIn }), ['item b:0', 'item c:0']);
    assert.deepEqual(shown({ cameIn, state: 'left' }), ['item d:0']);
    assert.deepEqual(shown({ cameIn: cameInWith(steps, 0) }), ['item a:0']);
    assert.deepEqual(shown({ cameIn: cameInWith(steps, 0, 3) }), [
      'item b:0',
      'item a:0',
      'item c:0',
    ]);
    assert.deepEqual(shown({ cameIn, text: 'nowhere' }), []);
  });

  it('belongs to one step alone, of thinned ones too', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 1, max: 200 }), { minLength: 1, maxLength: 30 }),
        fc.array(fc.integer({ min: 1, max: 220 }), { maxLength: 60 }),
        (lines, at) => {
          const some = lines.sort((a, b) => a - b).map((line) => ({ ...step(1, 1), line }));
          const all = at.map((line, index) => row(String(index), 10, line));
          const additions = additionsOf(
            all,
            some.map(({ line }) => line),
          );
          for (const each of all) {
            const holders = some.filter((_, index) => didComeIn(each, cameInWith(some, index)));
            assert.equal(holders.length, each.line <= some.at(-1)!.line ? 1 : 0);
          }
          for (const [index, { count }] of additions.entries())
            assert.equal(
              count,
              all.filter((each) => didComeIn(each, cameInWith(some, index))).length,
            );
        },
      ),
    );
  });

  it('is forgotten with the page', () => {
    const cameIn = cameInWith(steps, 1);
    assert.ok(isSameCameIn(cameIn, { ...cameIn }) && !isSameCameIn(null, cameIn));
    const { ui } = keep('one', { ...INITIAL_UI, cameIn }, new Set(), 0);
    assert.ok(!('cameIn' in ui));
  });
});
