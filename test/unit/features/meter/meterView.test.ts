import assert from 'node:assert/strict';
import type { Blocked, Snapshot } from '../../../../src/domain/accounting/snapshot';
import { meterOf, type Severity } from '../../../../src/features/meter/meterView';
import { readSettings, type Settings } from '../../../../src/host/settings';
import { inEnglish } from '../../../../src/wording/translate';
import {
  autoCompact,
  hardStop,
  limitWall,
  tokens,
  unlimited,
  usageCredits,
} from '../../../fixtures/sampleSnapshot';
import { absent, following } from '../../../fixtures/sampleFollowing';

const defaults = readSettings(() => undefined);
const meter = (changes: Partial<Snapshot>, settings: Partial<Settings> = {}) =>
  meterOf(following(changes), { ...defaults, ...settings }, inEnglish);

const wide: Partial<Snapshot> = {
  limit: {
    tokens: 1_000_000,
    reason: { kind: 'asked1m', model: 'claude-sonnet-4-6', proof: true },
  },
  walls: [usageCredits(), autoCompact(967_000), limitWall(1_000_000)],
};
const grown: Blocked = { kind: 'credits', case: 'grown', sinceMs: 1 };

describe('meterOf', () => {
  const texts: [
    what: string,
    changes: Partial<Snapshot>,
    text: string,
    settings?: Partial<Settings>,
  ][] = [
    ['both by default', tokens(61_400), '$(dashboard) 61K / 200K · 30%'],
    ['tokens', tokens(61_400), '$(dashboard) 61K / 200K', { statusBarFormat: 'tokens' }],
    ['percent', tokens(61_400), '$(dashboard) 30%', { statusBarFormat: 'percent' }],
    ['what remains', tokens(61_400), '$(dashboard) 138K left', { statusBarFormat: 'remaining' }],
    ['an estimate', tokens(61_400, false), '$(dashboard) ~61K / 200K · 30%'],
    [
      'an estimate in tokens',
      tokens(61_400, false),
      '$(dashboard) ~61K / 200K',
      { statusBarFormat: 'tokens' },
    ],
    [
      'an estimate in percent',
      tokens(61_400, false),
      '$(dashboard) ~30%',
      { statusBarFormat: 'percent' },
    ],
    [
      'an estimate of what remains',
      tokens(61_400, false),
      '$(dashboard) ~138K left',
      { statusBarFormat: 'remaining' },
    ],
    [
      '99 %, never rounded to 100',
      { ...tokens(199_999), walls: [] },
      '$(dashboard) 199K / 200K · 99%',
    ],
    ['more than the limit', { ...tokens(214_600), walls: [] }, '$(dashboard) 214K / 200K · 107%'],
    [
      'nothing left',
      { ...tokens(214_600), walls: [] },
      '$(dashboard) 0 left',
      { statusBarFormat: 'remaining' },
    ],
    ['little', tokens(512), '$(dashboard) 512 / 200K · 0%'],
    ['no limit: no percentage', { ...unlimited, ...tokens(88_000) }, '$(dashboard) 88K'],
    [
      'no limit, in percent',
      { ...unlimited, ...tokens(88_000, false) },
      '$(dashboard) ~88K',
      { statusBarFormat: 'percent' },
    ],
    ['no reply yet', tokens(null), '$(dashboard) no reply yet'],
    ['blocked', { ...tokens(214_600), blocked: grown }, '$(error) blocked · 214K'],
    [
      'blocked, estimated',
      { ...tokens(214_600, false), blocked: grown },
      '$(error) blocked · ~214K',
    ],
    [
      'blocked before the first reply',
      { ...tokens(null), blocked: { ...grown, case: 'entitlement' } },
      '$(error) blocked',
    ],
    ['far from usage credits', { ...wide, ...tokens(149_999) }, '$(dashboard) 149K / 1M · 14%'],
    [
      'near usage credits',
      { ...wide, ...tokens(150_000) },
      '$(dashboard) 150K / 1M · 50K to credits',
    ],
    [
      'near usage credits, estimated',
      { ...wide, ...tokens(158_000, false) },
      '$(dashboard) ~158K / 1M · 42K to credits',
    ],
    [
      'the very edge of usage credits',
      { ...wide, ...tokens(200_000) },
      '$(warning) 200K / 1M · 0 past credits',
    ],
    [
      'past usage credits',
      { ...wide, ...tokens(207_000) },
      '$(warning) 207K / 1M · 7K past credits',
    ],
    [
      'near usage credits, in percent',
      { ...wide, ...tokens(170_000) },
      '$(warning) 17% · 30K to credits',
      { statusBarFormat: 'percent' },
    ],
    [
      'near usage credits that are no wall',
      { ...wide, walls: [autoCompact(967_000), limitWall(1_000_000)], ...tokens(170_000) },
      '$(dashboard) 170K / 1M · 17%',
    ],
  ];
  for (const [what, changes, text, settings] of texts)
    it(`shows ${what}`, () => assert.equal(meter(changes, settings).text, text));

  describe('takes its colour, and an icon with it, from the nearest wall', () => {
    const levels: [
      what: string,
      changes: Partial<Snapshot>,
      severity: Severity,
      settings?: Partial<Settings>,
    ][] = [
      ['below the early threshold', tokens(133_599), 'none'],
      ['at the early threshold', tokens(133_600), 'warning'],
      ['below the late threshold', tokens(158_649), 'warning'],
      ['at the late threshold', tokens(158_650), 'error'],
      ['past the wall', tokens(180_000), 'error'],
      [
        'with the limit as the only wall',
        { ...tokens(158_650), walls: [limitWall(200_000)] },
        'none',
      ],
      [
        'with blocked',
        { ...tokens(158_650), walls: [hardStop(177_000), limitWall(200_000)] },
        'warning',
      ],
      ['with usage credits', { ...wide, ...tokens(190_000) }, 'error'],
      ['without a wall', { ...tokens(199_000), walls: [] }, 'none'],
      [
        'with a wall but no limit',
        { ...unlimited, ...tokens(99_000), walls: [hardStop(100_000)] },
        'error',
      ],
      [
        'with thresholds of one’s own',
        tokens(120_000),
        'error',
        { earlyPercent: 50, latePercent: 70 },
      ],
      [
        'blocked, however small',
        { ...tokens(9_000), blocked: { ...grown, case: 'entitlement' } },
        'error',
      ],
      [
        'blocked before the first reply',
        { ...tokens(null), blocked: { ...grown, case: 'entitlement' } },
        'error',
      ],
      ['before the first reply', tokens(null), 'none'],
    ];
    for (const [what, changes, severity, settings] of levels) {
      it(`${severity}: ${what}`, () => {
        const shown = meter(changes, settings);
        assert.equal(shown.severity, severity);
        const icon =
          changes.blocked != null
            ? '$(error)'
            : severity === 'none'
              ? '$(dashboard)'
              : '$(warning)';
        assert.ok(shown.text.startsWith(`${icon} `), shown.text);
      });
    }
  });

  describe('speaks in sentences', () => {
    const sentences: [changes: Partial<Snapshot>, spoken: string][] = [
      [
        tokens(61_400),
        'Claude context 30 percent, 61 thousand tokens of 200 thousand tokens, session Add CSV import.',
      ],
      [
        tokens(152_300),
        'Claude context 76 percent, 152 thousand tokens of 200 thousand tokens. Warning: 14 thousand tokens to auto-compact. Session Add CSV import.',
      ],
      [
        tokens(160_000),
        'Claude context 80 percent, 160 thousand tokens of 200 thousand tokens. Warning: 7 thousand tokens to auto-compact. Session Add CSV import.',
      ],
      [
        { ...wide, ...tokens(150_000) },
        'Claude context 15 percent, 150 thousand tokens of 1 million tokens, 50 thousand tokens to credits, session Add CSV import.',
      ],
      [
        { ...wide, ...tokens(900) },
        'Claude context 0 percent, 900 tokens of 1 million tokens, session Add CSV import.',
      ],
      [
        { ...unlimited, ...tokens(1_250_000) },
        'Claude context 1.2 million tokens, limit not known, session Add CSV import.',
      ],
      [
        { ...unlimited, ...tokens(99_000), walls: [hardStop(100_000)] },
        'Claude context 99 thousand tokens, limit not known. Warning: 1 thousand tokens to blocked. Session Add CSV import.',
      ],
      [
        { ...tokens(null), title: null },
        'Claude context: the size is known after the first reply, session without a title.',
      ],
      [
        { ...tokens(214_600), blocked: grown },
        'Claude Code is blocked: usage credits are required. 214 thousand tokens in context, session Add CSV import.',
      ],
      [
        { ...tokens(null), blocked: { ...grown, case: 'entitlement' } },
        'Claude Code is blocked: usage credits are required. No reply yet, session Add CSV import.',
      ],
      [
        { ...tokens(61_400), title: ' \u202e\n' },
        'Claude context 30 percent, 61 thousand tokens of 200 thousand tokens, session without a title.',
      ],
      [
        { ...tokens(61_400), title: 'two\nlines\u001b[1m' },
        'Claude context 30 percent, 61 thousand tokens of 200 thousand tokens, session two lines.',
      ],
    ];
    for (const [changes, spoken] of sentences)
      it(spoken, () => assert.equal(meter(changes).spoken, spoken));
  });

  it('says that there is no session, and why', () => {
    for (const situation of ['noSession', 'noConfigDirectory', 'noFolder'] as const) {
      const { text, severity, spoken } = meterOf(absent(situation), defaults, inEnglish);
      assert.deepEqual([text, severity], ['$(dashboard) no session', 'none']);
      assert.equal(
        spoken,
        situation === 'noFolder'
          ? 'Claude context: no folder is open.'
          : 'Claude context: no Claude Code session in this folder yet.',
      );
    }
  });
});
