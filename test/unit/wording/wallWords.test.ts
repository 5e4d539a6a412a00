import assert from 'node:assert/strict';
import type { Limit, LimitReason, Origin } from '../../../src/domain/accounting/contextWindow';
import { inEnglish } from '../../../src/wording/translate';
import { limitReasonWords, timeOf, wallName } from '../../../src/wording/wallWords';
import { autoCompact, hardStop, limitWall, usageCredits } from '../../fixtures/sampleSnapshot';

const inFile: Origin = {
  file: '/home/dev/.claude/settings.json',
  key: 'CLAUDE_CODE_DISABLE_1M_CONTEXT',
};
const inEnvironment: Origin = { file: null, key: 'CLAUDE_CODE_MAX_CONTEXT_TOKENS' };
const at = new Date(2026, 10, 2, 14, 2).getTime();

describe('limitReasonWords', () => {
  const model = 'claude-sonnet-4-6';
  const words: Record<LimitReason['kind'], [reason: LimitReason, words: string][]> = {
    ownSetting: [[{ kind: 'ownSetting' }, 'set by leeway.limit']],
    told: [[{ kind: 'told', atMs: at }, `told by Claude Code, ${timeOf(at)}`]],
    acceptedBeyond200K: [
      [{ kind: 'acceptedBeyond200K', tokens: 253_379 }, 'a reply with 253.3K tokens was accepted'],
    ],
    creditsBlock: [
      [
        { kind: 'creditsBlock', sinceMs: at },
        `Claude Code asked for usage credits in this session, ${timeOf(at)}`,
      ],
      [
        { kind: 'creditsBlock', sinceMs: null },
        'Claude Code asked for usage credits in this session',
      ],
    ],
    asked1m: [
      [
        { kind: 'asked1m', model, proof: false },
        'the 1M window was asked for with Sonnet 4.6 [1m]',
      ],
    ],
    asked1mNotSent: [
      [
        { kind: 'asked1mNotSent', model },
        'the 1M window was asked for with Sonnet 4.6 [1m], but the request went out without it',
      ],
    ],
    disabled1m: [
      [
        { kind: 'disabled1m', origin: inFile },
        '1M context is turned off by CLAUDE_CODE_DISABLE_1M_CONTEXT in /home/dev/.claude/settings.json',
      ],
    ],
    maxContext: [
      [
        { kind: 'maxContext', origin: inEnvironment },
        'set by CLAUDE_CODE_MAX_CONTEXT_TOKENS in the environment',
      ],
    ],
    modelFamily: [
      [{ kind: 'modelFamily', model, ignored: null }, 'the window of Sonnet 4.6'],
      [
        { kind: 'modelFamily', model: 'claude-opus-4-8', ignored: { ...inFile, file: null } },
        'the window of Opus 4.8; CLAUDE_CODE_DISABLE_1M_CONTEXT in the environment has no effect on it in this version of Claude Code',
      ],
    ],
    unknownModel: [
      [
        { kind: 'unknownModel', model: 'acme-coder-2' },
        'the context window of acme-coder-2 is not known',
      ],
    ],
    noModel: [[{ kind: 'noModel' }, 'not known before the first reply']],
  };
  for (const [reason, expected] of Object.values(words).flat()) {
    const limit: Limit = {
      tokens: reason.kind === 'noModel' || reason.kind === 'unknownModel' ? null : 200_000,
      reason,
    };
    it(`says "${expected}"`, () => assert.equal(limitReasonWords(limit, inEnglish), expected));
  }

  it('takes an unknown model for what it is: any text', () => {
    const reason: LimitReason = {
      kind: 'unknownModel',
      model: `evil\u001b[2J\n${'x'.repeat(1000)}`,
    };
    assert.match(
      limitReasonWords({ tokens: null, reason }, inEnglish),
      /^the context window of evil x{50,60}… is not known$/,
    );
  });
});

describe('wallName', () => {
  it('names each kind', () => {
    assert.deepEqual(
      [autoCompact(1), hardStop(1), usageCredits(), limitWall(1)].map((wall) =>
        wallName(wall, inEnglish),
      ),
      ['auto-compact', 'blocked', 'usage credits', 'limit'],
    );
  });
});

describe('timeOf', () => {
  const now = new Date(2026, 10, 2, 9, 30).getTime();

  it('counts the hours of today from 00 to 23', () => {
    for (const hour of [0, 1, 11, 12, 23])
      assert.match(
        timeOf(new Date(2026, 10, 2, hour, 7).getTime(), now),
        new RegExp(`^${String(hour).padStart(2, '0')}\\D07$`),
      );
  });

  it('says the day of what was not today, and the year of what was not this one', () => {
    const yesterday = timeOf(new Date(2026, 10, 1, 17, 5).getTime(), now);
    assert.match(yesterday, /17\D05/);
    assert.match(yesterday, /\b1\b/);
    assert.doesNotMatch(yesterday, /2026/);
    assert.match(timeOf(new Date(2025, 11, 31, 23, 59).getTime(), now), /31.*2025.*23\D59/);
  });
});
