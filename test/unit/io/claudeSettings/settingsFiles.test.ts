import assert from 'node:assert/strict';
import { managedDirectoryOf, settingsFiles } from '../../../../src/io/claudeSettings/settingsFiles';
import { useTemporaryDirectory } from '../../../fixtures/temporaryDirectory';

describe('settingsFiles', () => {
  const directory = useTemporaryDirectory();

  it('ranks managed before local before project before user', async () => {
    const files = await settingsFiles({
      configDirectory: '/home/dev/.claude',
      projectFolder: '/home/dev/ledger',
      platform: 'linux',
      managedDirectory: directory.path('none'),
    });
    assert.deepEqual(files, [
      { path: directory.path('none', 'managed-settings.json'), isManaged: true },
      { path: '/home/dev/ledger/.claude/settings.local.json', isManaged: false },
      { path: '/home/dev/ledger/.claude/settings.json', isManaged: false },
      { path: '/home/dev/.claude/settings.json', isManaged: false },
    ]);
  });

  it('lays fragments over the managed file, the last name strongest', async () => {
    for (const name of ['10-a.json', '20-b.json', '.hidden.json', '30-c.txt'])
      directory.write(`managed-settings.d/${name}`, '{}');
    const files = await settingsFiles({
      configDirectory: '/c',
      projectFolder: null,
      platform: 'linux',
      managedDirectory: directory.path(),
    });
    assert.deepEqual(
      files.map(({ path }) => path),
      [
        directory.path('managed-settings.d', '20-b.json'),
        directory.path('managed-settings.d', '10-a.json'),
        directory.path('managed-settings.json'),
        '/c/settings.json',
      ],
    );
  });

  it('knows the places of each platform', async () => {
    const files = await settingsFiles({
      configDirectory: 'C:\\Users\\dev\\.claude',
      projectFolder: 'C:\\ledger',
      platform: 'win32',
    });
    assert.deepEqual(
      files.map(({ path }) => path),
      [
        'C:\\Program Files\\ClaudeCode\\managed-settings.json',
        'C:\\ledger\\.claude\\settings.local.json',
        'C:\\ledger\\.claude\\settings.json',
        'C:\\Users\\dev\\.claude\\settings.json',
      ],
    );
    assert.equal(managedDirectoryOf('darwin'), '/Library/Application Support/ClaudeCode');
    assert.equal(managedDirectoryOf('linux'), '/etc/claude-code');
  });
});
