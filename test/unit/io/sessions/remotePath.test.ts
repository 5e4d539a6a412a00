import assert from 'node:assert/strict';
import { settingsFiles } from '../../../../src/io/claudeSettings/settingsFiles';
import { isRemotePath } from '../../../../src/io/sessions/remotePath';

describe('isRemotePath', () => {
  for (const path of ['\\\\evil\\share\\p', '//evil/share', '\\/evil/share', '\\\\?\\UNC\\evil\\s'])
    it(`follows no ${path} on Windows`, () => assert.equal(isRemotePath(path, 'win32'), true));

  for (const path of ['C:\\work', '\\work', '\\\\wsl.localhost\\Ubuntu\\home', '\\\\wsl$\\U\\home'])
    it(`takes ${path} for one of this machine`, () =>
      assert.equal(isRemotePath(path, 'win32'), false));

  it('knows none elsewhere', () => assert.equal(isRemotePath('//evil/share', 'linux'), false));

  it('keeps settings of a session’s folder unread where that is another machine’s', async () => {
    const files = await settingsFiles({
      configDirectory: 'C:\\Users\\dev\\.claude',
      projectFolder: '\\\\evil\\share',
      platform: 'win32',
      managedDirectory: '/nowhere',
    });
    assert.deepEqual(
      files.filter(({ path }) => path.includes('evil')),
      [],
    );
  });
});
