import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { isTrackedByGit } from '../../../../src/io/claudeSettings/trackedByGit';
import { useTemporaryDirectory } from '../../../fixtures/temporaryDirectory';

describe('isTrackedByGit', () => {
  const directory = useTemporaryDirectory();
  const env = { PATH: process.env['PATH'] ?? '' };

  it('knows a file that others get, and one that stays here', async () => {
    const shared = directory.write('ledger/.claude/settings.json', '{}');
    const own = directory.write('ledger/.claude/settings.local.json', '{}');
    const git = (...args: string[]) =>
      execFileSync('git', args, { cwd: directory.path('ledger'), stdio: 'ignore' });
    git('init', '-q');
    git('add', shared);
    assert.equal(await isTrackedByGit(shared, env), true);
    assert.equal(await isTrackedByGit(own, env), false);
  });

  it('is no where there is no repository, no folder, or no git', async () => {
    assert.equal(await isTrackedByGit(directory.write('settings.json', '{}'), env), false);
    assert.equal(await isTrackedByGit(directory.path('none', 'settings.json'), env), false);
    assert.equal(await isTrackedByGit(directory.path('settings.json'), { PATH: '' }), false);
  });
});
