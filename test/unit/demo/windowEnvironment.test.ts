import assert from 'node:assert/strict';
import { claudeVariables, desktopVariables } from '../../demo/windowEnvironment';

const OF_THE_PERSON = {
  PATH: '/usr/bin',
  HOME: '/home/dev',
  DISPLAY: ':0',
  XDG_RUNTIME_DIR: '/run/user/1000',
};
const OF_CLAUDE = {
  CLAUDE_CONFIG_DIR: '/home/dev/.claude-work',
  CLAUDE_CODE_DISABLE_1M_CONTEXT: '1',
  ANTHROPIC_MODEL: 'claude-opus-5-5',
  DISABLE_COMPACT: '1',
  DISABLE_AUTO_COMPACT: '1',
};
const OF_THE_STARTER = {
  npm_command: 'start',
  INIT_CWD: '/home/dev',
  VSCODE_IPC_HOOK_CLI: '/tmp/a.sock',
  ELECTRON_RUN_AS_NODE: '1',
  NODE_OPTIONS: '--inspect',
};
const EVERYTHING = { ...OF_THE_PERSON, ...OF_CLAUDE, ...OF_THE_STARTER, UNSET: undefined };

describe('The environment of a demo window', () => {
  it('has the desktop’s variables without those that steer Claude Code or another VS Code', () =>
    assert.deepEqual(desktopVariables(EVERYTHING), OF_THE_PERSON));
  it('has, for the person’s own sessions, all that steers Claude Code', () =>
    assert.deepEqual(claudeVariables(EVERYTHING), OF_CLAUDE));
});
