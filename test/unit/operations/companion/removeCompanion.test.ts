import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { companionStanding } from '../../../../src/domain/companion/companionState';
import { CompanionMachine } from '../../../fixtures/companionMachine';
import { useTemporaryDirectory } from '../../../fixtures/temporaryDirectory';

const REMOVED = { kind: 'removed', isAsShown: true, listed: null, left: [] };

describe('removeCompanion', () => {
  const root = useTemporaryDirectory();

  for (const [what, settings] of [
    ['usual settings', '{\n  "theme": "dark",\n  "model": "sonnet"\n}\n'],
    [
      'other plugins',
      '{\n  "model": "x",\n  "enabledPlugins": {\n    "a@b": true\n  },\n  "theme": "dark"\n}\n',
    ],
    ['tabs', '{\n\t"theme": "dark",\n\t"permissions": {"deny": ["Read(./x)"]}\n}'],
    ['one line', '{"a":1, "b": [1,2]}'],
    ['Windows line ends', '{\r\n    "theme": "dark"\r\n}\r\n'],
    ['empty objects', '{\n  "enabledPlugins": {},\n  "extraKnownMarketplaces": {}\n}\n'],
    ['an empty file', ''],
    ['no file', null],
  ] as const)
    it(`leaves settings as they were to the byte: ${what}`, async () => {
      const at = new CompanionMachine(root.path(), settings);
      assert.equal((await at.install()).kind, 'installed');
      assert.match(at.settings()!, /leeway/);
      assert.deepEqual(await at.remove(), REMOVED);
      assert.equal(at.settings(), settings);
      assert.deepEqual(
        readdirSync(at.own).filter((name) => name !== 'settings'),
        [],
      );
      assert.deepEqual(at.asked().slice(2), [
        'plugin uninstall leeway@leeway --json',
        'plugin marketplace remove leeway --json',
      ]);
      assert.equal(companionStanding((await at.read()).state), 'absent');
    });

  it('takes out the two keys alone where the settings were changed since', async () => {
    const at = new CompanionMachine(root.path(), '{\n  "theme": "dark"\n}\n');
    await at.install();
    writeFileSync(at.settingsFile, at.settings()!.replace('"dark"', '"light"'));
    assert.deepEqual(await at.remove(), REMOVED);
    assert.equal(at.settings(), '{\n  "theme": "light"\n}\n');
  });

  it('does without Claude Code, and says that its list still has it', async () => {
    const settings = '{\n  "theme": "dark"\n}\n';
    const at = new CompanionMachine(root.path(), settings);
    await at.install();
    assert.deepEqual(await at.remove(false), { ...REMOVED, listed: { kind: 'noProgram' } });
    assert.equal(at.settings(), settings);
    assert.equal(existsSync(join(at.own, 'companion')), false);
  });

  it('goes on where Claude Code refuses, and tells its words; not where it has forgotten it', async () => {
    const at = new CompanionMachine(root.path(), '{}\n');
    await at.install();
    at.claude({ first: `end('failed', { message: 'Broken.', failureCode: 'error' }, 1);` });
    const removed = await at.remove();
    assert.equal(removed.kind, 'removed');
    assert.deepEqual(removed.listed, { kind: 'refused', said: 'Broken.', code: 'error' });
    assert.equal(at.settings(), '{}\n');
    at.claude();
    writeFileSync(join(at.config, 'known.json'), '{}');
    assert.deepEqual(await at.remove(), REMOVED);
  });

  it('removes nothing where the settings cannot be written', async () => {
    const at = new CompanionMachine(root.path(), '{}\n');
    await at.install();
    const { removing } = await at.read();
    assert.ok(removing);
    writeFileSync(at.settingsFile, '{ broken');
    assert.equal((await at.read()).removing, null);
    assert.equal((await at.read()).problem, 'notJson');
    assert.ok(existsSync(join(at.own, 'companion')));
  });

  it('follows no link: what it leads to stays', async () => {
    const at = new CompanionMachine(root.path(), '{}\n');
    const elsewhere = root.write('elsewhere/mine', 'mine');
    mkdirSync(at.own);
    symlinkSync(root.path('elsewhere'), join(at.own, 'companion'));
    symlinkSync(root.path('elsewhere'), join(at.own, 'live'));
    assert.deepEqual(await at.remove(), REMOVED);
    assert.ok(existsSync(elsewhere));
    assert.deepEqual(readdirSync(at.own), []);
  });
});
