import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, symlinkSync } from 'node:fs';
import { readOpenSessions } from '../../../../src/io/sessions/openSessions';
import {
  localProcesses,
  pidNamespace,
  readProcessStat,
  type ProcessSource,
} from '../../../../src/io/sessions/processTree';
import { useTemporaryDirectory } from '../../../fixtures/temporaryDirectory';

const sessionId = '5ba08d29-65a1-489d-b90e-69b2be914b7c';
const complete = {
  cwd: '/home/dev/proj/alpha',
  startedAt: 1_000,
  procStart: '215718',
  version: '2.1.329',
  kind: 'interactive',
  entrypoint: 'cli',
  pidDomain: 'linux:3d1219c7:pid:[4026531836]',
  status: 'busy',
  updatedAt: 3_000,
  statusUpdatedAt: 2_000,
};

describe('readOpenSessions', () => {
  const directory = useTemporaryDirectory();
  let source: ProcessSource;

  beforeEach(() => {
    source = {
      platform: 'linux',
      procDirectory: directory.path('proc'),
      exists: (pid) => pid === 50,
    };
    directory.write('proc/50/stat', `50 (claude) S 7 ${'1 '.repeat(17)}215718 0`);
    mkdirSync(directory.path('proc/self/ns'), { recursive: true });
    symlinkSync('pid:[4026531836]', directory.path('proc/self/ns/pid'));
  });

  const write = (pid: number, entry: object): string =>
    directory.write(`sessions/${pid}.json`, JSON.stringify({ pid, sessionId, ...entry }));
  const read = (): ReturnType<typeof readOpenSessions> =>
    readOpenSessions(directory.path(), source);
  const openness = async (): Promise<string[]> => (await read()).map((session) => session.openness);

  it('reads what Claude Code 2.1.329 writes', async () => {
    write(50, complete);
    const { cwd, kind, entrypoint, status, version } = complete;
    assert.deepEqual(await read(), [
      {
        pid: 50,
        sessionId,
        cwd,
        kind,
        entrypoint,
        status,
        version,
        startedMs: 1_000,
        updatedAtMs: 3_000,
        openness: 'open',
      },
    ]);
  });

  it('does with an id alone', async () => {
    write(50, { status: 7, cwd: '', updatedAt: 'soon' });
    const unknown = { cwd: null, kind: null, entrypoint: null, status: null, version: null };
    assert.deepEqual(await read(), [
      { pid: 50, sessionId, ...unknown, startedMs: null, updatedAtMs: 0, openness: 'uncertain' },
    ]);
  });

  it('finds none where there is no registry', async () => {
    assert.deepEqual(await read(), []);
  });

  it('holds a process for dead that is gone, and one whose id went to another process', async () => {
    write(51, complete);
    assert.deepEqual(await openness(), ['closed']);
    write(51, {});
    write(50, { ...complete, procStart: '999' });
    assert.deepEqual(await openness(), ['closed', 'closed']);
  });

  it('is uncertain on Windows and macOS, where a missing process is dead all the same', async () => {
    write(50, complete);
    write(51, complete);
    for (const platform of ['win32', 'darwin'] as const) {
      source = { ...source, platform };
      assert.deepEqual(await openness(), ['uncertain', 'closed']);
    }
  });

  it('is uncertain of a process on the other side of a container boundary', async () => {
    write(51, { ...complete, pidDomain: 'linux:3d1219c7:pid:[4026532555]' });
    assert.deepEqual(await openness(), ['uncertain']);
  });

  it('leaves out what is damaged, oversized or says something else than its name', async () => {
    directory.write('sessions/60.json', '{"pid":60,');
    directory.write('sessions/61.json', '');
    directory.write('sessions/62.json', 'null');
    directory.write('sessions/63.json', '[]');
    directory.write('sessions/64.json', JSON.stringify({ pid: 50, sessionId }));
    write(65, { filler: 'x'.repeat(100_000) });
    directory.write('sessions/66.txt', JSON.stringify({ pid: 66, sessionId }));
    directory.write('sessions/-67.json', JSON.stringify({ pid: -67, sessionId }));
    mkdirSync(directory.path('sessions/68.json'));
    symlinkSync('69.json', directory.path('sessions/69.json'));
    if (process.platform !== 'win32') execFileSync('mkfifo', [directory.path('sessions/70.json')]);
    for (const [index, id] of [
      '../../x',
      '',
      '.',
      'a/b',
      'a\\b',
      'a\0',
      'x'.repeat(200),
      7,
      null,
    ].entries())
      write(80 + index, { sessionId: id });
    assert.deepEqual(await read(), []);
  });

  if (process.platform === 'linux') {
    it('recognises this very process as alive', async () => {
      const [stat, namespace] = await Promise.all([
        readProcessStat(process.pid, localProcesses()),
        pidNamespace(localProcesses()),
      ]);
      write(process.pid, {
        ...complete,
        procStart: stat!.startTicks,
        pidDomain: `linux:x:${namespace}`,
      });
      const [session] = await readOpenSessions(directory.path());
      assert.equal(session?.openness, 'open');
    });
  }
});
