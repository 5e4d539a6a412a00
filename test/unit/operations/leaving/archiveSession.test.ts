import assert from 'node:assert/strict';
import { existsSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import {
  archivedSessions,
  archiveSession,
  withArchived,
  type ArchivedSession,
} from '../../../../src/operations/leaving/archiveSession';
import type { RewriteTools } from '../../../../src/operations/rewriting/rewriteSession';
import { deleteAllBackups, retainBackups } from '../../../../src/io/keeping/backupRetention';
import { useTemporaryDirectory } from '../../../fixtures/temporaryDirectory';
import { testTools } from '../../../fixtures/sessionOfReads';

const ONE = '5ba08d29-65a1-489d-b90e-69b2be914b7c';
const TWO = '6ba08d29-65a1-489d-b90e-69b2be914b7c';

describe('archiveSession', () => {
  const directory = useTemporaryDirectory();
  const facts = { title: 'T', cwd: '/home/dev', note: 'Left for a fresh session' };
  const tools = (nowMs = Date.now()): RewriteTools =>
    testTools(directory.path(), { nowMs: () => nowMs });
  const archive = async (
    originalPath: string,
    changes: Partial<typeof facts> = {},
    nowMs?: number,
  ): Promise<ArchivedSession> => {
    const archived = await archiveSession({ originalPath, ...facts, ...changes }, tools(nowMs));
    assert.ok(!('kind' in archived), JSON.stringify(archived));
    return archived;
  };

  it('copies the session out of the clean-up’s way, and leaves it untouched', async () => {
    const originalPath = directory.write(`projects/x/${ONE}.jsonl`, '{"a":1}\n');
    const before = statSync(originalPath);
    const archived = await archive(originalPath, {}, 5);
    const { copyPath } = archived;
    assert.ok(copyPath.startsWith(directory.path('leeway/backups', ONE)), copyPath);
    assert.equal(readFileSync(copyPath, 'utf8'), '{"a":1}\n');
    assert.deepEqual(
      [statSync(originalPath).mtimeMs, readFileSync(originalPath, 'utf8')],
      [before.mtimeMs, '{"a":1}\n'],
    );
    const expected = { sessionId: ONE, originalPath, copyPath, sizeBytes: 8, archivedAtMs: 5 };
    assert.deepEqual(await archivedSessions(tools()), [{ ...expected, ...facts }]);
    writeFileSync(originalPath, '{"b":2}\n');
    assert.equal(readFileSync(copyPath, 'utf8'), '{"a":1}\n', 'Claude Code may go on in it');
  });

  it('replaces an older copy', async () => {
    const originalPath = directory.write(`projects/x/${ONE}.jsonl`, 'old\n');
    const { copyPath: olderPath } = await archive(originalPath);
    writeFileSync(originalPath, 'new\n');
    const { copyPath } = await archive(originalPath, { note: 'again' });
    assert.deepEqual([readFileSync(copyPath, 'utf8'), existsSync(olderPath)], ['new\n', false]);
    assert.deepEqual(
      (await archivedSessions(tools())).map(({ note }) => note),
      ['again'],
    );
  });

  it('is exempt from age and size, and goes only by its own command', async () => {
    const { copyPath } = await archive(directory.write(`projects/x/${ONE}.jsonl`, 'old\n'), {}, 5);
    await retainBackups(tools(), { maxAgeMs: 1, maxTotalBytes: 1 }, null);
    assert.equal(await deleteAllBackups(tools(), 'notArchived'), 0);
    assert.equal(existsSync(copyPath), true);
    assert.equal(await deleteAllBackups(tools(), 'archived'), 1);
    assert.deepEqual([existsSync(copyPath), await archivedSessions(tools())], [false, []]);
    assert.equal(existsSync(directory.path('leeway/backups', ONE)), false);
  });

  it('refuses a session that is gone, with the older copy in place', async () => {
    const originalPath = directory.write(`projects/x/${ONE}.jsonl`, 'old\n');
    const { copyPath } = await archive(originalPath);
    rmSync(originalPath);
    const reasonFor = async (path: string): Promise<string> => {
      const outcome = await archiveSession({ originalPath: path, ...facts }, tools());
      return 'kind' in outcome ? outcome.reason : 'archived';
    };
    assert.equal(await reasonFor(originalPath), 'missing');
    assert.equal(readFileSync(copyPath, 'utf8'), 'old\n');
    assert.equal(await reasonFor('/etc/passwd'), 'noSession');
  });

  it('puts the note to a listed session, and lists the copy of one that was cleaned up', async () => {
    const listed = {
      path: directory.write(`projects/x/${ONE}.jsonl`, '{}'),
      sessionId: ONE,
      cwd: '/w',
      title: 'One',
      gitBranch: null,
      model: null,
      tokens: null,
      isExact: false,
      cache: null,
      mtimeMs: 1,
      isOpen: false,
    };
    await archive(listed.path);
    const gone = directory.write(`projects/x/${TWO}.jsonl`, '{}');
    const { copyPath } = await archive(gone, { cwd: '/w' }, 7);
    assert.deepEqual(
      (await withArchived([listed], tools(), () => true)).map(({ sessionId }) => sessionId),
      [ONE],
      'an original that is only not listed is not listed twice',
    );
    rmSync(gone);
    const sessions = await withArchived([listed], tools(), ({ cwd }) => cwd === '/w');
    assert.deepEqual(sessions, [
      { ...listed, archiveNote: facts.note },
      {
        path: copyPath,
        sessionId: TWO,
        cwd: '/w',
        title: 'T',
        gitBranch: null,
        model: null,
        tokens: null,
        isExact: false,
        cache: null,
        mtimeMs: 7,
        isOpen: false,
        archiveNote: facts.note,
      },
    ]);
    assert.equal((await withArchived([listed], tools(), () => false)).length, 1);
  });
});
