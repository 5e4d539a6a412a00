import assert from 'node:assert/strict';
import { snoozedWords } from '../../../src/wording/snoozedWords';
import { inEnglish } from '../../../src/wording/translate';

describe('snoozedWords', () => {
  const at = (day: number, hour: number): number => new Date(2026, 10, day, hour).getTime();

  it('say until when warnings wait, and on which day', () => {
    for (const [untilMs, words] of [
      [at(2, 18), 'Warnings are snoozed until 18:00.'],
      [at(3, 6), 'Warnings are snoozed until tomorrow, 06:00.'],
      [null, 'Warnings are snoozed for this session.'],
    ] as const)
      assert.equal(snoozedWords({ untilMs }, at(2, 17), inEnglish), words);
  });
});
