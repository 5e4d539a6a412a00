import assert from 'node:assert/strict';
import type { KnownBlock } from '../../../media/inspector/blockLines';
import type { Line } from '../../../media/inspector/lines';
import { OrderedLines, type LinesSource } from '../../../media/inspector/orderedLines';
import { INITIAL_UI, type Ui } from '../../../media/inspector/ui';
import { rowOf } from '../../../src/features/inspector/rowView';
import { inEnglish } from '../../../src/wording/translate';
import { ledgerInspection } from '../../fixtures/ledgerInspection';
import { ledgerBlock } from '../../fixtures/openedBlock';

const inspection = ledgerInspection();
const TOKENS = inspection.breakdown.overheadTokens;
const closed: KnownBlock = { tokens: TOKENS, block: null, isReading: false };
const opened: KnownBlock = { ...closed, block: ledgerBlock('claude') };

function sourceOf(block: KnownBlock, changes: Partial<Ui> = {}): LinesSource {
  const rows = inspection.items.map((item) => rowOf(item, null, inEnglish));
  const ui = { ...INITIAL_UI, ...changes };
  const { text, category, age, state, cameIn } = ui;
  return {
    rows: new Map(rows.map((row) => [row.id, row])),
    filter: { text, category, age, state, cameIn, selected: new Set() },
    ui,
    turn: inspection.turn,
    unexplained: null,
    block,
  };
}

function ordered(source: LinesSource): OrderedLines {
  const table = new OrderedLines();
  table.order(source);
  return table;
}

const linesOf = (block: KnownBlock, changes?: Partial<Ui>): readonly Line[] =>
  ordered(sourceOf(block, changes)).lines;
const own = (lines: readonly Line[]): readonly Line[] =>
  lines.filter(({ type }) => ['system', 'part', 'blockNote'].includes(type));
const names = (lines: readonly Line[]): string[] =>
  lines.flatMap((line) => (line.type === 'part' ? [line.part.name] : []));
const expanded = new Set(['system']);

describe('the line of the fixed block', () => {
  it('stands among the items by its size, closed, however they are grouped', () => {
    for (const grouping of ['items', 'files', 'tools', 'turns'] as const) {
      const lines = linesOf(opened, { grouping });
      assert.deepEqual(own(lines), [
        { type: 'system', key: 'system', tokens: TOKENS, isOpen: false },
      ]);
    }
    assert.equal(linesOf(closed)[0]?.type, 'system');
    assert.equal(
      linesOf(closed, { sort: { by: 'tokens', isDescending: false } }).at(-1)?.type,
      'system',
    );
    assert.deepEqual(own(linesOf({ ...closed, tokens: 0 })), []);
  });

  it('opens to its parts, which add up to it', () => {
    const lines = own(linesOf(opened, { expanded }));
    assert.deepEqual(
      lines.map(({ type }) => type),
      ['system', ...Array<string>(10).fill('part'), 'blockNote'],
    );
    const parts = lines.flatMap((line) => (line.type === 'part' ? [line.tokens] : []));
    assert.equal(
      parts.reduce((sum, tokens) => sum + tokens, 0),
      TOKENS,
    );
    const all = linesOf(opened, { expanded });
    const at = all.findIndex(({ type }) => type === 'system');
    assert.deepEqual(all.slice(at, at + 12), lines, 'they stand together');
  });

  it('says below them who told it, or why nobody did, and how to ask', () => {
    const note = (block: KnownBlock): unknown => {
      const line = own(linesOf(block, { expanded })).at(-1);
      return line?.type === 'blockNote' ? [line.words, line.action] : line?.type;
    };
    assert.equal(note(closed), 'system');
    assert.deepEqual(note({ ...closed, isReading: true }), ['Reading.', null]);
    assert.deepEqual(note({ ...opened, isReading: true }), ['Asking Claude Code.', 'cancelAsking']);
    const byFiles = ledgerBlock('files');
    assert.deepEqual(note({ ...closed, block: byFiles }), [byFiles.told, 'askClaude']);
    assert.deepEqual(note({ ...closed, block: { ...byFiles, problem: 'Why.' } }), [
      'Why.',
      'askClaude',
    ]);
    assert.deepEqual(note(opened), [opened.block?.told, null]);
  });

  it('is all that a filter by its kind shows, and open', () => {
    const table = ordered(sourceOf(opened, { category: 'system' }));
    assert.ok(table.lines.every(({ type }) => type !== 'item'));
    assert.equal(table.shownWords(), '10 parts');
    assert.equal(table.isBlockOpen, true);
    assert.equal(ordered(sourceOf(closed, { category: 'system' })).isBlockOpen, true);
    assert.equal(ordered(sourceOf(closed)).isBlockOpen, false);
  });

  it('follows the other filters: it is older than all turns, and found by the names in it', () => {
    const shown = (changes: Partial<Ui>): string[] => names(own(linesOf(opened, changes)));
    assert.deepEqual(own(linesOf(opened, { age: 'last5' })), []);
    assert.equal(own(linesOf(opened, { age: 'over20' })).length, 1);
    assert.deepEqual(own(linesOf(opened, { state: 'prunable' })), []);
    assert.deepEqual(own(linesOf(opened, { category: 'toolResult' })), []);
    assert.deepEqual(own(linesOf(opened, { cameIn: { afterLine: 0, upToLine: 99 } })), []);
    assert.deepEqual(own(linesOf(opened, { text: 'nothing like it' })), []);
    assert.deepEqual(shown({ text: 'get_variables' }), ['figma']);
    assert.deepEqual(shown({ text: 'memory file' }), ['CLAUDE.md', '~/.claude/CLAUDE.md']);
    assert.equal(shown({ text: 'system and', expanded }).length, 10);
  });

  it('has its parts in the order of the table', () => {
    const by = (sort: Ui['sort']): string[] => names(linesOf(opened, { expanded, sort }));
    const largest = by({ by: 'tokens', isDescending: true });
    assert.deepEqual(by({ by: 'tokens', isDescending: false }), [...largest].reverse());
    const named = by({ by: 'label', isDescending: false });
    assert.deepEqual(
      named,
      [...named].sort((a, b) => (a.toLowerCase() < b.toLowerCase() ? -1 : 1)),
    );
  });

  it('is no reason to keep items waiting that come first while somebody is in the table', () => {
    const source = sourceOf(closed);
    const table = ordered({ ...source, rows: new Map() });
    assert.deepEqual(
      table.lines.map(({ type }) => type),
      ['system'],
    );
    table.engage(true);
    table.follow(source);
    assert.equal(table.shownRows().length, source.rows.size);
  });

  it('comes to its place where it is new, though lines keep theirs', () => {
    const table = ordered(sourceOf({ ...closed, tokens: 0 }));
    table.engage(true);
    table.follow(sourceOf(closed));
    assert.equal(table.lines[0]?.type, 'system');
  });

  it('keeps its place while somebody is in the table', () => {
    const table = ordered(sourceOf(opened, { expanded }));
    table.engage(true);
    table.follow(sourceOf({ ...opened, tokens: 3 }, { expanded }));
    assert.deepEqual(table.lines[0], { type: 'system', key: 'system', tokens: 3, isOpen: true });
    assert.equal(table.lines[12]?.type, 'item');
  });
});
