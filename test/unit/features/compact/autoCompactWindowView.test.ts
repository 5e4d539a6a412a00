import assert from 'node:assert/strict';
import { autoCompactPoint } from '../../../../src/domain/accounting/autoCompact';
import { NO_CONTROLS } from '../../../../src/io/claudeSettings/claudeControls';
import {
  compactedAtTokens,
  compactedAtWords,
  OFFERED_WINDOWS_TOKENS,
  outrankedBy,
  parseWindow,
  presentWindow,
  removableWindows,
  type PresentWindows,
} from '../../../../src/features/compact/autoCompactWindowView';
import { inEnglish as t } from '../../../../src/wording/translate';

describe('auto-compact window', () => {
  it('promises the point that the meter reckons with', () => {
    for (const tokens of OFFERED_WINDOWS_TOKENS) {
      const controls = {
        ...NO_CONTROLS,
        autoCompactWindows: [
          { model: null, tokens, origin: { file: null, key: 'autoCompactWindow' } },
        ],
      };
      const point = autoCompactPoint({
        model: 'claude-opus-5-5',
        version: '2.1.329',
        windowTokens: 1_000_000,
        windowReason: 'modelFamily',
        controls,
      });
      assert.equal(compactedAtTokens(tokens), point?.tokens);
      assert.ok(compactedAtTokens(tokens) < 200_000);
    }
    assert.equal(compactedAtWords(200_000, t), 'At ~167K');
  });

  describe('as it is set now', () => {
    const LOCAL = '/home/dev/ledger/.claude/settings.local.json';
    const USER = '/config/settings.json';
    const at = (file: string | null, tokens: number, model: string | null = null) => ({
      model,
      tokens,
      origin: { file, key: 'autoCompactWindow' },
    });
    const present = (...windows: PresentWindows['windows']): PresentWindows => ({
      windows,
      model: 'claude-opus-5-5',
      files: [
        { label: 'Only me', file: LOCAL },
        { label: 'All', file: USER },
      ],
      nameOf: (file) => file.replace('/config', '~'),
    });
    const variable = {
      model: null,
      tokens: 130_000,
      origin: { file: null, key: 'CLAUDE_CODE_AUTO_COMPACT_WINDOW' },
    };

    it('is told with the place that it comes from', () => {
      assert.equal(
        presentWindow(present(at(USER, 200_000)), t),
        'Now 200K: autoCompactWindow in ~/settings.json.',
      );
      assert.equal(
        presentWindow(present(variable, at(USER, 200_000)), t),
        'Now 130K: CLAUDE_CODE_AUTO_COMPACT_WINDOW in the environment.',
      );
      for (const none of [present(), present(at(USER, 200_000, 'claude-haiku-4-5'))])
        assert.equal(presentWindow(none, t), 'Not set: Claude Code uses the window of the model.');
    });

    it('is offered to be taken out of each file of the person’s own, by the way to its value', () => {
      const removable = removableWindows(
        present(
          variable,
          at('/etc/claude-code/managed-settings.json', 170_000),
          at(LOCAL, 150_000, 'claude-opus-4.8'),
          { ...variable, origin: { ...variable.origin, file: LOCAL } },
          at(USER, 200_000),
        ),
        t,
      );
      assert.deepEqual(
        removable.map(({ file, path }) => [file, path]),
        [
          [LOCAL, ['modelSettings', 'claude-opus-4.8', 'autoCompactWindow']],
          [LOCAL, ['env', 'CLAUDE_CODE_AUTO_COMPACT_WINDOW']],
          [USER, ['autoCompactWindow']],
        ],
      );
      assert.deepEqual(
        removable.map(({ label, detail }) => [label, detail]),
        [
          [`Remove It from ${LOCAL}`, '150K for claude-opus-4.8.'],
          [`Remove It from ${LOCAL}`, '130K is set there.'],
          ['Remove It from ~/settings.json', '200K is set there.'],
        ],
      );
    });

    it('says beside a file what counts before it', () => {
      const words = (file: string, ...windows: PresentWindows['windows']): string | null =>
        outrankedBy(file, present(...windows), t);
      assert.equal(words(USER, at(USER, 200_000)), null);
      assert.equal(words(LOCAL, at(USER, 200_000)), null);
      assert.equal(words(USER), null);
      assert.equal(
        words(USER, at(LOCAL, 150_000)),
        `autoCompactWindow in ${LOCAL} takes precedence.`,
      );
      for (const file of [LOCAL, USER])
        assert.match(words(file, variable) ?? '', /in the environment takes precedence\.$/);
    });
  });

  it('takes what Claude Code takes, however it is typed', () => {
    for (const typed of [
      '150000',
      '150,000',
      '150.000',
      " 150'000 ",
      '150_000',
      '150K',
      '150 k',
      '0.15m',
    ])
      assert.equal(parseWindow(typed), 150_000, typed);
    assert.equal(parseWindow('1M'), 1_000_000);
    for (const typed of [
      '',
      '99999',
      '1.5M',
      'auto',
      '150K2',
      '-150000',
      '150000.5',
      '1e6',
      '150x',
    ])
      assert.equal(parseWindow(typed), null, typed);
  });
});
