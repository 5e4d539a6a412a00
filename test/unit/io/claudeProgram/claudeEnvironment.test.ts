import assert from 'node:assert/strict';
import { claudeEnvironment } from '../../../../src/io/claudeProgram/claudeEnvironment';

describe('claudeEnvironment', () => {
  const places = { configDirectory: '/home/dev/.claude', homeDirectory: '/home/dev' };

  it('passes on what the person set, and nothing of the editor or of a surrounding session', () => {
    const env = {
      PATH: '/bin',
      ANTHROPIC_API_KEY: 'k',
      CLAUDE_CODE_DISABLE_1M_CONTEXT: '1',
      CLAUDECODE: '1',
      CLAUDE_CODE_ENTRYPOINT: 'cli',
      ELECTRON_RUN_AS_NODE: '1',
      NODE_OPTIONS: '--inspect',
      VSCODE_PID: '1',
      EMPTY: undefined,
    };
    assert.deepEqual(claudeEnvironment(env, places), {
      PATH: '/bin',
      ANTHROPIC_API_KEY: 'k',
      CLAUDE_CODE_DISABLE_1M_CONTEXT: '1',
    });
  });

  it('names the config directory only where Claude Code would take another one', () => {
    assert.equal(claudeEnvironment({}, places)['CLAUDE_CONFIG_DIR'], undefined);
    assert.equal(
      claudeEnvironment({ CLAUDE_CONFIG_DIR: '/x' }, { ...places, configDirectory: '/x' })[
        'CLAUDE_CONFIG_DIR'
      ],
      '/x',
    );
    assert.equal(
      claudeEnvironment({}, { ...places, configDirectory: '/x' })['CLAUDE_CONFIG_DIR'],
      '/x',
    );
    assert.equal(
      claudeEnvironment({ CLAUDE_CONFIG_DIR: '/y' }, places)['CLAUDE_CONFIG_DIR'],
      '/home/dev/.claude',
    );
  });
});
