import assert from 'node:assert/strict';
import { readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import {
  archivedSessions,
  archiveSession,
  withArchived,
} from '../../../../src/operations/leaving/archiveSession';
import { useTemporaryDirectory } from '../../../fixtures/temporaryDirectory';

describe('archiveSession', () => {
  const directory = useTemporaryDirectory();
  const facts = { title: 'T', cwd: '/home/dev', note: 'Left for a fresh session' };

  it('copies the session out of the clean-up’s way, and leaves it untouched', async () => {
    const originalPath = directory.write('projects/x/one.jsonl', '{"a":1}\n');
    const before = statSync(originalPath);
    const archived = await archiveSession(directory.path(), { originalPath, ...facts }, 5);
    assert.equal(archived.copyPath, directory.path('leeway/archive/one.jsonl'));
    assert.equal(readFileSync(archived.copyPath, 'utf8'), '{"a":1}\n');
    assert.deepEqual(
      [statSync(originalPath).mtimeMs, readFileSync(originalPath, 'utf8')],
      [before.mtimeMs, '{"a":1}\n'],
    );
    assert.deepEqual(await archivedSessions(directory.path()), [
      { sessionId: 'one', originalPath, copyPath: archived.copyPath, archivedAtMs: 5, ...facts },
    ]);
    assert.deepEqual(readdirSync(directory.path('leeway/archive')).sort(), [
      'one.jsonl',
      'one.jsonl.json',
    ]);
  });

  it('replaces an older copy', async () => {
    const originalPath = directory.write('projects/x/one.jsonl', 'old\n');
    await archiveSession(directory.path(), { originalPath, ...facts });
    writeFileSync(originalPath, 'new\n');
    const { copyPath } = await archiveSession(directory.path(), {
      originalPath,
      ...facts,
      note: 'again',
    });
    assert.equal(readFileSync(copyPath, 'utf8'), 'new\n');
    assert.deepEqual(
      (await archivedSessions(directory.path())).map(({ note }) => note),
      ['again'],
    );
  });

  it('fails for a session that is gone, with the older copy in place', async () => {
    const originalPath = directory.write('projects/x/one.jsonl', 'old\n');
    const { copyPath } = await archiveSession(directory.path(), { originalPath, ...facts });
    await assert.rejects(
      archiveSession(directory.path(), {
        originalPath: directory.path('projects/x/gone.jsonl'),
        ...facts,
      }),
      { code: 'ENOENT' },
    );
    assert.equal(readFileSync(copyPath, 'utf8'), 'old\n');
    await assert.rejects(
      archiveSession(directory.path(), { originalPath: '/etc/passwd', ...facts }),
      /no session file/,
    );
  });

  it('leaves out manifests that are damaged', async () => {
    assert.deepEqual(await archivedSessions(directory.path()), []);
    for (const [name, content] of [
      ['a.jsonl.json', '{'],
      ['b.jsonl.json', '[]'],
      ['c.jsonl.json', 'x'.repeat(100_000)],
      ['d.txt', ''],
    ] as const)
      directory.write(`leeway/archive/${name}`, content);
    assert.deepEqual(await archivedSessions(directory.path()), []);
  });

  it('puts the note to a listed session, and lists the copy of one that was cleaned up', async () => {
    const listed = {
      path: directory.write('projects/x/one.jsonl', '{}'),
      sessionId: 'one',
      cwd: '/w',
      title: 'One',
      model: null,
      tokens: null,
      isExact: false,
      mtimeMs: 1,
      isOpen: false,
    };
    await archiveSession(directory.path(), { originalPath: listed.path, ...facts });
    const gone = directory.write('projects/x/two.jsonl', '{}');
    const { copyPath } = await archiveSession(
      directory.path(),
      { originalPath: gone, ...facts, cwd: '/w' },
      7,
    );
    assert.deepEqual(
      (await withArchived([listed], directory.path(), () => true)).map(
        ({ sessionId }) => sessionId,
      ),
      ['one'],
      'an original that is only not listed is not listed twice',
    );
    rmSync(gone);
    const sessions = await withArchived([listed], directory.path(), ({ cwd }) => cwd === '/w');
    assert.deepEqual(sessions, [
      { ...listed, archiveNote: facts.note },
      {
        path: copyPath,
        sessionId: 'two',
        cwd: '/w',
        title: 'T',
        model: null,
        tokens: null,
        isExact: false,
        mtimeMs: 7,
        isOpen: false,
        archiveNote: facts.note,
      },
    ]);
    assert.equal((await withArchived([listed], directory.path(), () => false)).length, 1);
  });
});
