import assert from 'node:assert/strict';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import {
  planJsonChange,
  planTextChange,
  undoSettings,
  writeSettings,
  type SettingsChange,
  type SettingsWritten,
} from '../../../../src/io/claudeSettings/writeSettings';
import { useTemporaryDirectory } from '../../../fixtures/temporaryDirectory';

const DATE = Date.UTC(2026, 10, 21);
const BEFORE = '{\n  // mine\n  "model": "sonnet[1m]",\n  "theme": "dark"\n}\n';

describe('writeSettings', () => {
  const directory = useTemporaryDirectory();
  const file = () => directory.path('.claude', 'settings.json');
  const read = () => readFileSync(file(), 'utf8');

  async function plan(value: unknown = 'sonnet', path = ['model']): Promise<SettingsChange> {
    const planned = await planJsonChange(file(), path, value);
    assert.ok('change' in planned, JSON.stringify(planned));
    return planned.change;
  }

  async function write(change: SettingsChange): Promise<SettingsWritten> {
    const written = await writeSettings(change, DATE);
    assert.ok('change' in written, JSON.stringify(written));
    return written;
  }

  it('changes one value, keeps the mode, and the old file beside it', async () => {
    directory.write('.claude/settings.json', BEFORE);
    chmodSync(file(), 0o640);
    const { backup } = await write(await plan());
    assert.equal(read(), BEFORE.replace('[1m]', ''));
    assert.deepEqual(readdirSync(directory.path('.claude')).sort(), [
      'settings.json',
      'settings.json.2026-11-21.bak',
    ]);
    assert.equal(readFileSync(backup!, 'utf8'), BEFORE);
    if (process.platform !== 'win32') assert.equal(statSync(file()).mode & 0o777, 0o640);
  });

  it('is taken back byte for byte, and leaves nothing behind', async () => {
    directory.write('.claude/settings.json', BEFORE);
    const written = await write(await plan());
    assert.deepEqual(await undoSettings(written, DATE), { problem: null });
    assert.equal(read(), BEFORE);
    assert.deepEqual(readdirSync(directory.path('.claude')), ['settings.json']);
  });

  it('takes back one value where somebody has written since, unless it is that value', async () => {
    directory.write('.claude/settings.json', BEFORE);
    const written = await write(await plan());
    writeFileSync(file(), read().replace('dark', 'light'));
    assert.deepEqual(await undoSettings(written, DATE), { problem: null });
    assert.equal(read(), BEFORE.replace('dark', 'light'));
    const again = await write(await plan());
    writeFileSync(file(), read().replace('sonnet', 'opus'));
    assert.deepEqual(await undoSettings(again, DATE), { problem: 'changed' });
    assert.ok(read().includes('opus'));
  });

  it('makes a file that was not there, and takes it away again', async () => {
    const written = await write(await plan(150_000, ['autoCompactWindow']));
    assert.equal(read(), '{\n  "autoCompactWindow": 150000\n}\n');
    assert.equal(written.backup, null);
    await undoSettings(written, DATE);
    assert.equal(existsSync(file()), false);
  });

  it('writes nothing where the file has changed since it was shown', async () => {
    directory.write('.claude/settings.json', BEFORE);
    const change = await plan();
    writeFileSync(file(), BEFORE.replace('dark', 'light'));
    assert.deepEqual(await writeSettings(change, DATE), { problem: 'changed' });
    assert.equal(read(), BEFORE.replace('dark', 'light'));
    assert.deepEqual(readdirSync(directory.path('.claude')), ['settings.json']);
  });

  it('plans nothing on a link, a folder, or what is no JSON', async () => {
    const problem = async () => {
      const planned = await planJsonChange(file(), ['model'], 'x');
      return 'problem' in planned ? planned.problem : null;
    };
    directory.write('.claude/settings.json', '{ oops');
    assert.equal(await problem(), 'notJson');
    directory.write('target.json', '{}');
    mkdirSync(directory.path('linked'));
    symlinkSync(directory.path('target.json'), directory.path('linked', 'settings.json'));
    assert.deepEqual(
      await planJsonChange(directory.path('linked', 'settings.json'), ['model'], 'x'),
      { problem: 'symlink' },
    );
    assert.deepEqual(await planJsonChange(directory.path('linked'), ['model'], 'x'), {
      problem: 'notAFile',
    });
    assert.deepEqual(
      await writeSettings(
        {
          file: directory.path('linked', 'settings.json'),
          before: '{}',
          after: '{"a":1}',
          path: ['a'],
        },
        DATE,
      ),
      { problem: 'symlink' },
    );
    assert.equal(readFileSync(directory.path('target.json'), 'utf8'), '{}');
  });

  it('says that a folder cannot be written', async () => {
    directory.write('blocked', 'a file where a folder should be');
    const change = {
      file: directory.path('blocked', 'settings.json'),
      before: null,
      after: '{}',
      path: ['a'],
    };
    const written = await writeSettings(change, DATE);
    assert.ok('problem' in written && ['unwritable', 'unreadable'].includes(written.problem));
  });

  it('changes a text by what stands there now', async () => {
    const path = directory.write('reviewer.md', '---\nmodel: sonnet[1m]\n---\n');
    const planned = await planTextChange(path, (text) => text.replace('[1m]', ''));
    assert.ok('change' in planned);
    const written = await write(planned.change);
    assert.equal(readFileSync(path, 'utf8'), '---\nmodel: sonnet\n---\n');
    writeFileSync(path, 'another');
    assert.deepEqual(await undoSettings(written, DATE), { problem: 'changed' });
    assert.deepEqual(await planTextChange(path, () => null), { problem: 'changed' });
  });
});
