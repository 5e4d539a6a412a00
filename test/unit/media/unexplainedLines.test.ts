import assert from 'node:assert/strict';
import type { Line } from '../../../media/inspector/lines';
import { OrderedLines, type LinesSource } from '../../../media/inspector/orderedLines';
import { unexplainedAt } from '../../../media/inspector/stepUnexplained';
import { INITIAL_UI, type Ui } from '../../../media/inspector/ui';
import { unexplainedWords } from '../../../media/inspector/unexplainedWords';
import { rowOf } from '../../../src/features/inspector/rowView';
import { unexplainedOf } from '../../../src/features/inspector/unexplainedView';
import type { Inspection } from '../../../src/domain/accounting/inspection';
import { inEnglish } from '../../../src/wording/translate';
import { accounted, withLess, withUnexplained } from '../../fixtures/unexplainedInspection';

const KEY = 'unexplained';

function sourceOf(inspection: Inspection, changes: Partial<Ui> = {}): LinesSource {
  const rows = inspection.items.map((item) => rowOf(item, null, inEnglish));
  const ui = { ...INITIAL_UI, ...changes };
  const { text, category, age, state, cameIn } = ui;
  return {
    rows: new Map(rows.map((row) => [row.id, row])),
    filter: { text, category, age, state, cameIn, selected: new Set() },
    ui,
    turn: inspection.turn,
    unexplained: unexplainedOf(inspection),
    block: { tokens: 0, block: null, isReading: false },
  };
}

function ordered(source: LinesSource): OrderedLines {
  const table = new OrderedLines();
  table.order(source);
  return table;
}

const linesOf = (changes?: Partial<Ui>, inspection = withUnexplained()): readonly Line[] =>
  ordered(sourceOf(inspection, changes)).lines;
const entries = (lines: readonly Line[]): number[] =>
  lines.flatMap((line) => (line.type === 'entry' ? [line.tokens] : []));
const tokensIn = (line: Line): number => (line.type === 'item' ? line.row.tokens : line.tokens);

describe('the line of what stands in no item', () => {
  for (const [name, make] of [
    ['more', withUnexplained],
    ['less', withLess],
  ] as const)
    it(`adds up with all others, where ${name} is sent than the file holds`, () => {
      const inspection = make();
      const { overheadTokens, totalTokens } = inspection.breakdown;
      for (const grouping of ['items', 'files', 'tools', 'turns'] as const) {
        const lines = linesOf({ grouping }, inspection);
        const sum = lines.reduce((tokens, line) => tokens + tokensIn(line), overheadTokens);
        assert.equal(sum, totalTokens, grouping);
        assert.equal(lines.filter(({ key }) => key === KEY).length, 1);
      }
    });

  it('stands where the order puts it, by its size whether it came or left', () => {
    const around = (changes: Partial<Ui>, inspection = withUnexplained()): unknown[] => {
      const lines = linesOf(changes, inspection);
      const at = lines.findIndex(({ key }) => key === KEY);
      return [lines[at - 1], lines[at + 1]].map((line) => line && tokensIn(line));
    };
    assert.deepEqual(around({}), [5_900, 5_114]);
    assert.deepEqual(around({}, withLess()), [8_900, 6_841]);
    assert.deepEqual(around({ sort: { by: 'tokens', isDescending: false } }), [5_114, 5_900]);
    const names = linesOf({ sort: { by: 'label', isDescending: false } }).map((line) =>
      line.type === 'item' ? line.row.label.toLowerCase() : 'not in the session file',
    );
    assert.deepEqual(names, [...names].sort());
  });

  it('opens to its replies, in the order of the table', () => {
    const expanded = new Set([KEY]);
    assert.deepEqual(entries(linesOf({ expanded })), [4_150, 2_900, -1_120, -640, 210]);
    assert.deepEqual(
      entries(linesOf({ expanded, sort: { by: 'age', isDescending: true } })),
      [2_900, -640, 4_150, -1_120, 210],
    );
  });

  it('is all that a filter by its kind shows, and open', () => {
    const table = ordered(sourceOf(withUnexplained(), { category: KEY }));
    assert.deepEqual(
      table.lines.map(({ type }) => type),
      [KEY, ...Array<string>(5).fill('entry')],
    );
    assert.equal(table.shownWords(), '5 replies');
    assert.equal(ordered(sourceOf(withUnexplained())).shownWords(), '287 items');
  });

  it('follows the other filters, and has the sum of what they leave', () => {
    const sums = (changes: Partial<Ui>): number[] =>
      linesOf(changes).flatMap((line) => (line.type === KEY ? [line.tokens] : []));
    assert.deepEqual(sums({ age: 'last5' }), []);
    assert.deepEqual(sums({ age: 'over20' }), [2_900 - 640]);
    assert.deepEqual(sums({ text: 'another model' }), [4_150]);
    assert.deepEqual(sums({ text: 'parser.ts' }), []);
    assert.deepEqual(sums({ category: 'toolResult' }), []);
    assert.deepEqual(sums({ state: 'prunable' }), []);
    const { line } = withUnexplained().unexplained[2]!;
    assert.deepEqual(sums({ cameIn: { afterLine: line - 1, upToLine: line } }), [4_150]);
    assert.deepEqual(sums({ cameIn: { afterLine: line, upToLine: line + 1 } }), []);
  });

  it('keeps its place while somebody is in the table, with its new value', () => {
    const expanded = new Set([KEY]);
    const table = ordered(sourceOf(withUnexplained(), { expanded }));
    const at = table.lines.findIndex(({ key }) => key === KEY);
    table.engage(true);
    table.follow(sourceOf(accounted([[24, 90_000, 'hidden']]), { expanded }));
    assert.deepEqual(table.lines.slice(at, at + 2).map(tokensIn), [90_000, 90_000]);
    assert.equal(table.lines[at + 2]?.type, 'item');
    table.follow(sourceOf(accounted([]), { expanded }));
    assert.ok(table.lines.every(({ type }) => type === 'item'));
    table.follow(sourceOf(withLess()));
    const placeIn = (lines: readonly Line[]): number => lines.findIndex(({ key }) => key === KEY);
    assert.equal(placeIn(table.lines), placeIn(linesOf({}, withLess())));
  });

  it('says in its hover what it is, and with which replies it came', () => {
    const [what, ...listed] = unexplainedWords(unexplainedOf(withUnexplained())!).split('\n');
    assert.match(what!, /^Told by the counters of replies/);
    assert.deepEqual(listed.slice(0, 3), [
      'Turn 38, line 1,130: ~+4.1K, another model counts otherwise',
      'Turn 24, line 710: ~+2.9K, sent, but not in the file',
      'Turn 44, line 1,310: ~−1.1K, the file was rewritten in between',
    ]);
  });
});

describe('what came in with a step and stands in no item', () => {
  const at = (tokens: number, context: number): unknown[] =>
    unexplainedAt({ tokens, entries: [{ line: 15, turn: 2, tokens, cause: 'hidden' }] }, [
      { line: 10, tokens: context },
      { line: 20, tokens: context },
    ]).map((lines) => lines.map(({ name, rest }) => name + rest));

  it('is named where it is notable: 1,000 tokens, or a hundredth of the context then', () => {
    assert.deepEqual(at(1_000, 900_000), [[], ['Not in the file ~+1K']]);
    assert.deepEqual(at(-1_000, 900_000), [[], ['Not in the file ~−1K']]);
    assert.deepEqual(at(200, 20_000), [[], ['Not in the file ~+200']]);
    assert.deepEqual(at(199, 20_000), [[], []]);
    assert.deepEqual(at(999, 900_000), [[], []]);
  });

  it('is of no step where no reply tells of it', () => {
    const entry = { line: null, turn: 2, tokens: 9_000, cause: 'untold' } as const;
    assert.deepEqual(
      unexplainedAt({ tokens: 9_000, entries: [entry] }, [{ line: 10, tokens: 20_000 }]),
      [[]],
    );
    assert.deepEqual(unexplainedAt(null, [{ line: 10, tokens: 20_000 }]), [[]]);
  });
});
