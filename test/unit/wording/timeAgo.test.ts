import assert from 'node:assert/strict';
import { timeAgo } from '../../../src/wording/timeAgo';
import { inEnglish } from '../../../src/wording/translate';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

describe('timeAgo', () => {
  const rows: [elapsedMs: number, words: string][] = [
    [-5 * MINUTE, 'just now'],
    [0, 'just now'],
    [MINUTE - 1, 'just now'],
    [MINUTE, '1 min ago'],
    [HOUR - 1, '59 min ago'],
    [HOUR, '1 h ago'],
    [DAY - 1, '23 h ago'],
    [DAY, 'yesterday'],
    [2 * DAY - 1, 'yesterday'],
    [2 * DAY, '2 days ago'],
    [400 * DAY, '400 days ago'],
  ];
  for (const [elapsedMs, words] of rows)
    it(`says "${words}" after ${String(elapsedMs)} ms`, () =>
      assert.equal(timeAgo(elapsedMs, inEnglish), words));
});
