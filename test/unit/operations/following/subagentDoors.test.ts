import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { notesOf } from '../../../../src/features/inspector/noteView';
import { sessionOf } from '../../../../src/features/inspector/inspectorView';
import { localFileSystem } from '../../../../src/io/sessionFile/sessionFileSystem';
import { branchSession, readCutPoints } from '../../../../src/operations/leaving/branchSession';
import { archiveSession } from '../../../../src/operations/leaving/archiveSession';
import { keepSession } from '../../../../src/operations/rewriting/keepSession';
import { pruneSession } from '../../../../src/operations/rewriting/pruneSession';
import { inEnglish } from '../../../../src/wording/translate';
import { sampleSnapshot } from '../../../fixtures/sampleSnapshot';
import { testTools } from '../../../fixtures/sessionOfReads';
import { useTemporaryDirectory } from '../../../fixtures/temporaryDirectory';
import { writeSession } from '../../../fixtures/writtenSessions';
import { WrittenSubagent } from '../../../fixtures/writtenSubagents';

describe('the file of a subagent', () => {
  const directory = useTemporaryDirectory();

  /** As another tool may write it: nothing in its lines says that it is one. */
  const unmarked = (): string => {
    const session = writeSession(directory.path('config'), '/home/dev/app', 'one');
    const { path } = new WrittenSubagent(session, 'a1').asked('Count').step(9_000).answer(9_500);
    const lines = readFileSync(path, 'utf8');
    writeFileSync(path, lines.replaceAll('"isSidechain":true', '"isSidechain":false'));
    return path;
  };

  it('is written through no door, whatever its lines say', async () => {
    const path = unmarked();
    const before = readFileSync(path, 'utf8');
    const tools = testTools(directory.path('config'));
    const order = { path, select: { kind: 'items', ids: ['x'] } } as never;
    const archived = { originalPath: path, title: null, cwd: null, note: '' };
    const keep = { path, reason: 'compact', beforeTokens: null, archived: null } as const;
    for (const refused of [
      await pruneSession(order, tools),
      await archiveSession(archived, tools),
      await keepSession(keep, tools),
    ]) {
      assert.ok('kind' in refused && refused.kind === 'refused');
      assert.equal(refused.reason, 'noSession');
    }
    assert.deepEqual(await readCutPoints(path), { problem: 'unreadable', code: '' });
    assert.deepEqual(await branchSession(path, 'x', localFileSystem), {
      problem: 'unreadable',
      code: '',
    });
    assert.equal(readFileSync(path, 'utf8'), before);
  });

  it('has no button on its page that would be meant for its session', () => {
    const snapshot = sampleSnapshot({
      ...{ agentId: 'a1', sessionId: 'one', path: '/p/one/subagents/agent-a1.jsonl' },
      blocked: { kind: 'credits', case: 'grown', sinceMs: 1 },
    });
    const notes = notesOf(snapshot, null, null, inEnglish);
    assert.deepEqual(
      notes.map(({ id, severity, actions }) => [id, severity, actions.map((each) => each.id)]),
      [['subagent', 'error', ['showActive']]],
    );
    const page = sessionOf(
      {
        ...{ snapshot, inspection: null, openness: null, trouble: null, nowMs: 0 },
        thresholds: { earlyPercent: 80, latePercent: 95 },
      },
      inEnglish,
    );
    assert.equal(page.key, snapshot.path, 'it is not taken for its session');
    assert.deepEqual(page.actions.header, []);
    assert.deepEqual(
      [...page.actions.menu, ...page.actions.selection].map(({ id }) => id),
      ['switchSession', 'whatHelps', 'openSettings', 'showLog', 'copyList'],
    );
  });
});
