import assert from 'node:assert/strict';
import { attentionNeeded, liveRow } from '../../../../src/features/sessions/liveRowsView';
import {
  elsewhereRows,
  endedRows,
  olderRow,
  treeRows,
  type TreeSource,
} from '../../../../src/features/sessions/sessionsTreeView';
import type { TreeRow } from '../../../../src/features/sessions/treeRowView';
import type { FollowedSession, Following } from '../../../../src/operations/following/following';
import type { SessionSummary } from '../../../../src/operations/reading/sessionSummary';
import { inEnglish } from '../../../../src/wording/translate';
import { hostileTexts } from '../../../fixtures/hostileTexts';
import { absent, followed, following } from '../../../fixtures/sampleFollowing';
import { autoCompact } from '../../../fixtures/sampleSnapshot';
import { sampleSubagent } from '../../../fixtures/writtenSubagents';

const NOW = Date.UTC(2026, 11, 1, 12);

const session = (
  title: string,
  tokens: number,
  changes: Partial<FollowedSession['snapshot']> = {},
  more: Partial<FollowedSession> = {},
): FollowedSession =>
  followed(
    {
      path: `/config/projects/p/${title}.jsonl`,
      ...{ title, sessionId: title, usage: { tokens, exact: true } },
      walls: [autoCompact(167_000)],
      ...changes,
    },
    more,
  );

const rowsOf = (told: Following, more: Partial<TreeSource> = {}): readonly TreeRow[] =>
  treeRows({ following: told, folderName: 'ledger', filter: '', nowMs: NOW, ...more }, inEnglish);

const childrenOf = ({ children }: TreeRow): readonly TreeRow[] =>
  typeof children === 'string' ? assert.fail('they are read later') : children;

const outline = (rows: readonly TreeRow[]): unknown[] =>
  rows.map((row) =>
    typeof row.children === 'string' || row.children.length === 0
      ? row.label
      : [row.label, outline(row.children)],
  );

const summary = (title: string, changes: Partial<SessionSummary> = {}): SessionSummary => ({
  path: `/config/projects/p/${title}.jsonl`,
  sessionId: title,
  cwd: '/home/dev/ledger',
  title,
  gitBranch: null,
  model: 'claude-sonnet-4-6',
  tokens: 33_000,
  isExact: true,
  cache: null,
  mtimeMs: NOW - 7_200_000,
  isOpen: false,
  ...changes,
});

describe('the tree of sessions', () => {
  it('has what needs a person first, the number in front, and subagents below', () => {
    const told: Following = {
      ...following({}, []),
      active: session('Idle', 21_000),
      others: [
        session('Near', 160_000, {}, { subagents: [sampleSubagent()] }),
        session('Blocked', 214_000, {
          blocked: { kind: 'credits', case: 'grown', sinceMs: 1 },
        }),
      ],
      ended: 41,
    };
    assert.deepEqual(outline(rowsOf(told)), [
      ['ledger', ['214K Blocked', ['160K Near', ['112K Review the mapping']], '21K Idle']],
      'Ended',
      'Other Folders',
    ]);
    const [folder, ended] = rowsOf(told);
    assert.deepEqual(
      [folder?.description, ended?.description, ended?.folding],
      ['3 live', '41 in ledger', 'closed'],
    );
    assert.equal(attentionNeeded(told), 2);
  });

  it('has sessions of worktrees in a group of their own, by worktree', () => {
    const told: Following = {
      ...following({}, []),
      active: session('Here', 21_000),
      others: [
        session('There', 92_000, { gitBranch: 'fix/rounding' }, { worktree: '/home/dev/fx-rates' }),
        session('There too', 12_000, {}, { worktree: '/home/dev/fx-rates' }),
      ],
    };
    const [, worktrees] = rowsOf(told);
    assert.deepEqual(outline([worktrees!]), [
      ['Worktrees', [['fx-rates', ['92K There', '12K There too']]]],
    ]);
    const [fx] = childrenOf(worktrees!);
    assert.deepEqual([fx?.description, fx?.icon?.name], ['fix/rounding', 'worktree']);
  });

  it('is empty only where Claude Code has never run', () => {
    assert.deepEqual(rowsOf(absent('noConfigDirectory')), []);
    assert.deepEqual(outline(rowsOf(absent('noSession'))), ['ledger', 'Other Folders']);
    assert.deepEqual(outline(rowsOf(absent('noFolder'), { folderName: '' })), ['Other Folders']);
  });

  it('does not count or mark what nobody runs', () => {
    const told = {
      ...absent('following'),
      active: session('Left', 166_000, {}, { openness: 'closed', status: 'busy' }),
    };
    assert.equal(attentionNeeded(told), 0);
    const [folder] = rowsOf(told);
    const [row] = childrenOf(folder!);
    assert.deepEqual(
      [folder?.description, row?.state, row?.description.split(' · ')[0], row?.can],
      [
        'none live',
        null,
        'not running',
        ['inspect', 'rewrite', 'leave', 'id', 'resume', 'archive'],
      ],
    );
  });

  it('shows only what has all words of a filter, subagents included', () => {
    const told: Following = {
      ...following({}, []),
      active: session('Import wizard', 21_000, { gitBranch: 'feature/csv' }),
      others: [
        session('Rates', 33_000, {}, { subagents: [sampleSubagent({ asked: 'Read the CSV' })] }),
        session('Ledger', 44_000, { model: 'claude-opus-5-5' }),
      ],
    };
    const found = (filter: string): unknown => {
      const [folder] = rowsOf(told, { filter });
      return childrenOf(folder!).map(({ label }) => label);
    };
    assert.deepEqual(found('csv'), ['33K Rates', '21K Import wizard']);
    assert.deepEqual(found('OPUS ledger'), ['44K Ledger']);
    assert.deepEqual(found('nothing'), []);
  });

  it('lists ended sessions without those that are shown, and others by their folder', () => {
    const told = { ...absent('following'), active: session('Here', 21_000) };
    const own = [summary('Here'), summary('Gone', { archiveNote: 'left' }), summary('Old')];
    const ended = endedRows(own, { following: told, filter: '' }, NOW, inEnglish);
    assert.deepEqual(
      ended.map(({ label, description, can }) => [label, description, can.includes('archive')]),
      [
        ['33K Gone', '2 h ago · archived · Sonnet 4.6', false],
        ['33K Old', '2 h ago · Sonnet 4.6', true],
      ],
    );
    const elsewhere = elsewhereRows(
      [
        ...own,
        summary('A', { cwd: '/home/dev/site', isOpen: true }),
        summary('B', { cwd: '/home/dev/site' }),
        summary('C', { cwd: null, tokens: null }),
      ],
      new Set(own.map(({ path }) => path)),
      { following: told, filter: '' },
      NOW,
      inEnglish,
    );
    assert.deepEqual(outline(elsewhere), [
      ['site', ['33K A', '33K B']],
      ['Folder not known', ['– C']],
    ]);
    assert.equal(elsewhere[0]?.description, '2, 1 live · /home/dev/site');
    const byFolder = (sessions: SessionSummary[]): unknown =>
      outline(
        elsewhereRows(sessions, new Set(), { following: told, filter: 'site' }, NOW, inEnglish),
      );
    assert.deepEqual(byFolder([summary('A', { cwd: '/home/dev/site' }), summary('B')]), [
      ['site', ['33K A']],
    ]);
    assert.deepEqual(
      endedRows([summary('A')], { following: told, filter: 'ledger' }, NOW, inEnglish),
      [],
      'all of them are in this folder',
    );
  });

  it('keeps what is shown from another folder apart, and lists it nowhere else', () => {
    const told: Following = {
      ...absent('following'),
      active: session('Pinned', 21_000, {}, { isElsewhere: true }),
    };
    assert.deepEqual(outline(rowsOf(told)), [
      'ledger',
      ['From Another Folder', ['21K Pinned']],
      'Other Folders',
    ]);
    const listed = elsewhereRows(
      [summary('Pinned', { cwd: '/home/dev/site' })],
      new Set(),
      { following: told, filter: '' },
      NOW,
      inEnglish,
    );
    assert.deepEqual(listed, []);
  });

  it('offers nothing for a copy in the archive but to look at it', () => {
    const copy = summary('Gone', { path: '/backups/gone/20261201T1.jsonl', archiveNote: 'left' });
    const [row] = endedRows([copy], { following: absent('noSession'), filter: '' }, NOW, inEnglish);
    assert.deepEqual(row?.can, ['inspect']);
  });

  it('has no two rows of one id', () => {
    const told: Following = { ...following({}, []), active: session('Here', 21_000) };
    const ids = [
      ...endedRows([summary('A')], { following: told, filter: '' }, NOW, inEnglish),
      ...elsewhereRows(
        [summary('A')],
        new Set(),
        { following: told, filter: '' },
        NOW,
        inEnglish,
      ).flatMap(childrenOf),
      ...rowsOf(told).flatMap((row) =>
        typeof row.children === 'string' ? [row] : [row, ...row.children],
      ),
    ].map(({ id }) => id);
    assert.equal(new Set(ids).size, ids.length);
  });

  it('says each row as a sentence', () => {
    const busy = session(
      'Rebuild the import',
      159_000,
      {},
      { status: 'busy', subagents: [sampleSubagent(), sampleSubagent({ agentId: 'a2' })] },
    );
    assert.equal(
      liveRow(busy, NOW, inEnglish).spoken,
      'Rebuild the import, working, 159 thousand tokens of 200 thousand tokens, 8 thousand tokens to auto-compact, 2 subagents running.',
    );
  });

  it('marks who waits for a person only where the companion tells', () => {
    const waiting = session('A', 10_000, {}, { status: 'waiting' });
    assert.equal(liveRow(waiting, NOW, inEnglish).state, null);
  });

  it('fills its icon by the next limit, and colours it near that', () => {
    const icon = (tokens: number): unknown => liveRow(session('A', tokens), NOW, inEnglish).icon;
    assert.deepEqual(icon(0), { name: 'leeway-level-0', color: 'icon.foreground' });
    assert.deepEqual(icon(83_000), { name: 'leeway-level-4', color: 'icon.foreground' });
    assert.deepEqual(icon(134_000), { name: 'leeway-level-7', color: 'editorWarning.foreground' });
    assert.deepEqual(icon(180_000), { name: 'leeway-level-9', color: 'editorWarning.foreground' });
  });

  it('shows nothing of a transcript that acts', () => {
    for (const hostile of hostileTexts) {
      const told: Following = {
        ...absent('following'),
        active: session(
          hostile,
          21_000,
          { gitBranch: hostile, model: hostile },
          { subagents: [sampleSubagent({ asked: hostile, agentType: hostile, model: hostile })] },
        ),
      };
      const flat = (rows: readonly TreeRow[]): readonly TreeRow[] =>
        rows.flatMap((row) => [
          row,
          ...(typeof row.children === 'string' ? [] : flat(row.children)),
        ]);
      for (const { label, description } of flat(rowsOf(told, { folderName: hostile })))
        for (const shown of [label, description])
          assert.doesNotMatch(shown, /[\u0000-\u001f\u007f\u202a-\u202e]|\$\(/);
    }
  });

  it('says behind a list that it was cut, in a row that nothing is done to', () => {
    const { id, label, description, can, path, folding } = olderRow('ended', inEnglish);
    assert.deepEqual(
      { id, label, description, can, path, folding },
      {
        ...{ id: 'group older ended', label: 'Older ones are not listed', can: [], path: null },
        ...{ description: 'Search Sessions… finds them', folding: 'none' },
      },
    );
  });
});
