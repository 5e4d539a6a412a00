import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { useBuiltCli } from '../../fixtures/builtCli';
import { useTemporaryDirectory } from '../../fixtures/temporaryDirectory';
import { TranscriptWriter } from '../../fixtures/transcriptWriter';
import { writeOpenSession } from '../../fixtures/writeOpenSession';

const ID = '11111111-2222-4333-8444-555555555555';
const SLUG = '-home-dev-ledger';

describe('The config directory of the command line', function () {
  this.timeout(60_000);
  const directory = useTemporaryDirectory();
  /** In an environment whose own config directory is `config`. */
  const run = useBuiltCli(directory);

  function writeSession(...names: string[]): string {
    return writeSessionOf({}, ...names);
  }

  function writeSessionOf(
    options: { version?: string; startTimeMs?: number },
    ...names: string[]
  ): string {
    const writer = new TranscriptWriter({
      ...options,
      sessionId: ID,
      cwd: directory.path('ledger'),
      model: 'claude-opus-4-8',
    });
    writer.prompt('Read it.');
    const { toolUseIds } = writer.response({
      blocks: [{ type: 'tool_use', name: 'Read', input: { file_path: '/home/dev/ledger/a.ts' } }],
      usage: { contextTokens: 30_000, outputTokens: 40 },
    });
    writer.toolResult(toolUseIds[0]!, 'x = 1;\n'.repeat(2000));
    writer.response({
      blocks: [{ type: 'text', text: 'read' }],
      usage: { contextTokens: 36_000, outputTokens: 40 },
    });
    const file = directory.path(...names, `${ID}.jsonl`);
    mkdirSync(directory.path(...names), { recursive: true });
    writer.appendTo(file);
    return file;
  }
  const prune = (file: string, ...more: string[]): { status: number | null; refused?: string } => {
    const { status, stdout } = run([
      'prune',
      file,
      '--recipe',
      'old-results',
      '--steps',
      '0',
      '--above',
      '100',
      '--json',
      ...more,
    ]);
    const { refused } = JSON.parse(stdout) as { refused?: string };
    return { status, ...(refused === undefined ? {} : { refused }) };
  };
  const isBusyIn = (name: string): Promise<unknown> =>
    writeOpenSession(directory.path(name), { sessionId: ID, cwd: '/x', status: 'busy' });

  it('is that of FILE: a session at work there is not pruned under its process', async () => {
    const file = writeSession('other', 'projects', SLUG);
    await isBusyIn('other');
    const before = readFileSync(file);
    assert.deepEqual(prune(file), { status: 3, refused: 'busy' });
    assert.deepEqual(readFileSync(file), before);
  });

  it('is that of FILE also where a link leads to it, or its folder of projects is one', async () => {
    const file = writeSession('other', 'projects', SLUG);
    await isBusyIn('other');
    symlinkSync('other/projects', directory.path('shortcut'));
    symlinkSync(`other/projects/${SLUG}`, directory.path('folder'));
    for (const name of ['shortcut', 'folder'])
      assert.deepEqual(
        prune(directory.path(name, ...(name === 'shortcut' ? [SLUG] : []), `${ID}.jsonl`)),
        { status: 3, refused: 'busy' },
        name,
      );
    mkdirSync(directory.path('config'));
    writeSession('disk', 'projects', SLUG);
    symlinkSync('../disk/projects', directory.path('config', 'projects'));
    await isBusyIn('config');
    for (const name of ['disk', 'config'])
      assert.deepEqual(
        prune(directory.path(name, 'projects', SLUG, `${ID}.jsonl`)),
        { status: 3, refused: 'busy' },
        name,
      );
    assert.ok(existsSync(file));
  });

  it('keeps the backup there, where the window looks for it', () => {
    const file = writeSession('other', 'projects', SLUG);
    const before = readFileSync(file);
    assert.deepEqual(prune(file), { status: 0 });
    assert.deepEqual(readdirSync(directory.path('other', 'leeway', 'backups')), [ID]);
    assert.equal(existsSync(directory.path('config')), false);
    assert.equal(run(['restore', file]).status, 0);
    assert.deepEqual(readFileSync(file), before);
  });

  it('is that of the environment for a file that is in none', async () => {
    for (const names of [['elsewhere'], ['projects', 'ledger']]) {
      const file = writeSession(...names);
      assert.deepEqual(prune(file), { status: 0 });
      await isBusyIn('config');
      assert.deepEqual(prune(file), { status: 3, refused: 'busy' });
      assert.deepEqual(readdirSync(directory.path('config')).sort(), ['leeway', 'sessions']);

      rmSync(directory.path('config'), { recursive: true });
    }
    assert.equal(existsSync(directory.path('leeway')), false);
  });

  it('is not minded by what is at work under the same id elsewhere', async () => {
    const file = writeSession('other', 'projects', SLUG);
    await isBusyIn('config');
    assert.deepEqual(prune(file), { status: 0 });
  });

  it('is asked in vain about a session of a moment ago by a version that does not register', () => {
    mkdirSync(directory.path('other', 'sessions'), { recursive: true });
    const options = { version: '2.1.200', startTimeMs: Date.now() };
    const file = writeSessionOf(options, 'other', 'projects', SLUG);
    const before = readFileSync(file);
    assert.deepEqual(prune(file), { status: 3, refused: 'maybeOpen' });
    const { stderr } = run(['restore', file]);
    assert.match(stderr, /nothing to undo/);
    assert.match(run(['prune', file, '--target', '1']).stderr, /--assume-closed/);
    assert.deepEqual(readFileSync(file), before);
    assert.deepEqual(prune(file, '--assume-closed'), { status: 0 });
    assert.notDeepEqual(readFileSync(file), before);
  });

  it('decides by which settings the meter goes', () => {
    const file = writeSession('other', 'projects', SLUG);
    directory.write(
      'other/settings.json',
      JSON.stringify({ env: { CLAUDE_CODE_DISABLE_1M_CONTEXT: '1' } }),
    );
    directory.write('config/settings.json', '{}');
    const { stdout } = run(['meter', file, '--json']);
    assert.match(stdout, /DISABLE_1M_CONTEXT in [^"]*other[^"]*settings\.json/);
  });
});
