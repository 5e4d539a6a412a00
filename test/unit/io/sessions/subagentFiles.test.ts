import assert from 'node:assert/strict';
import { mkdirSync, symlinkSync, utimesSync } from 'node:fs';
import {
  agentIdOf,
  isSubagentPath,
  readSubagentMeta,
  subagentFileAt,
  subagentFilesOf,
  subagentsDirectory,
} from '../../../../src/io/sessions/subagentFiles';
import { useTemporaryDirectory } from '../../../fixtures/temporaryDirectory';

describe('the files of subagents', () => {
  const directory = useTemporaryDirectory();
  const session = (): string => directory.path('one.jsonl');
  const write = (name: string, ageMs = 0, content = '{}'): string => {
    const path = directory.write(`one/subagents/${name}`, content);
    const at = new Date(Date.now() - ageMs);
    utimesSync(path, at, at);
    return path;
  };

  it('are those of the session, last written first, and nothing else that lies there', async () => {
    write('agent-old.jsonl', 60_000);
    write('agent-new.jsonl');
    for (const name of [
      'agent-new.meta.json',
      'agent-acompact-f46190.jsonl',
      'agent-.jsonl',
      'agent--x.jsonl',
      'notes.jsonl',
      'agent-a b.jsonl',
    ])
      write(name);
    mkdirSync(directory.path('one/subagents/agent-folder.jsonl'));
    write('workflows/agent-nested.jsonl');
    symlinkSync('/etc/hosts', directory.path('one/subagents/agent-link.jsonl'));
    const { files, left } = await subagentFilesOf(session());
    assert.deepEqual(
      files.map(({ agentId }) => agentId),
      ['new', 'old'],
    );
    assert.equal(left, 0);
  });

  it('are none where there is no directory, or something else in its place', async () => {
    assert.deepEqual(await subagentFilesOf(session()), { files: [], left: 0 });
    directory.write('two/subagents', 'a file');
    assert.deepEqual(await subagentFilesOf(directory.path('two.jsonl')), { files: [], left: 0 });
  });

  it('are the newest thousand, and the others are counted', async () => {
    for (let at = 0; at < 1003; at++) write(`agent-a${String(at)}.jsonl`, at * 1000);
    const { files, left } = await subagentFilesOf(session());
    assert.deepEqual([files.length, left, files[0]?.agentId], [1000, 3, 'a0']);
  });

  it('lie where their path says whose they are', async () => {
    const path = write('agent-a1.jsonl');
    assert.equal(subagentsDirectory(session()), directory.path('one/subagents'));
    assert.ok(isSubagentPath(path));
    assert.equal(agentIdOf(path), 'a1');
    assert.equal(agentIdOf(session()), null);
    const { agentId, sizeBytes } = (await subagentFileAt(path))!;
    assert.deepEqual([agentId, sizeBytes], ['a1', 2]);
    for (const other of [session(), directory.path('one/agent-a1.jsonl')])
      assert.ok(!isSubagentPath(other) && (await subagentFileAt(other)) === null, other);
  });

  it('have something beside them that is read as far as it can be', async () => {
    const path = write('agent-a1.jsonl');
    assert.equal(await readSubagentMeta(path), null);
    write('agent-a1.meta.json', 0, '{"agentType":"Explore"}');
    assert.deepEqual(await readSubagentMeta(path), { agentType: 'Explore' });
    write('agent-a1.meta.json', 0, '{"agentType":');
    assert.equal(await readSubagentMeta(path), null);
    write('agent-a1.meta.json', 0, JSON.stringify({ description: 'x'.repeat(70_000) }));
    assert.equal(await readSubagentMeta(path), null);
  });
});
