import assert from 'node:assert/strict';
import { linesOf } from '../../../media/inspector/lines';
import {
  contextWithout,
  freedBy,
  stateOf,
  suggested,
  toggled,
} from '../../../media/inspector/selection';
import { INITIAL_UI as INITIAL } from '../../../media/inspector/ui';
import { sessionOf } from '../../../src/features/inspector/inspectorView';
import { rowOf } from '../../../src/features/inspector/rowView';
import { inEnglish } from '../../../src/wording/translate';
import { ledgerInspection, ledgerItem, NEWEST_TURN } from '../../fixtures/ledgerInspection';
import { SAMPLE_NOW_MS } from '../../fixtures/sampleSnapshot';

const INITIAL_UI = { ...INITIAL, selected: new Set<string>() };
const inspection = ledgerInspection();
const rows = [...inspection.items, ...inspection.past].map((item) =>
  rowOf(item, inspection.snapshot.cwd, inEnglish),
);
const session = sessionOf(
  {
    snapshot: inspection.snapshot,
    inspection,
    openness: 'open',
    trouble: null,
    thresholds: { earlyPercent: 80, latePercent: 95 },
    nowMs: SAMPLE_NOW_MS,
  },
  inEnglish,
);

describe('the lines of the inspector’s table', () => {
  it('add up in every grouping', () => {
    const all = rows.filter(({ isLive }) => isLive).reduce((sum, { tokens }) => sum + tokens, 0);
    for (const grouping of ['items', 'files', 'tools', 'turns'] as const) {
      const lines = linesOf(rows, { ...INITIAL_UI, grouping }, NEWEST_TURN);
      assert.equal(
        lines.reduce(
          (sum, line) => sum + (line.type === 'item' ? line.row.tokens : line.tokens),
          0,
        ),
        all,
        grouping,
      );
    }
  });

  it('show what left the context only when asked', () => {
    assert.ok(
      linesOf(rows, INITIAL_UI, NEWEST_TURN).every(
        (line) => line.type === 'item' && line.row.isLive,
      ),
    );
    assert.equal(linesOf(rows, { ...INITIAL_UI, state: 'left' }, NEWEST_TURN).length, 2);
  });

  it('show what was pruned when asked, what freed the most first', () => {
    const prunedRow = (id: string, freedTokens: number | null): (typeof rows)[number] =>
      rowOf(
        ledgerItem(id, 'toolResult', 60, { marks: ['pruned'], freedTokens, keptBecause: 'pruned' }),
        null,
        inEnglish,
      );
    const some = [prunedRow('a', 900), prunedRow('b', null), prunedRow('c', 9_300)];
    const ui = { ...INITIAL_UI, state: 'pruned' } as const;
    assert.deepEqual(
      linesOf([...rows, ...some], ui, NEWEST_TURN).map((line) => line.key),
      ['item c:0', 'item a:0', 'item b:0'],
    );
    assert.equal(linesOf([...rows, ...some], { ...INITIAL_UI, text: 'pruned' }, 1).length, 3);
    assert.deepEqual(suggested(some), []);
  });

  it('find text whatever its case', () => {
    assert.equal(linesOf(rows, { ...INITIAL_UI, text: 'parser.ts' }, NEWEST_TURN).length, 2);
  });
});

describe('the selection of the inspector', () => {
  const byId = new Map(rows.map((row) => [row.id, row]));

  it('takes only what can be pruned, and all or nothing', () => {
    const thinking = rows.filter(({ category }) => category === 'thinking');
    assert.equal(stateOf(thinking, new Set(), 'several'), 'locked');
    const some = rows.slice(0, 4);
    const chosen = toggled(new Set(), some, 'several');
    assert.equal(chosen.size, 3);
    assert.equal(stateOf(some, chosen, 'several'), 'all');
    assert.equal(toggled(chosen, some, 'several').size, 0);
  });

  it('frees what it holds, never more than there is', () => {
    const freed = freedBy(new Set(rows.slice(0, 3).map(({ id }) => id)), byId);
    assert.deepEqual([freed.tokens, contextWithout(session, freed)], [33_300, 119_000]);
    assert.equal(contextWithout({ totalTokens: 1_000 }, freed), 0);
  });

  it('suggests what is superseded or doubled, and no picture for its size alone', () => {
    const found = suggested(rows);
    assert.ok(
      found.length > 3 && found.every(({ marks, kept }) => kept === null && marks.length > 0),
    );
  });
});
