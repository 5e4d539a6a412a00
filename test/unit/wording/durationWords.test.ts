import assert from 'node:assert/strict';
import { durationWords } from '../../../src/wording/durationWords';
import { inEnglish as t } from '../../../src/wording/translate';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

describe('durationWords', () => {
  const durations: [ms: number, words: string][] = [
    [0, '0 s'],
    [20_999, '20 s'],
    [MINUTE - 1, '59 s'],
    [MINUTE, '1 min'],
    [72 * MINUTE, '72 min'],
    [2 * HOUR - 1, '119 min'],
    [2 * HOUR, '2 h'],
    [48 * HOUR - 1, '47 h'],
    [48 * HOUR, '2 days'],
    [240 * HOUR, '10 days'],
  ];
  for (const [ms, words] of durations)
    it(`says ${words} of ${String(ms)} ms`, () => assert.equal(durationWords(ms, t), words));
});
