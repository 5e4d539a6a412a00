import assert from 'node:assert/strict';
import type { SessionSummary } from '../../../../src/operations/reading/sessionSummary';
import { sessionChoices, type SessionRow } from '../../../../src/features/sessions/sessionChoices';
import { inEnglish } from '../../../../src/wording/translate';
import { hostileTexts } from '../../../fixtures/hostileTexts';

const NOW = Date.UTC(2026, 10, 2, 12);

function summary(changes: Partial<SessionSummary> = {}): SessionSummary {
  return {
    path: '/config/projects/-home-dev-ledger/one.jsonl',
    sessionId: 'one',
    cwd: '/home/dev/ledger',
    title: 'Add CSV import',
    gitBranch: null,
    model: 'claude-sonnet-4-6',
    tokens: 152_300,
    isExact: true,
    cache: null,
    mtimeMs: NOW - 7_200_000,
    isOpen: false,
    ...changes,
  };
}

function rowsOf(
  sessions: readonly SessionSummary[],
  context: { pinnedPath?: string; scope?: 'workspace' | 'everywhere' } = {},
): SessionRow[] {
  return sessionChoices(
    sessions,
    { pinnedPath: null, scope: 'workspace', nowMs: NOW, ...context },
    inEnglish,
  );
}
const rowOf = (changes: Partial<SessionSummary>, scope?: 'everywhere'): SessionRow =>
  rowsOf([summary(changes)], { ...(scope && { scope }) })[0]!;

describe('sessionChoices', () => {
  it('offers the sessions in the order given, then other folders', () => {
    const rows = rowsOf([summary(), summary({ path: '/two.jsonl', title: 'Second' })]);
    assert.deepEqual(
      rows.map(({ icon, label, isSeparator }) => (isSeparator ? ['---'] : [icon, label])),
      [
        ['circle-outline', '152.3K · Add CSV import'],
        ['circle-outline', '152.3K · Second'],
        ['---'],
        ['folder', 'Other Folders…'],
      ],
    );
    assert.deepEqual(
      rows.map(({ choice }) => choice),
      [
        { type: 'session', path: summary().path },
        { type: 'session', path: '/two.jsonl' },
        { type: 'everywhere' },
        { type: 'everywhere' },
      ],
    );
  });

  it('shows that a session was archived, and why', () => {
    const { detail } = rowOf({ archiveNote: 'Left for a\nfresh session' });
    assert.match(detail, / · archived · Left for a fresh session$/);
  });

  it('offers other folders where the workspace has no session', () => {
    assert.deepEqual(
      rowsOf([]).map(({ label, isSeparator }) => [label, isSeparator]),
      [['Other Folders…', false]],
    );
    assert.deepEqual(rowsOf([], { scope: 'everywhere' }), []);
  });

  it('offers to let go of a pinned session, listed or not', () => {
    for (const sessions of [[], [summary()]])
      assert.deepEqual(rowsOf(sessions, { pinnedPath: '/elsewhere.jsonl' })[0]?.choice, {
        type: 'follow',
      });
    assert.equal(
      rowsOf([summary({ isOpen: true })], { pinnedPath: summary().path })[1]?.icon,
      'pinned',
    );
  });

  const rows: [what: string, changes: Partial<SessionSummary>, size: string, detail: string][] = [
    ['size, model and age', {}, '152.3K', 'Sonnet 4.6 · 2 h ago'],
    ['an estimate', { isExact: false }, '~152.3K', 'Sonnet 4.6 · 2 h ago'],
    [
      'a session without a reply, since its compaction or at all',
      { tokens: null, model: null },
      'no size yet',
      '2 h ago',
    ],
    ['a live session', { isOpen: true, mtimeMs: NOW }, '152.3K', 'live · Sonnet 4.6 · just now'],
    ['a clock that runs ahead', { mtimeMs: NOW + 60_000 }, '152.3K', 'Sonnet 4.6 · just now'],
  ];
  for (const [what, changes, size, detail] of rows)
    it(`tells the size in front of the title, and the rest below it, of ${what}`, () => {
      const row = rowOf(changes);
      assert.deepEqual(
        [row.label, row.description, row.detail],
        [`${size} · Add CSV import`, '', detail],
      );
    });

  it('marks live sessions', () => {
    assert.equal(rowOf({ isOpen: true }).icon, 'circle-filled');
  });

  it('says where a session is only among those of all folders', () => {
    assert.doesNotMatch(rowOf({}).detail, /ledger/);
    assert.match(rowOf({}, 'everywhere').detail, / · \/home\/dev\/ledger$/);
    assert.match(rowOf({ cwd: null }, 'everywhere').detail, /ago$/);
  });

  it('has words for a session without a title', () => {
    for (const title of [null, '', '\u001b[0m'])
      assert.equal(rowOf({ title }).label, '152.3K · Without a title');
  });

  it('lets no file break lines or turn text around', () => {
    for (const text of hostileTexts) {
      const { label, description, detail } = rowOf(
        { title: text, model: text, cwd: text },
        'everywhere',
      );
      for (const part of [label, description, detail])
        assert.doesNotMatch(part, /[\p{Cc}\p{Bidi_Control}\u2028\u2029]/u);
    }
  });

  it('keeps rows short', () => {
    const { label, detail } = rowOf({ title: 'x'.repeat(5000), model: 'y'.repeat(5000) });
    assert.ok(label.length + detail.length < 250);
  });
});
