import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, renameSync, rmSync, symlinkSync, utimesSync } from 'node:fs';
import { filesBesideSession } from '../../../../src/io/sessions/filesBesideSession';
import { subagentFileAt } from '../../../../src/io/sessions/subagentFiles';
import { useTemporaryDirectory } from '../../../fixtures/temporaryDirectory';

describe('the files beside a session', () => {
  const directory = useTemporaryDirectory();
  const write = (name: string, ageMs = 0): string => {
    const path = directory.write(`one/subagents/${name}`, '{}');
    const at = new Date(Date.now() - ageMs);
    utimesSync(path, at, at);
    return path;
  };
  /** Subagents and compactions, and whether that is all. */
  const found = async (): Promise<unknown[]> => {
    const { subagents, compactions, isWhole } = await filesBesideSession(
      directory.path('one.jsonl'),
    );
    assert.deepEqual([subagents.left, compactions.left], [0, 0]);
    const ids = [subagents, compactions].map(({ files }) => files.map(({ agentId }) => agentId));
    return [...ids, isWhole];
  };

  it('are subagents and what compactions asked for, told apart', async () => {
    write('agent-a1.jsonl');
    write('agent-acompact-old.jsonl', 60_000);
    const compaction = write('agent-acompact-new.jsonl');
    write('agent-acompact-new.meta.json');
    assert.deepEqual(await found(), [['a1'], ['acompact-new', 'acompact-old'], true]);
    assert.equal(await subagentFileAt(compaction), null);
  });

  it('are none, and that is all, where there is no folder, or a file in its place', async () => {
    assert.deepEqual(await found(), [[], [], true]);
    directory.write('one/subagents', 'a file');
    assert.deepEqual(await found(), [[], [], true]);
  });

  it('lie in folders below as well, three levels deep', async () => {
    write('agent-a1.jsonl');
    write('review/agent-a2.jsonl', 1_000);
    write('workflows/run-1/agent-a3.jsonl', 2_000);
    write('workflows/run-2/agent-a3.jsonl', 3_000);
    write('workflows/run-2/notes.jsonl');
    write('workflows/run-2/steps/agent-acompact-1.jsonl');
    assert.deepEqual(await found(), [['a1', 'a2', 'a3', 'a3'], ['acompact-1'], true]);
    write('workflows/run-2/steps/more/agent-a4.jsonl');
    assert.deepEqual(await found(), [['a1', 'a2', 'a3', 'a3'], ['acompact-1'], false]);
  });

  it('are not all where something is called like one and is no file', async function () {
    if (process.platform === 'win32') this.skip();
    write('agent-a1.jsonl');
    const other = directory.path('one/subagents/agent-a2.jsonl');
    for (const make of [
      () => mkdirSync(other),
      () => symlinkSync('/etc/hosts', other),
      () => execFileSync('mkfifo', [other]),
    ]) {
      make();
      assert.deepEqual(await found(), [['a1'], [], false]);
      rmSync(other, { recursive: true });
      assert.deepEqual(await found(), [['a1'], [], true]);
    }
  });

  it('are not all where a folder cannot be read', async function () {
    if (process.platform === 'win32' || process.getuid?.() === 0) this.skip();
    write('agent-a1.jsonl');
    write('workflows/agent-a2.jsonl');
    const below = directory.path('one/subagents/workflows');
    chmodSync(below, 0);
    const closed = await found();
    chmodSync(below, 0o700);
    assert.deepEqual(closed, [['a1'], [], false]);
  });

  it('are not looked for through a link, wherever it stands', async function () {
    if (process.platform === 'win32') this.skip();
    write('agent-a1.jsonl');
    write('workflows/agent-a2.jsonl', 1_000);
    assert.deepEqual(await found(), [['a1', 'a2'], [], true]);
    for (const [linked, left] of [
      ['one/subagents/workflows', ['a1']],
      ['one/subagents', []],
      ['one', []],
    ] as const) {
      renameSync(directory.path(linked), directory.path('elsewhere'));
      symlinkSync(directory.path('elsewhere'), directory.path(linked));
      assert.deepEqual(await found(), [left, [], false], linked);
      rmSync(directory.path(linked));
      renameSync(directory.path('elsewhere'), directory.path(linked));
    }
  });
});
