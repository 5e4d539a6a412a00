import assert from 'node:assert/strict';
import { mkdirSync, utimesSync } from 'node:fs';
import { sessionOwner } from '../../../../src/io/sessions/sessionOwner';
import { useTemporaryDirectory } from '../../../fixtures/temporaryDirectory';
import { writeOpenSession } from '../../../fixtures/writeOpenSession';

const ID = '11111111-2222-4333-8444-555555555555';
const WRITTEN = Date.UTC(2026, 10, 21, 12);
const MINUTE_MS = 60_000;

describe('sessionOwner', () => {
  const directory = useTemporaryDirectory();
  const line = (fields: object, atMs = WRITTEN): string =>
    `${JSON.stringify({ type: 'user', ...fields, timestamp: new Date(atMs).toISOString() })}\n`;
  const write = (text: string): string => directory.write(`projects/-p/${ID}.jsonl`, text);
  const owned = (nowMs = WRITTEN + MINUTE_MS): ReturnType<typeof sessionOwner> =>
    sessionOwner([directory.path()], directory.path('projects', '-p', `${ID}.jsonl`), nowMs);
  const owner = async (nowMs?: number): Promise<string> => (await owned(nowMs)).owner;
  const registry = (): string | undefined =>
    mkdirSync(directory.path('sessions'), { recursive: true });

  it('does not know it of what an older version, or none, has just written', async () => {
    registry();
    for (const version of ['2.1.328', '2.1.59', '1.0.24', 'nightly', '', undefined]) {
      write(line({ version }));
      assert.equal(await owner(), 'unknown', version);
      assert.equal(await owner(WRITTEN + 6 * MINUTE_MS), 'none', version);
    }
  });

  it('believes the registry of a version that keeps one', async () => {
    registry();
    for (const version of ['2.1.329', '2.1.1000', '2.2.0', '3.0.0']) {
      write(line({ version }));
      assert.equal(await owner(), 'none', version);
    }
  });

  it('does not know it where there is no registry at all', async () => {
    write(line({ version: '2.1.329' }));
    assert.equal(await owner(), 'unknown');
    assert.equal(await owner(WRITTEN + 6 * MINUTE_MS), 'none');
  });

  it('believes an older version, too, where one that is as old has registered', async () => {
    write(line({ version: '2.1.329' }));
    await writeOpenSession(directory.path(), { sessionId: 'other', cwd: '/x' });
    write(line({ version: '2.1.300' }));
    assert.equal(await owner(), 'unknown');
    directory.write(
      'sessions/1999999.json',
      JSON.stringify({ pid: 1_999_999, sessionId: 'gone', version: '2.1.300' }),
    );
    assert.equal(await owner(), 'none');
    write(line({ version: '2.1.299' }));
    assert.equal(await owner(), 'unknown');
  });

  it('names the process that has it open, and calls it busy unless all of them wait', async () => {
    write(line({ version: '2.1.200' }));
    assert.deepEqual(await owned(), { owner: 'unknown', holder: null });
    const open = { sessionId: ID, cwd: '/x' };
    await writeOpenSession(directory.path(), { ...open, status: 'idle' });
    const { owner: state, holder } = await owned();
    assert.deepEqual([state, holder?.pid, holder?.entrypoint], ['idle', process.pid, 'cli']);
    await writeOpenSession(directory.path(), { ...open, status: 'busy' });
    assert.equal(await owner(), 'busy');
  });

  it('goes by the newest entry, and by the file only where none tells', async () => {
    registry();
    const file = write(
      line({ version: '2.1.100' }) + line({ version: '2.1.329' }) + '{"type":"x"}\n',
    );
    assert.equal(await owner(), 'none');
    write(line({ version: '2.1.100' }, WRITTEN - 10 * MINUTE_MS));
    utimesSync(file, new Date(WRITTEN), new Date(WRITTEN));
    assert.equal(await owner(), 'none', 'a prune of ours is no sign of life');
    write(`{"torn\n[[[[\nnull\n{"version":7,"timestamp":"never"}\n`);
    utimesSync(file, new Date(WRITTEN), new Date(WRITTEN));
    assert.equal(await owner(), 'unknown');
    assert.equal(await owner(WRITTEN + 6 * MINUTE_MS), 'none');
  });

  it('knows it of a session that is registered, whatever its version', async () => {
    write(line({ version: '2.1.100' }));
    await writeOpenSession(directory.path(), { sessionId: ID, cwd: '/x', status: 'idle' });
    assert.equal(await owner(), 'idle');
    await writeOpenSession(directory.path(), { sessionId: ID, cwd: '/x', status: 'busy' });
    assert.equal(await owner(), 'busy');
  });

  it('says none where there is no file', async () => {
    assert.equal(await owner(), 'none');
  });
});
