import assert from 'node:assert/strict';
import { appendFileSync, mkdirSync, symlinkSync, utimesSync } from 'node:fs';
import { basename, join } from 'node:path';
import { silentLog } from '../../../../src/log';
import { scopeOf } from '../../../../src/io/sessions/folderScope';
import { projectSlug } from '../../../../src/io/sessions/projectDirectory';
import { WorkspaceSessions } from '../../../../src/io/sessions/workspaceSessions';
import { useTemporaryDirectory } from '../../../fixtures/temporaryDirectory';

const record = (cwd?: string): string =>
  `${JSON.stringify(cwd === undefined ? { type: 'mode' } : { type: 'user', cwd })}\n`;

describe('WorkspaceSessions', () => {
  const directory = useTemporaryDirectory();
  let found: WorkspaceSessions;
  beforeEach(() => {
    found = new WorkspaceSessions(directory.path('config'), silentLog, 'linux');
  });

  const write = (slug: string, sessionId: string, content: string): string =>
    directory.write(join('config/projects', slug, `${sessionId}.jsonl`), content);
  /** A session where Claude Code would put it. */
  const writeSession = (cwd: string, sessionId: string): string =>
    write(projectSlug(cwd), sessionId, record(cwd));
  const idsOf = async (...folders: string[]): Promise<string[]> =>
    (await found.list(folders)).sessions.map(({ sessionId }) => sessionId).sort();

  it('finds the sessions of a folder and of folders below it, not those of its siblings', async () => {
    writeSession('/w/app', 'own');
    writeSession('/w/app/src', 'below');
    writeSession('/w/app-old', 'sibling');
    writeSession('/w', 'above');
    assert.deepEqual(await idsOf('/w/app'), ['below', 'own']);
  });

  it('tells apart folders that share a directory', async () => {
    writeSession('/w/a-b', 'dash');
    writeSession('/w/a/b', 'slash');
    assert.deepEqual(await idsOf('/w/a-b'), ['dash']);
    assert.deepEqual(await idsOf('/w/a/b'), ['slash']);
    assert.deepEqual(await idsOf('/w/a'), ['slash']);
  });

  it('finds sessions of every folder, its real path and its worktrees', async () => {
    mkdirSync(directory.path('real'));
    symlinkSync('real', directory.path('link'));
    mkdirSync(directory.path('main/.git/worktrees/fix'), { recursive: true });
    directory.write('main/.git/worktrees/fix/gitdir', directory.path('fix/.git'));
    directory.write('fix/.git', `gitdir: ${directory.path('main/.git/worktrees/fix')}`);
    writeSession(directory.path('real'), 'real');
    writeSession(directory.path('fix/src'), 'worktree');
    assert.deepEqual(await idsOf(directory.path('link'), directory.path('main')), [
      'real',
      'worktree',
    ]);
  });

  it('counts what lies in the own directory although it records a foreign place or none', async () => {
    write('-w-app', 'empty', '');
    write('-w-app', 'copied', record('/home/other/machine'));
    write('-w-app-src', 'unknown', record());
    assert.deepEqual(await idsOf('/w/app'), ['copied', 'empty']);
  });

  it('counts a session that moved into the workspace later', async () => {
    const path = write('-w-app-old', 'moved', record('/w/app-old'));
    assert.deepEqual(await idsOf('/w/app'), []);
    appendFileSync(path, record('/w/app/src'));
    const [session] = (await found.list(['/w/app'])).sessions;
    assert.equal(session?.cwd, '/w/app/src');
  });

  it('goes by what is recorded where no directory bears the name of the folder', async () => {
    write('renamed-directory', 'found', record('/w/app/src'));
    write('another', 'other', record('/w/other'));
    assert.deepEqual(await idsOf('/w/app'), ['found']);
    writeSession('/w/app', 'own');
    assert.deepEqual(await idsOf('/w/app'), ['own']);
  });

  it('matches drive letters and case as Windows does', async () => {
    const windows = new WorkspaceSessions(directory.path('config'), silentLog, 'win32');
    write('C--Users-Me-app', 'own', record('C:\\Users\\Me\\app'));
    write('C--Users-Me-app-src', 'below', record('C:\\Users\\Me\\app\\src'));
    write('C--Users-Me-app-2', 'sibling', record('C:\\Users\\Me\\app-2'));
    const { sessions } = await windows.list(['c:\\users\\me\\app']);
    assert.deepEqual(sessions.map(({ sessionId }) => sessionId).sort(), ['below', 'own']);
  });

  it('lists the last written first, with the directories to watch', async () => {
    ['old', 'new', 'middle'].forEach((id, index) =>
      utimesSync(writeSession('/w/app', id), 1000, [1000, 3000, 2000][index]!),
    );
    writeSession('/w/app-old', 'sibling');
    writeSession('/w/app/src', 'below');
    utimesSync(directory.path('config/projects/-w-app-src/below.jsonl'), 1000, 500);
    const { sessions, directories } = await found.list(['/w/app']);
    assert.deepEqual(
      sessions.map(({ sessionId }) => sessionId),
      ['new', 'middle', 'old', 'below'],
    );
    assert.deepEqual(directories.map((path) => basename(path)).sort(), ['-w-app', '-w-app-src']);
  });

  it('says whether there is anything to find', async () => {
    assert.deepEqual(await found.list(['/w/app']), {
      sessions: [],
      directories: [],
      scope: scopeOf([['/w/app']], [], 'linux'),
      projectsFound: false,
    });
    writeSession('/w/app', 'own');
    const { sessions, projectsFound } = await found.list([]);
    assert.deepEqual([sessions.length, projectsFound], [0, true]);
  });

  it('finds a session by its id wherever it lies, and in the expected place once it appears', async () => {
    const path = writeSession('/elsewhere', 'resumed');
    assert.equal((await found.find('resumed', '/w/app'))?.path, path);
    assert.equal(await found.find('fresh', '/w/app'), null);
    writeSession('/w/app', 'fresh');
    assert.equal((await found.find('fresh', '/w/app'))?.cwd, '/w/app');
    directory.write('config/secret.jsonl');
    for (const id of ['../../secret', '..\\secret', '', 'a\0b'])
      assert.equal(await found.find(id, null), null);
  });

  it('lists every session of the machine', async () => {
    const everywhere = async (most: number, known: string | null = null): Promise<string[]> =>
      (await found.listEverywhere(most, () => Promise.resolve(known))).map(
        ({ sessionId, cwd }) => `${sessionId} ${String(cwd)}`,
      );
    writeSession('/w/app', 'a');
    writeSession('/elsewhere', 'b');
    directory.write('config/projects/stray.jsonl');
    assert.deepEqual((await everywhere(9)).sort(), ['a /w/app', 'b /elsewhere']);
    const earlier = new Date(Date.now() - 60_000);
    utimesSync(directory.path('config/projects/-elsewhere/b.jsonl'), earlier, earlier);
    assert.deepEqual(await everywhere(1), ['a /w/app'], 'the newest');
    assert.deepEqual(await everywhere(9, '/known'), ['a /known', 'b /known']);
  });
});
