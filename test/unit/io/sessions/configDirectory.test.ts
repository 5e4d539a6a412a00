import assert from 'node:assert/strict';
import { configDirectory } from '../../../../src/io/sessions/configDirectory';

describe('configDirectory', () => {
  const linux = (setting: string | undefined, env: Record<string, string> = {}): string =>
    configDirectory({ setting, env, homeDirectory: '/home/dev', platform: 'linux' });
  const windows = (setting: string | undefined, env: Record<string, string> = {}): string =>
    configDirectory({ setting, env, homeDirectory: 'C:\\Users\\dev', platform: 'win32' });

  it('takes the setting before the variable, and the variable before ~/.claude', () => {
    const env = { CLAUDE_CONFIG_DIR: '/srv/claude' };
    assert.equal(linux('/opt/claude', env), '/opt/claude');
    assert.equal(linux('  ', env), '/srv/claude');
    assert.equal(linux(undefined, { CLAUDE_CONFIG_DIR: '' }), '/home/dev/.claude');
  });

  it('expands a leading ~ of the setting only where it stands for the home directory', () => {
    assert.equal(linux('~'), '/home/dev');
    assert.equal(linux('~/x/.claude'), '/home/dev/x/.claude');
    assert.equal(linux('~//x'), '/home/dev/x');
    assert.equal(linux('~other'), '/home/dev/~other');
    assert.equal(linux('~\\x'), '/home/dev/~\\x');
    assert.equal(linux(undefined, { CLAUDE_CONFIG_DIR: '~/x' }), '/home/dev/~/x');
  });

  it('always answers with an absolute path', () => {
    assert.equal(linux('work/.claude'), '/home/dev/work/.claude');
    assert.equal(linux('/opt/claude/'), '/opt/claude');
  });

  it('follows the rules of Windows there', () => {
    assert.equal(windows(undefined), 'C:\\Users\\dev\\.claude');
    assert.equal(windows('~\\x'), 'C:\\Users\\dev\\x');
    assert.equal(windows('~/x'), 'C:\\Users\\dev\\x');
    assert.equal(windows('D:/claude'), 'D:\\claude');
    assert.equal(windows('\\\\server\\share\\claude'), '\\\\server\\share\\claude');
  });
});
