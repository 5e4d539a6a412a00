import assert from 'node:assert/strict';
import { hitRows, searchedWords } from '../../../../src/features/sessions/searchText';
import { inEnglish } from '../../../../src/wording/translate';

const NOW = Date.UTC(2026, 11, 1, 12);

describe('the words of a search', () => {
  it('say where each place is, and how many more there are', () => {
    const hit = {
      line: 7,
      turn: 3,
      snippet: 'round half to even',
      at: 0,
      timestampMs: NOW - 3.6e6,
    };
    const rows = hitRows(
      {
        ...{ path: '/p/one.jsonl', title: 'Fix rounding', cwd: '/home/dev/ledger', more: 2 },
        hits: [hit, { ...hit, turn: 0, timestampMs: null, line: 2 }],
      },
      NOW,
      inEnglish,
    );
    assert.deepEqual(
      rows.map(({ label, detail, line }) => [label, detail, line]),
      [
        ['round half to even', 'Fix rounding · turn 3 · 1 h ago · ledger', 7],
        ['round half to even', 'Fix rounding · ledger · 2 more places', 2],
      ],
    );
  });

  it('say how far it has come', () => {
    const words = (done: number, hits: number): string =>
      searchedWords({ done, total: 50, hits }, inEnglish);
    assert.equal(words(12, 3), 'Searched 12 of 50 sessions');
    assert.equal(words(50, 0), 'Nothing found in 50 sessions');
    assert.equal(words(50, 1), '1 place found in 50 sessions');
    assert.equal(words(50, 9), '9 places found in 50 sessions');
  });
});
