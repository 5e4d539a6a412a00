import assert from 'node:assert/strict';
import {
  confirmRow,
  previewRows,
  tickedDescription,
} from '../../../../src/features/prune/previewView';
import { inEnglish } from '../../../../src/wording/translate';
import { sampleItem } from '../../../fixtures/sampleItem';

const PLANNED = [
  { id: 'u1:0', freedTokens: 8_200, placeholder: '[pruned]' },
  { id: 'u2:0', freedTokens: 30_000, placeholder: '[pruned]' },
];

describe('the preview of a prune', () => {
  it('is confirmed by what happens, in words', () => {
    const cache = 'A backup is made; the prompt cache is rebuilt.';
    assert.deepEqual(confirmRow(4, false, '', inEnglish), {
      icon: 'check',
      label: 'Prune 4 items now',
      detail: cache,
    });
    assert.deepEqual(confirmRow(1, true, 'No further.', inEnglish), {
      icon: 'check',
      label: 'Prune 1 item in a copy',
      detail: 'No further. This session stays as it is.',
    });
    assert.equal(confirmRow(0, false, '', inEnglish).label, 'Nothing is left to prune');
  });

  it('says of an item that is left out that it stays', () => {
    const [row] = previewRows(PLANNED, new Map(), 1, inEnglish);
    assert.equal(tickedDescription(row!, true, inEnglish), '~30K');
    assert.equal(tickedDescription(row!, false, inEnglish), 'stays · ~30K');
  });
});

describe('previewRows', () => {
  it('lists the largest first, with its marks and its age', () => {
    const items = [
      sampleItem({ id: 'u1:0', turn: 9 }),
      sampleItem({
        id: 'u2:0',
        toolName: 'Bash',
        subject: 'npm test',
        path: null,
        turn: 3,
        marks: ['superseded', 'duplicate'],
      }),
    ];
    const rows = previewRows(PLANNED, new Map(items.map((item) => [item.id, item])), 10, inEnglish);
    assert.deepEqual(
      rows.map(({ id, label, description }) => [id, label, description]),
      [
        ['u2:0', 'Bash npm test', '~30K · outdated · duplicate · 7 turns ago'],
        ['u1:0', 'Read app.ts', '~8.2K · 1 turn ago'],
      ],
    );
  });

  it('falls back on the placeholder of an item that is not known', () => {
    assert.deepEqual(
      previewRows(
        [{ id: 'x:0', freedTokens: 10, placeholder: '[pruned: image]' }],
        new Map(),
        1,
        inEnglish,
      )[0],
      {
        id: 'x:0',
        label: '[pruned: image]',
        description: '~10',
        placeholder: '[pruned: image]',
        freedTokens: 10,
      },
    );
  });
});
