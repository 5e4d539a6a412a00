import assert from 'node:assert/strict';
import { subagentRows } from '../../../../src/features/sessions/subagentRowsView';
import type { TreeRow } from '../../../../src/features/sessions/treeRowView';
import { inEnglish } from '../../../../src/wording/translate';
import { sampleSubagent } from '../../../fixtures/writtenSubagents';

const outline = (rows: readonly TreeRow[]): unknown[] =>
  rows.map(({ label, children }) =>
    typeof children === 'string' || children.length === 0 ? label : [label, outline(children)],
  );

describe('the rows of subagents', () => {
  it('have running ones first, the largest first of those, then the newest', () => {
    const rows = subagentRows(
      [
        sampleSubagent({ agentId: 'f1', asked: 'F1', state: 'finished', mtimeMs: 9 }),
        sampleSubagent({ agentId: 'r1', asked: 'R1', tokens: 10_000 }),
        sampleSubagent({ agentId: 'u1', asked: 'U1', state: 'unknown', mtimeMs: 20 }),
        sampleSubagent({ agentId: 'r2', asked: 'R2', tokens: 90_000, isExact: false }),
      ],
      0,
      inEnglish,
    );
    assert.deepEqual(outline(rows), ['~90K R2', '10K R1', '112K U1', '112K F1']);
    assert.deepEqual(
      rows.map(({ icon, state }) => [icon?.name, state]),
      [
        ['leeway-level-4', 'working'],
        ['leeway-level-0', 'working'],
        ['circle-outline', null],
        ['pass', null],
      ],
    );
  });

  it('stand below the one that started them, whatever their files name', () => {
    const rows = subagentRows(
      [
        sampleSubagent({ agentId: 'inner', asked: 'Inner', parentAgentId: 'outer' }),
        sampleSubagent({ agentId: 'outer', asked: 'Outer' }),
        sampleSubagent({ agentId: 'orphan', asked: 'Orphan', parentAgentId: 'gone' }),
        sampleSubagent({ agentId: 'x', asked: 'X', parentAgentId: 'y' }),
        sampleSubagent({ agentId: 'y', asked: 'Y', parentAgentId: 'x' }),
        sampleSubagent({ agentId: 'own', asked: 'Own', parentAgentId: 'own' }),
      ],
      0,
      inEnglish,
    );
    assert.deepEqual(outline(rows), [
      ['112K Outer', ['112K Inner']],
      '112K Orphan',
      '112K X',
      '112K Y',
      '112K Own',
    ]);
  });

  it('say what a finished one brought back, and what is not known', () => {
    const [finished, silent] = subagentRows(
      [
        sampleSubagent({ state: 'finished', broughtBackTokens: 3_140, mtimeMs: 5_000 }),
        sampleSubagent({
          ...{ agentId: 'a2', asked: null, agentType: null, model: null },
          ...{ tokens: null, state: 'unknown' },
        }),
      ],
      0,
      inEnglish,
    );
    assert.equal(finished?.description, 'brought back ~3.1K · Explore · Haiku 4.5');
    assert.deepEqual(
      [silent?.label, silent?.description, silent?.spoken],
      ['– Subagent', '', 'Subagent Subagent, its end is not recorded, no reply yet.'],
    );
  });

  it('are a hundred at most, and the others are counted', () => {
    const many = Array.from({ length: 130 }, (_, at) => sampleSubagent({ agentId: `a${at}` }));
    const rows = subagentRows(many, 7, inEnglish);
    assert.equal(rows.length, 101);
    assert.deepEqual([rows.at(-1)?.label, rows.at(-1)?.can], ['37 older subagents', []]);
  });
});
