import assert from 'node:assert/strict';
import type { CutPoint } from '../../../../src/domain/branching/cutPoints';
import {
  branchChoices,
  branchProblemWords,
  leftBehindWords,
} from '../../../../src/features/branch/branchChoices';
import { inEnglish } from '../../../../src/wording/translate';

const NOW = Date.UTC(2026, 10, 2, 12);
const cut = (changes: Partial<CutPoint> = {}): CutPoint => ({
  id: 'a@1',
  turn: 2,
  prompt: 'Fix the test',
  atMs: NOW - 7_200_000,
  contextTokens: 64_250,
  kind: 'turnEnd',
  isBeforeCompaction: false,
  lostTurns: 3,
  changedSince: [],
  end: 1,
  ...changes,
});

describe('branchChoices', () => {
  it('shows prompt, context and time, the newest first, and sets apart what was compacted away', () => {
    const rows = branchChoices(
      [
        cut({ turn: 1, isBeforeCompaction: true }),
        cut(),
        cut({ turn: 3, contextTokens: null, atMs: null }),
      ],
      NOW,
      inEnglish,
    );
    assert.deepEqual(
      rows.map(({ label, description, cut: point }) => [label, description, point?.turn]),
      [
        ['3 · Fix the test', '', 3],
        ['2 · Fix the test', '64.2K · 2 h ago', 2],
        ['Before the last compaction', '', undefined],
        ['1 · Fix the test', '64.2K · 2 h ago', 1],
      ],
    );
  });

  it('offers to keep the rest only where it is in the context', () => {
    const rows = branchChoices(
      [cut({ isBeforeCompaction: true }), cut({ kind: 'compaction' }), cut()],
      NOW,
      inEnglish,
    );
    assert.deepEqual(
      rows.map(({ canKeepRest }) => canKeepRest),
      [true, false, false, false],
    );
  });

  it('breaks no line at a prompt or a file', () => {
    const [row] = branchChoices(
      [cut({ prompt: '\u202ex\nnew line', changedSince: ['/p/x\n.ts'] })],
      NOW,
      inEnglish,
    );
    assert.equal(row!.label, '2 · x new line');
    assert.doesNotMatch(row!.detail, /\n/);
  });

  it('tells what is lost, and that code is not rewound', () => {
    assert.equal(leftBehindWords(cut(), inEnglish), 'Drops the last 3 turns.');
    assert.equal(
      leftBehindWords(cut({ lostTurns: 1, changedSince: ['/p/a.ts'] }), inEnglish),
      'Drops the last turn. Code is not rewound: a.ts stays as it is now.',
    );
    assert.equal(
      leftBehindWords(cut({ changedSince: ['/a', 'C:\\p\\b', '/c', '/d', '/e'] }), inEnglish),
      'Drops the last 3 turns. Code is not rewound: a, b, c and 2 more stay as they are now.',
    );
    assert.equal(
      leftBehindWords(cut({ kind: 'compaction', lostTurns: 0 }), inEnglish),
      'Drops the rest of this turn.',
    );
  });

  for (const problem of [
    'missing',
    'unreadable',
    'changed',
    'unsound',
    'forbidden',
    'failed',
  ] as const) {
    it(`has a sentence for ${problem}`, () =>
      assert.match(branchProblemWords(problem, 'ENOSPC', inEnglish) ?? '', /^[A-Z].*\.$/));
  }
});
