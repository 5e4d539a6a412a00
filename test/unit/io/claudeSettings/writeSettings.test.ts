import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { settingsVersionsDirectory } from '../../../../src/io/claudeSettings/settingsVersions';
import {
  planJsonChange,
  planTextChange,
  undoSettings,
  writeSettings,
  type SettingsChange,
  type SettingsWritten,
} from '../../../../src/io/claudeSettings/writeSettings';
import { filesBelow } from '../../../fixtures/filesBelow';
import { useTemporaryDirectory } from '../../../fixtures/temporaryDirectory';

const DATE = Date.UTC(2026, 10, 21);
const BEFORE = '{\n  // mine\n  "model": "sonnet[1m]",\n  "theme": "dark"\n}\n';

describe('writeSettings', () => {
  const directory = useTemporaryDirectory();
  const file = () => directory.path('.claude', 'settings.json');
  /** A config directory that holds none of the files here: they belong to folders. */
  const config = () => directory.path('config');
  const read = () => readFileSync(file(), 'utf8');
  const versions = () => filesBelow(directory.path('config', 'leeway', 'settings'));

  async function plan(value: unknown = 'sonnet', path = ['model']): Promise<SettingsChange> {
    const planned = await planJsonChange(file(), config(), path, value);
    assert.ok('change' in planned, JSON.stringify(planned));
    return planned.change;
  }

  async function write(change: SettingsChange): Promise<SettingsWritten> {
    const written = await writeSettings(change, DATE);
    assert.ok('change' in written, JSON.stringify(written));
    return written;
  }

  it('changes one value, keeps the mode, and the old version in our own folder alone', async () => {
    directory.write('.claude/settings.json', BEFORE);
    chmodSync(file(), 0o640);
    const { backup } = await write(await plan());
    assert.equal(read(), BEFORE.replace('[1m]', ''));
    assert.deepEqual(readdirSync(directory.path('.claude')), ['settings.json']);
    const kept = settingsVersionsDirectory(config(), file());
    assert.equal(backup, join(kept, '20261121T000000000Z.bak'));
    assert.equal(readFileSync(backup, 'utf8'), BEFORE);
    if (process.platform === 'win32') return;
    assert.equal(statSync(file()).mode & 0o777, 0o640);
    assert.equal(statSync(backup).mode & 0o777, 0o600);
    for (const path of [kept, dirname(kept), dirname(dirname(kept))])
      assert.equal(statSync(path).mode & 0o777, 0o700);
  });

  it('writes nothing where the old version cannot be kept, or only through a link', async () => {
    directory.write('.claude/settings.json', BEFORE);
    const change = await plan();
    mkdirSync(config());
    mkdirSync(directory.path('elsewhere'));
    symlinkSync(directory.path('elsewhere'), directory.path('config', 'leeway'));
    assert.deepEqual(await writeSettings(change, DATE), { problem: 'notKept' });
    unlinkSync(directory.path('config', 'leeway'));
    directory.write('config/leeway', 'a file');
    assert.deepEqual(await writeSettings(change, DATE), { problem: 'notKept' });
    assert.equal(read(), BEFORE);
    assert.deepEqual(readdirSync(directory.path('.claude')), ['settings.json']);
    assert.deepEqual(readdirSync(directory.path('elsewhere')), []);
  });

  it('is taken back byte for byte, and leaves nothing behind', async () => {
    directory.write('.claude/settings.json', BEFORE);
    const written = await write(await plan());
    assert.deepEqual(await undoSettings(written, DATE), { problem: null });
    assert.equal(read(), BEFORE);
    assert.deepEqual(readdirSync(directory.path('.claude')), ['settings.json']);
    assert.deepEqual(versions(), {});
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

  it('writes nothing where the value has changed since it was shown', async () => {
    directory.write('.claude/settings.json', BEFORE);
    const change = await plan();
    writeFileSync(file(), BEFORE.replace('sonnet', 'opus'));
    assert.deepEqual(await writeSettings(change, DATE), { problem: 'changed' });
    assert.equal(read(), BEFORE.replace('sonnet', 'opus'));
    assert.deepEqual(readdirSync(directory.path('.claude')), ['settings.json']);
    assert.deepEqual(versions(), {});
  });

  it('plans nothing on a folder, or what is no JSON', async () => {
    directory.write('.claude/settings.json', '{ oops');
    assert.deepEqual(await planJsonChange(file(), config(), ['model'], 'x'), {
      problem: 'notJson',
    });
    mkdirSync(directory.path('folder.json'));
    assert.deepEqual(
      await planJsonChange(directory.path('folder.json'), config(), ['model'], 'x'),
      {
        problem: 'notAFile',
      },
    );
  });

  for (const [what, bytes] of [
    ['Latin-1', Buffer.from('{"model":"Größe"}', 'latin1')],
    ['UTF-16', Buffer.from('\ufeff{}', 'utf16le')],
    ['UTF-16 without a mark', Buffer.from('{}', 'utf16le')],
  ] as const)
    it(`touches no file of ${what}`, async () => {
      directory.write('.claude/settings.json');
      writeFileSync(file(), bytes);
      assert.deepEqual(await planJsonChange(file(), config(), ['model'], 'x'), {
        problem: 'notText',
      });
      assert.deepEqual(await planTextChange(file(), config(), (text) => `${text ?? ''}x`), {
        problem: 'notText',
      });
      const change = { file: file(), before: bytes.toString(), after: '{}', path: ['model'] };
      assert.deepEqual(await writeSettings({ ...change, configDirectory: config() }, DATE), {
        problem: 'notText',
      });
      assert.deepEqual(readFileSync(file()), bytes);
    });

  it('keeps a byte order mark and Windows line ends, there and back', async () => {
    const before = `\ufeff${BEFORE.replaceAll('\n', '\r\n')}`;
    directory.write('.claude/settings.json', before);
    const written = await write(await plan());
    assert.equal(read(), before.replace('[1m]', ''));
    assert.equal(readFileSync(written.backup!, 'utf8'), before);
    await undoSettings(written, DATE);
    assert.equal(read(), before);
    await write(await plan('x', ['added']));
    assert.match(read(), /^\ufeff\{\r\n[^]*"added": "x"\r\n\}\r\n$/);
  });

  it('writes through a link of the person’s own, into the file that it leads to', async () => {
    const real = directory.write('dotfiles/claude/settings.json', BEFORE);
    chmodSync(real, 0o640);
    mkdirSync(directory.path('home', '.claude'), { recursive: true });
    const own = directory.path('home', '.claude');
    const link = directory.path('home', '.claude', 'settings.json');
    symlinkSync('../../dotfiles/claude/settings.json', link);
    const planned = await planJsonChange(link, own, ['model'], 'sonnet');
    assert.ok('change' in planned);
    const written = await write(planned.change);
    assert.equal(readFileSync(real, 'utf8'), BEFORE.replace('[1m]', ''));
    assert.ok(lstatSync(link).isSymbolicLink());
    if (process.platform !== 'win32') assert.equal(statSync(real).mode & 0o777, 0o640);
    assert.deepEqual(readdirSync(directory.path('dotfiles', 'claude')), ['settings.json']);
    assert.equal(readFileSync(written.backup!, 'utf8'), BEFORE);
    assert.deepEqual(await undoSettings(written, DATE), { problem: null });
    assert.equal(readFileSync(real, 'utf8'), BEFORE);
    assert.ok(lstatSync(link).isSymbolicLink());
    assert.deepEqual(readdirSync(own).sort(), ['leeway', 'settings.json']);
  });

  it('follows no link of a folder out of it, at the end or on the way', async () => {
    const mine = directory.write('home/.claude/settings.json', BEFORE);
    const own = directory.path('home', '.claude');
    mkdirSync(directory.path('one', '.claude'), { recursive: true });
    mkdirSync(directory.path('two'));
    symlinkSync(mine, directory.path('one', '.claude', 'settings.json'));
    symlinkSync('../../home/.claude/new.json', directory.path('one', '.claude', 'local.json'));
    symlinkSync(own, directory.path('two', '.claude'));
    symlinkSync(mine, directory.path('one', 'CLAUDE.md'));
    for (const names of [
      ['one', '.claude', 'settings.json'],
      ['one', '.claude', 'local.json'],
      ['two', '.claude', 'settings.json'],
      ['two', '.claude', 'new.json'],
      ['two', '.claude', 'deep', 'new.json'],
      ['one', 'CLAUDE.md'],
    ]) {
      const path = directory.path(...names);
      assert.deepEqual(
        await planJsonChange(path, own, ['model'], 'x'),
        { problem: 'outside' },
        path,
      );
      const change = { file: path, before: BEFORE, after: '{}', path: ['model'] };
      assert.deepEqual(await writeSettings({ ...change, configDirectory: own }, DATE), {
        problem: 'outside',
      });
    }
    assert.equal(readFileSync(mine, 'utf8'), BEFORE);
    assert.deepEqual(readdirSync(own), ['settings.json']);
  });

  it('follows a link that stays in its folder', async () => {
    const real = directory.write('one/shared/settings.json', BEFORE);
    symlinkSync('shared', directory.path('one', '.claude'));
    const path = directory.path('one', '.claude', 'settings.json');
    const planned = await planJsonChange(path, config(), ['model'], 'sonnet');
    assert.ok('change' in planned);
    await write(planned.change);
    assert.equal(readFileSync(real, 'utf8'), BEFORE.replace('[1m]', ''));
  });

  it('does not wait for a pipe', async function () {
    if (process.platform === 'win32') return;
    mkdirSync(directory.path('.claude'));
    spawnSync('mkfifo', [file()]);
    assert.deepEqual(await planJsonChange(file(), config(), ['model'], 'x'), {
      problem: 'notAFile',
    });
  });

  it('says that a folder cannot be written', async () => {
    directory.write('blocked', 'a file where a folder should be');
    const change = {
      file: directory.path('blocked', 'settings.json'),
      before: null,
      after: '{}',
      path: ['a'],
      configDirectory: config(),
    };
    const written = await writeSettings(change, DATE);
    assert.ok('problem' in written && ['unwritable', 'unreadable'].includes(written.problem));
  });

  it('changes a text by what stands there now', async () => {
    const path = directory.write('reviewer.md', '---\nmodel: sonnet[1m]\n---\n');
    const planned = await planTextChange(path, config(), (text) => text!.replace('[1m]', ''));
    assert.ok('change' in planned);
    const written = await write(planned.change);
    assert.equal(readFileSync(path, 'utf8'), '---\nmodel: sonnet\n---\n');
    writeFileSync(path, 'another');
    assert.deepEqual(await undoSettings(written, DATE), { problem: 'changed' });
    assert.deepEqual(await planTextChange(path, config(), () => null), { problem: 'changed' });
  });
});
