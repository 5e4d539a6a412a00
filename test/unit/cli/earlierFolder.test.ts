import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { EARLIER_PRODUCT, PRODUCT } from '../../../src/product';
import { useBuiltCli } from '../../fixtures/builtCli';
import { filesBelow } from '../../fixtures/filesBelow';
import { useTemporaryDirectory } from '../../fixtures/temporaryDirectory';
import { TranscriptWriter } from '../../fixtures/transcriptWriter';

describe('the command line after an earlier build', function () {
  this.timeout(60_000);
  const directory = useTemporaryDirectory();
  const run = useBuiltCli(directory);
  const earlier = (...names: string[]): string =>
    directory.path('config', EARLIER_PRODUCT.id, ...names);
  const own = (...names: string[]): string => directory.path('config', PRODUCT, ...names);

  let path: string;
  let original: string;
  let item: string;
  /** A session that an earlier build has pruned. */
  beforeEach(() => {
    path = directory.path('one.jsonl');
    const writer = new TranscriptWriter({
      sessionId: 'one',
      cwd: directory.path(),
      model: 'claude-opus-4-8',
    });
    writer.prompt('Add CSV import');
    const { toolUseIds } = writer.response({
      blocks: [{ type: 'tool_use', name: 'Read', input: { file_path: '/a.md' } }],
    });
    writer.toolResult(toolUseIds[0]!, 'Some words of a file.\n'.repeat(500));
    writer.response({
      blocks: [{ type: 'text', text: 'read' }],
      usage: { contextTokens: 36_000, outputTokens: 40 },
    });
    writer.appendTo(path);
    original = readFileSync(path, 'utf8');
    const { items } = JSON.parse(run(['items', path, '--json']).stdout) as {
      items: { id: string; kind: string }[];
    };
    item = items.find(({ kind }) => kind === 'toolResult')!.id;
    assert.equal(run(['prune', path, '--item', item]).status, 0);
    renameSync(own(), earlier());
  });

  it('restores from a backup of the earlier build, in its new place', () => {
    assert.notEqual(readFileSync(path, 'utf8'), original);
    const { status, stderr } = run(['restore', path]);
    assert.deepEqual([status, stderr], [0, '']);
    assert.equal(readFileSync(path, 'utf8'), original);
    assert.deepEqual([existsSync(earlier()), existsSync(own('backups'))], [false, true]);
  });

  it('moves the earlier folder before it prunes', () => {
    const kept = Object.keys(filesBelow(earlier()));
    assert.ok(kept.length > 1);
    assert.equal(run(['prune', path, '--target', '1']).status, 0);
    assert.equal(existsSync(earlier()), false);
    assert.deepEqual(
      kept.filter((name) => !(name in filesBelow(own()))),
      [],
    );
  });

  it('moves nothing for a command that only reads, a dry run and a wrong one', () => {
    const before = filesBelow(directory.path());
    for (const args of [
      ['meter', path],
      ['items', path],
      ['handoff', path],
      ['prune', path, '--target', '1', '--dry-run'],
      ['prune', path],
      ['restore'],
      ['restore', '--help'],
    ])
      run(args);
    assert.deepEqual(filesBelow(directory.path()), before);
    assert.equal(existsSync(own()), false);
  });

  it('says on stderr what stays in the earlier folder, and why', () => {
    const lock = { token: 'x', pid: process.pid, startTicks: null, host: hostname() };
    mkdirSync(earlier('locks'), { recursive: true });
    writeFileSync(earlier('locks/x.lock'), JSON.stringify(lock));
    const postponed = run(['restore', path]);
    assert.deepEqual(
      [postponed.status, postponed.stderr],
      [
        3,
        `An earlier build is rewriting a session; its backups stay in ${earlier()}.\n` +
          'There is nothing to undo.\n',
      ],
    );
    writeFileSync(earlier('locks/x.lock'), JSON.stringify({ ...lock, pid: 4_000_000 }));
    rmSync(own(), { recursive: true }); // the lock of the command
    writeFileSync(own(), 'a file');
    assert.match(
      run(['restore', path]).stderr,
      /^Backups of an earlier build could not be moved \(ENOTDIR\): /,
    );
  });
});
