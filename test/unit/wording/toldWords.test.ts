import assert from 'node:assert/strict';
import { accountWords, autoCompactSourceWords, toldByWords } from '../../../src/wording/toldWords';
import { inEnglish } from '../../../src/wording/translate';
import { timeOf } from '../../../src/wording/wallWords';

describe('accountWords', () => {
  const resetsAtMs = new Date(2026, 10, 21, 15, 0).getTime();
  const words = (
    limits: readonly [kind: string, percentUsed: number, resetsAtMs: number | null][],
    costUsd: number | null,
  ) =>
    accountWords(
      {
        limits: limits.map(([kind, percentUsed, resets]) => ({
          ...{ kind, percentUsed },
          resetsAtMs: resets,
        })),
        costUsd,
      },
      inEnglish,
    );

  it('names each limit that Claude Code tells, and what was spent', () => {
    assert.equal(
      words(
        [
          ['five_hour', 23.5, resetsAtMs],
          ['seven_day', 41, null],
        ],
        0.0868,
      ),
      `5-hour limit 24% until ${timeOf(resetsAtMs)} · weekly limit 41% · $0.09 so far`,
    );
  });

  it('says nothing of what it does not tell, and knows limits that come later', () => {
    assert.equal(words([], null), '');
    assert.equal(words([['seven_day_opus', 3, null]], null), 'seven day opus 3%');
  });
});

describe('autoCompactSourceWords', () => {
  const words = (tokens: number | null, source: string | null) =>
    autoCompactSourceWords({ autoCompact: { tokens, source } }, inEnglish);

  it('says what settled it, in words of ours where there are some', () => {
    assert.deepEqual(
      ['env', 'settings', 'model-default', 'experiment'].map((source) => words(167_000, source)),
      ['set in the environment', 'set in settings', 'the model’s default', 'experiment'],
    );
    assert.deepEqual([words(null, 'settings'), words(167_000, null)], ['', '']);
    assert.equal(autoCompactSourceWords({ autoCompact: null }, inEnglish), '');
  });
});

describe('toldByWords', () => {
  it('says who told it, and when', () => {
    const atMs = new Date(2026, 10, 21, 14, 2).getTime();
    assert.equal(toldByWords({ atMs }, inEnglish), `told by Claude Code, ${timeOf(atMs)}`);
  });
});
