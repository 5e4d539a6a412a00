import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import { findClaudeProgram } from '../../../../src/io/claudeProgram/findClaudeProgram';
import { useTemporaryDirectory } from '../../../fixtures/temporaryDirectory';
import { writeStandIn } from '../../../fixtures/standInProgram';

describe('findClaudeProgram', () => {
  const directory = useTemporaryDirectory();
  const find = (changes: { setting?: string; PATH?: string }) =>
    findClaudeProgram(
      {
        setting: changes.setting ?? '',
        env: { PATH: changes.PATH ?? '' },
        homeDirectory: directory.path(),
        platform: 'linux',
        extensionDirectory: directory.path('ext'),
      },
      {},
    );
  const claude = (path: string, script = 'console.log("2.1.329 (Claude Code)")') => {
    mkdirSync(directory.path(path), { recursive: true });
    return writeStandIn(directory.path(path, 'claude'), script);
  };

  it('asks the first that answers for its version', async () => {
    directory.write('a/claude', 'not executable');
    const other = claude('b', 'console.log("Claude the cat, 3.0.0")');
    const path = claude('c');
    assert.deepEqual(
      await find({
        PATH: [directory.path('a'), directory.path('b'), directory.path('c')].join(':'),
      }),
      { path, source: 'path', version: '2.1.329' },
    );
    assert.deepEqual(await find({ setting: other }), {
      problem: { kind: 'notClaude', path: other },
    });
  });

  it('falls back on the copy of the official extension', async () => {
    const path = claude('ext/resources/native-binary');
    const found = await find({});
    assert.ok(
      'source' in found && (found.path === path || found.source === 'installed'),
      'a machine may have one installed',
    );
  });

  it('says what is wrong with a setting instead of working around it', async () => {
    claude('c');
    const wrong = directory.path('none', 'claude');
    assert.deepEqual(await find({ setting: wrong, PATH: directory.path('c') }), {
      problem: { kind: 'settingWrong', path: wrong },
    });
    assert.deepEqual(await find({ setting: directory.path() }), {
      problem: { kind: 'settingWrong', path: directory.path() },
    });
  });

  it('knows one that fails, and one that is older than any that is known', async () => {
    const failing = claude('f', 'process.exit(3)');
    assert.deepEqual(await find({ setting: failing }), {
      problem: { kind: 'notClaude', path: failing },
    });
    const old = claude('o', 'console.log("0.2.9 (Claude Code)")');
    assert.deepEqual(await find({ setting: old }), {
      problem: { kind: 'tooOld', path: old, version: '0.2.9' },
    });
  });
});
