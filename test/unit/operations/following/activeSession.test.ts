import assert from 'node:assert/strict';
import {
  chooseActiveSession,
  type ActiveSessionEvidence,
} from '../../../../src/operations/following/activeSession';
import type { OpenSession } from '../../../../src/io/sessions/openSessions';
import type { FoundSession } from '../../../../src/io/sessions/workspaceSessions';

const EXTENSION_HOST = 100;
const SHELL = 200;
const SHELL_2 = 201;
const EMPTY_SHELL = 202;
const ELSEWHERE = 300;

const file = (
  sessionId: string,
  mtimeMs: number,
  fields: Partial<FoundSession> = {},
): FoundSession => {
  const projectDirectory = '/p';
  return {
    path: `/p/${sessionId}.jsonl`,
    sessionId,
    projectDirectory,
    mtimeMs,
    ctimeMs: mtimeMs,
    sizeBytes: 1,
    inode: 1,
    isSymlink: false,
    cwd: null,
    ...fields,
  };
};
const live = (pid: number, sessionId: string, fields: Partial<OpenSession> = {}): OpenSession => {
  const unknown = { cwd: null, kind: null, entrypoint: null, status: null, version: null };
  return {
    pid,
    sessionId,
    ...unknown,
    startedMs: null,
    updatedAtMs: 0,
    openness: 'open',
    ...fields,
  };
};
const NONE: ActiveSessionEvidence = {
  sessions: [],
  openSessions: [],
  windowPids: new Set([EXTENSION_HOST, SHELL]),
  ancestorPids: new Map(),
  focus: [],
  titleOf: () => null,
  pinned: null,
};
/** "session reason", with a question mark where its file is missing. */
const choose = (evidence: Partial<ActiveSessionEvidence>): string | null => {
  const active = chooseActiveSession({ ...NONE, ...evidence });
  return active && `${active.sessionId}${active.file ? '' : '?'} ${active.reason}`;
};

describe('chooseActiveSession', () => {
  it('finds none in an empty workspace', () => {
    assert.equal(choose({}), null);
    assert.equal(
      choose({ openSessions: [live(1, 'a')], ancestorPids: new Map([[1, [ELSEWHERE]]]) }),
      null,
    );
  });

  it('takes the one written last where nothing else is known', () => {
    const sessions = [file('old', 1), file('new', 2000), file('middle', 1000)];
    assert.equal(choose({ sessions }), 'new lastWritten');
    assert.equal(
      choose({
        sessions,
        openSessions: [live(1, 'old', { openness: 'uncertain', updatedAtMs: 9000 })],
      }),
      'new lastWritten',
    );
    assert.equal(
      choose({
        sessions,
        openSessions: [live(1, 'old')],
        ancestorPids: new Map([[1, [ELSEWHERE]]]),
      }),
      'new lastWritten',
    );
  });

  it('prefers the one of this window: run by the extension host, below a shell, or instead of one', () => {
    const sessions = [file('mine', 1), file('new', 2000)];
    const openSessions = [live(1, 'mine'), live(2, 'new')];
    for (const ancestors of [[EXTENSION_HOST], [7, 8, SHELL, 9]]) {
      assert.equal(
        choose({
          sessions,
          openSessions,
          ancestorPids: new Map([
            [1, ancestors],
            [2, [ELSEWHERE]],
          ]),
        }),
        'mine thisWindow',
      );
    }
    assert.equal(choose({ sessions, openSessions: [live(SHELL, 'mine')] }), 'mine thisWindow');
    assert.equal(
      choose({ sessions, openSessions: [live(SHELL, 'mine', { openness: 'uncertain' })] }),
      'mine thisWindow',
    );
  });

  it('believes no process that is dead or whose id may have gone to another', () => {
    const sessions = [file('mine', 1), file('new', 2000)];
    for (const openness of ['closed', 'uncertain'] as const) {
      const openSessions = [live(1, 'mine', { openness })];
      assert.equal(
        choose({ sessions, openSessions, ancestorPids: new Map([[1, [SHELL]]]) }),
        'new lastWritten',
      );
    }
    assert.equal(
      choose({ sessions, openSessions: [live(SHELL, 'mine', { openness: 'closed' })] }),
      'new lastWritten',
    );
  });

  it('takes the one written last of several in this window', () => {
    const sessions = [file('a', 1), file('b', 2), file('elsewhere', 3)];
    const ancestorPids = new Map([
      [1, [SHELL]],
      [2, [SHELL]],
    ]);
    assert.equal(
      choose({ sessions, openSessions: [live(1, 'a'), live(2, 'b')], ancestorPids }),
      'b thisWindow',
    );
    assert.equal(
      choose({ sessions, openSessions: [live(2, 'b'), live(1, 'a')], ancestorPids }),
      'b thisWindow',
    );
  });

  it('takes the one of the terminal that a person turned to, whoever writes', () => {
    const sessions = [file('a', 1), file('b', 2), file('c', 3)];
    const openSessions = [live(1, 'a'), live(2, 'b'), live(3, 'c')];
    const ancestorPids = new Map([
      [1, [7, SHELL]],
      [2, [SHELL_2]],
      [3, [EXTENSION_HOST]],
    ]);
    const windowPids = new Set([EXTENSION_HOST, SHELL, SHELL_2]);
    const focused = (...pids: number[]): string | null =>
      choose({
        sessions,
        openSessions,
        ancestorPids,
        windowPids,
        focus: pids.map((pid) => ({ kind: 'terminal', pid })),
      });
    assert.equal(focused(SHELL, SHELL_2), 'a thisWindow');
    assert.equal(focused(SHELL_2, SHELL), 'b thisWindow');
    // a terminal without Claude Code changes nothing
    assert.equal(focused(EMPTY_SHELL, SHELL, SHELL_2), 'a thisWindow');
    assert.equal(focused(EMPTY_SHELL), 'c thisWindow');
    assert.equal(focused(), 'c thisWindow');
  });

  it('goes by a terminal that runs nothing but Claude Code where no process tells its parents', () => {
    const sessions = [file('a', 1), file('b', 2), file('new', 3)];
    const openSessions = [
      live(SHELL, 'a', { openness: 'uncertain' }),
      live(SHELL_2, 'b', { openness: 'uncertain' }),
      live(1, 'new', { openness: 'uncertain' }),
    ];
    const windowPids = new Set([SHELL, SHELL_2]);
    const focused = (pid: number): string | null =>
      choose({ sessions, openSessions, windowPids, focus: [{ kind: 'terminal', pid }] });
    assert.equal(focused(SHELL), 'a thisWindow');
    // below this one runs a session, and nobody can tell
    assert.equal(focused(EMPTY_SHELL), 'b thisWindow');
  });

  it('takes the one of a Claude Code tab where its label fits no other', () => {
    const sessions = [file('one', 1), file('two', 2), file('terminal', 3)];
    const inTab = { entrypoint: 'claude-vscode' };
    const titles = new Map([
      ['/p/one.jsonl', 'Add CSV import to the ledger'],
      ['/p/two.jsonl', 'Fix the flaky test'],
      ['/p/terminal.jsonl', 'Rename accounts'],
    ]);
    const focused = (label: string): string | null =>
      choose({
        sessions,
        openSessions: [live(1, 'one', inTab), live(2, 'two', inTab), live(3, 'terminal')],
        ancestorPids: new Map([1, 2, 3].map((pid) => [pid, [EXTENSION_HOST]])),
        titleOf: (path) => titles.get(path) ?? null,
        focus: [{ kind: 'claudeTab', label }],
      });
    assert.equal(focused('Add CSV import to the le…'), 'one thisWindow');
    assert.equal(focused('Fix the flaky test'), 'two thisWindow');
    for (const other of [
      'Rename accounts',
      'Claude Code',
      'Add CSV',
      'Add CSV import to the ledger',
    ])
      assert.equal(focused(other), 'terminal thisWindow', other);
    titles.set('/p/two.jsonl', 'Add CSV import to the lending desk');
    assert.equal(focused('Add CSV import to the le…'), 'terminal thisWindow');
    titles.delete('/p/one.jsonl');
    assert.equal(focused('Claude Code'), 'terminal thisWindow');
  });

  it('leaves a session for the one that it runs as a tool aside', () => {
    const sessions = [file('main', 1), file('tool', 2)];
    const ancestorPids = new Map([
      [1, [SHELL]],
      [2, [9, 1, SHELL]],
    ]);
    assert.equal(
      choose({ sessions, openSessions: [live(2, 'tool'), live(1, 'main')], ancestorPids }),
      'main thisWindow',
    );
  });

  it('follows /clear before the new session has a file, rather than showing the old number', () => {
    const sessions = [file('before', 5000)];
    const ancestorPids = new Map([
      [1, [SHELL]],
      [2, [SHELL]],
    ]);
    assert.equal(
      choose({ sessions, openSessions: [live(1, 'fresh', { updatedAtMs: 5001 })], ancestorPids }),
      'fresh? thisWindow',
    );
    const both = [live(1, 'fresh', { updatedAtMs: 4000 }), live(2, 'before')];
    assert.equal(choose({ sessions, openSessions: both, ancestorPids }), 'before thisWindow');
  });

  it('follows /resume without process trees, although the session left behind gets one more record', () => {
    const sessions = [file('resumed', 10_440), file('left', 10_520)];
    const openSessions = [live(1, 'resumed', { openness: 'uncertain', updatedAtMs: 10_465 })];
    assert.equal(choose({ sessions, openSessions }), 'resumed lastWritten');
    assert.equal(
      choose({ sessions: [file('resumed', 10_440), file('other', 11_000)], openSessions }),
      'other lastWritten',
    );
    assert.equal(
      choose({ sessions, openSessions: [live(1, 'resumed', { openness: 'closed' })] }),
      'left lastWritten',
    );
  });

  it('keeps to a pinned session, by id or path, while its file exists', () => {
    const sessions = [file('pinned', 1), file('new', 2)];
    const openSessions = [live(1, 'new')];
    const ancestorPids = new Map([[1, [SHELL]]]);
    assert.equal(
      choose({ sessions, openSessions, ancestorPids, pinned: 'pinned' }),
      'pinned pinned',
    );
    assert.equal(
      choose({ sessions, openSessions, ancestorPids, pinned: '/p/pinned.jsonl' }),
      'pinned pinned',
    );
    assert.equal(
      choose({ sessions, openSessions, ancestorPids, pinned: 'deleted' }),
      'new thisWindow',
    );
  });

  it('prefers a file to symlinks and older copies of it', () => {
    const sessions = [
      file('a', 3, { path: '/link', isSymlink: true }),
      file('a', 1, { path: '/copy' }),
      file('a', 2, { path: '/file' }),
    ];
    const evidence = { ...NONE, sessions, openSessions: [live(SHELL, 'a')] };
    assert.equal(chooseActiveSession(evidence)?.file?.path, '/file');
  });

  it('names the process that holds the session', () => {
    const openSessions = [
      live(1, 'a', { openness: 'uncertain', updatedAtMs: 9 }),
      live(2, 'a', { updatedAtMs: 5 }),
      live(3, 'a', { openness: 'closed' }),
    ];
    const evidence = {
      ...NONE,
      sessions: [file('a', 1)],
      openSessions,
      windowPids: new Set<number>(),
    };
    assert.equal(chooseActiveSession(evidence)?.open?.pid, 2);
  });
});
