import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  forgetSettingsVersion,
  keepSettingsVersion,
  settingsVersionsDirectory,
} from '../../../../src/io/claudeSettings/settingsVersions';
import { useTemporaryDirectory } from '../../../fixtures/temporaryDirectory';

const DATE = Date.UTC(2026, 10, 21);

describe('settingsVersions', () => {
  const directory = useTemporaryDirectory();

  it('are the newest 20 of each file; what is none of them stays', async () => {
    const [config, file] = [directory.path('config'), directory.path('.claude', 'settings.json')];
    const earlier = directory.write('.claude/settings.json.2026-11-20.bak', 'of an earlier build');
    const kept = settingsVersionsDirectory(config, file);
    mkdirSync(kept, { recursive: true });
    writeFileSync(join(kept, 'notes.txt'), 'mine');
    for (let number = 0; number < 13; number++)
      for (const text of ['one', 'two'])
        await keepSettingsVersion(config, file, `${text} ${number}`, DATE + number);
    const other = await keepSettingsVersion(config, directory.path('settings.json'), 'x', DATE);
    const names = readdirSync(kept);
    assert.equal(names.length, 21);
    assert.ok(names.includes('notes.txt') && existsSync(earlier) && existsSync(other));
    assert.deepEqual(
      names.filter((name) => name < '20261121T000000003Z'),
      [],
    );
    assert.equal(readFileSync(join(kept, '20261121T000000012Z.2.bak'), 'utf8'), 'two 12');
    await forgetSettingsVersion(other);
    assert.equal(existsSync(other), false);
  });
});
