import assert from 'node:assert/strict';
import fc from 'fast-check';
import { isValueOf, readSettings, SETTINGS } from '../../../src/host/settings';

describe('readSettings', () => {
  const values: Record<string, unknown> = {
    configDir: '/srv/claude',
    limit: 150_000,
    usageCreditsWall: 'off',
    'statusBar.format': 'remaining',
    'statusBar.alignment': 'left',
    'statusBar.cache': true,
    'warnings.earlyPercent': 62.5,
    'warnings.latePercent': 100,
    'warnings.early': false,
    'warnings.late': false,
    'warnings.blocked': false,
    'notices.compaction': false,
    'compact.models': ['sonnet'],
    claudePath: '/opt/claude',
    'experimental.pruneInClaudeTab': true,
    askClaudeCode: 'automatic',
    autoCompact: 'whenIdle',
    'handoff.file': 'notes/HANDOFF.md',
    'handoff.budgetTokens': 6000,
    'prune.targetPercent': 70,
    'prune.untouchedRounds': 0,
    'backups.keepDays': 7,
    'backups.maxMegabytes': 500,
    'arrivals.markTokens': 20_000,
  };

  it('takes each value from its own key', () => {
    assert.deepEqual(
      readSettings((key) => values[key]),
      {
        configDir: '/srv/claude',
        limit: 150_000,
        usageCreditsWall: 'off',
        statusBarFormat: 'remaining',
        statusBarAlignment: 'left',
        cacheInStatusBar: true,
        earlyPercent: 62.5,
        latePercent: 100,
        warnEarly: false,
        warnLate: false,
        warnBlocked: false,
        tellCompactions: false,
        compactModels: ['sonnet'],
        claudePath: '/opt/claude',
        pruneInClaudeTab: true,
        askClaudeCode: 'automatic',
        autoCompact: 'whenIdle',
        handoffFile: 'notes/HANDOFF.md',
        handoffBudget: 6000,
        targetPercent: 70,
        untouchedRounds: 0,
        backupDays: 7,
        backupMegabytes: 500,
        arrivalMarkTokens: 20_000,
      },
    );
  });

  it('lets one wrong value spoil no other', () => {
    for (const { key, fallback } of Object.values(SETTINGS)) {
      const settings = readSettings((asked) =>
        asked === key ? { nonsense: true } : values[asked],
      );
      const expected = Object.entries(SETTINGS).map(([name, setting]) => [
        name,
        setting.key === key ? fallback : values[setting.key],
      ]);
      assert.deepEqual(settings, Object.fromEntries(expected));
    }
  });

  it('survives whatever a file holds, and answers with values that the settings take', () => {
    fc.assert(
      fc.property(
        fc.dictionary(fc.constantFrom(...Object.keys(values)), fc.jsonValue()),
        (file) => {
          const settings = readSettings((key) => file[key]);
          for (const name of Object.keys(SETTINGS) as (keyof typeof SETTINGS)[])
            assert.ok(isValueOf(name, settings[name]), name);
        },
      ),
    );
  });

  const outOfRange: [key: string, value: unknown][] = [
    ['limit', 1.5],
    ['limit', -1],
    ['limit', Number.POSITIVE_INFINITY],
    ['warnings.earlyPercent', 0],
    ['warnings.latePercent', 101],
    ['warnings.early', 'true'],
    ['statusBar.format', 'Both'],
    ['configDir', null],
    ['compact.models', []],
    ['compact.models', ['--help']],
    ['compact.models', 'haiku'],
    ['handoff.file', 'a\nb.md'],
    ['handoff.file', 'a\u0085b.md'],
    ['handoff.file', '/HANDOFF.md'],
    ['handoff.file', '\\HANDOFF.md'],
    ['handoff.file', 'c:/HANDOFF.md'],
    ['handoff.file', '../HANDOFF.md'],
    ['handoff.file', 'a/\n/../../HANDOFF.md'],
    ['handoff.file', 'notes.txt:HANDOFF.md'],
    ['handoff.file', 'nul.md'],
    ['handoff.file', '.git/HANDOFF.md'],
    ['handoff.file', '.claude/commands/HANDOFF.md'],
    ['handoff.file', `${'a'.repeat(198)}.md`],
    ['handoff.file', 'HANDOFF.sh'],
    ['prune.targetPercent', 0],
    ['prune.untouchedRounds', -1],
    ['backups.keepDays', 0.5],
    ['backups.maxMegabytes', 1],
  ];
  for (const [wrongKey, value] of outOfRange) {
    it(`takes the default for ${wrongKey} ${JSON.stringify(value).slice(0, 40)}`, () => {
      assert.deepEqual(
        readSettings((key) => (key === wrongKey ? value : undefined)),
        readSettings(() => undefined),
      );
    });
  }
});
