import assert from 'node:assert/strict';
import { SETTINGS, SETTINGS_SECTION } from '../../src/host/settings';
import { readManifest } from '../l10n/readManifest';

type Scope = 'application' | 'machine' | 'window';

/**
 * Who may set what, and why. `application`: the user settings alone, on every machine and in every
 * profile. `machine`: the settings of the machine that the extension runs on. `window`: a folder
 * too, whose value is then as hostile as the folder.
 */
const SCOPES: Readonly<Record<string, readonly [scope: Scope, reason: string]>> = {
  'statusBar.format': ['window', 'only how the number is written; colour and warnings stay'],
  'statusBar.alignment': ['window', 'only where the number stands'],
  'statusBar.cache': ['window', 'only a word behind the number; no warning depends on it'],
  'warnings.early': ['application', 'a folder must not silence what its own session sets off'],
  'warnings.late': ['application', 'a folder must not silence what its own session sets off'],
  'notices.compaction': [
    'application',
    'a folder must not silence what its own session goes through',
  ],
  'warnings.blocked': ['application', 'a folder must not silence what its own session sets off'],
  'warnings.earlyPercent': ['application', 'moved to 100 it is a warning that never comes'],
  'warnings.latePercent': [
    'application',
    'moved to 100 it never warns, and to 1 it has sessions compacted when idle',
  ],
  usageCreditsWall: ['application', 'follows from the plan of a person; off, a folder costs money'],
  limit: ['application', 'for all sessions; a large one hides every wall'],
  'compact.models': ['application', 'which models the account has, and what each of them costs'],
  claudePath: ['machine', 'a program that is started, and a path of this machine'],
  'experimental.pruneInClaudeTab': ['application', 'changes what Claude Code sends'],
  askClaudeCode: ['application', 'starts Claude Code and MCP servers without being asked'],
  autoCompact: ['application', 'starts Claude Code without being asked, and spends money'],
  configDir: ['machine', 'what is read, and written to, for all sessions; a path of this machine'],
  'handoff.file': ['window', 'where a project keeps its handoff; stays below its folder'],
  'handoff.budgetTokens': ['window', 'how long a file of the project gets; within a range'],
  'prune.targetPercent': ['window', 'only what is proposed; each item is shown and agreed on'],
  'prune.untouchedRounds': ['window', 'only what is proposed; each item is shown and agreed on'],
  'backups.keepDays': ['application', 'how long the only undo of all other projects is kept'],
  'backups.maxMegabytes': ['application', 'how much of the only undo of all projects is kept'],
  'arrivals.markTokens': ['application', 'a folder must not silence what its own files set off'],
};

describe('Scopes of settings', () => {
  const { properties } = readManifest().contributes.configuration;

  for (const { key } of Object.values(SETTINGS)) {
    it(`has a reason for who may set leeway.${key}`, () => {
      const row = SCOPES[key];
      assert.ok(row, 'every setting has a row in the table of scopes');
      const [scope, reason] = row;
      assert.ok(reason.length > 20);
      assert.equal(properties[`${SETTINGS_SECTION}.${key}`]?.scope, scope);
    });
  }

  it('has no row for a setting that is gone', () => {
    assert.deepEqual(
      Object.keys(SCOPES).sort(),
      Object.values(SETTINGS)
        .map(({ key }) => key)
        .sort(),
    );
  });
});
