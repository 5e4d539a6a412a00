import assert from 'node:assert/strict';
import type { Meter } from '../../../../src/features/meter/meterView';
import { coldMark, withMarks } from '../../../../src/features/meter/statusMarksView';
import { inEnglish as t } from '../../../../src/wording/translate';
import {
  coldCache,
  SAMPLE_NOW_MS,
  sampleCache,
  sampleSnapshot,
  tokens,
} from '../../../fixtures/sampleSnapshot';

const METER: Meter = { text: '$(warning) 61K / 200K', severity: 'warning', spoken: 'Half full.' };
const NONE = { isPinned: false, snoozed: null, coldTokens: null };

describe('the marks of the status bar item', () => {
  it('show a pinned session behind the icon, and say it', () => {
    assert.deepEqual(withMarks(METER, { ...NONE, isPinned: true }, t), {
      text: '$(warning) $(pinned) 61K / 200K',
      severity: 'warning',
      spoken: 'Half full. Pinned.',
    });
  });

  it('show that warnings wait, and say until when', () => {
    const snoozed = 'Warnings are snoozed until 18:00.';
    const { text, spoken } = withMarks(METER, { ...NONE, isPinned: true, snoozed }, t);
    assert.deepEqual(
      [text, spoken],
      ['$(warning) $(pinned) $(bell-slash) 61K / 200K', `Half full. Pinned. ${snoozed}`],
    );
  });

  it('show a cold cache by a word behind the number, without a colour, and say what it means', () => {
    assert.deepEqual(withMarks(METER, { ...NONE, coldTokens: 412_300 }, t), {
      text: '$(warning) 61K / 200K · cold',
      severity: 'warning',
      spoken: 'Half full. The cache is cold: the next prompt writes 412 thousand tokens again.',
    });
  });

  it('change nothing where there is nothing to tell', () => {
    assert.deepEqual(withMarks(METER, NONE, t), METER);
  });
});

describe('coldMark', () => {
  const cold = coldCache();

  it('tells what the next prompt writes again of a large context that is cold', () => {
    assert.equal(coldMark(sampleSnapshot({ cache: cold }), SAMPLE_NOW_MS), 152_300);
    assert.equal(
      coldMark(sampleSnapshot({ cache: cold, ...tokens(100_000) }), SAMPLE_NOW_MS),
      100_000,
    );
  });

  it('is silent about a small one, a warm one, and where nothing is known or sent', () => {
    const silent = [
      null,
      sampleSnapshot(),
      sampleSnapshot({ cache: cold, ...tokens(99_999) }),
      sampleSnapshot({ cache: cold, ...tokens(null) }),
      sampleSnapshot({ cache: sampleCache() }),
      sampleSnapshot({ cache: sampleCache({ isNew: true, usedMs: null }) }),
      sampleSnapshot({ cache: sampleCache({ usedMs: null }) }),
      sampleSnapshot({ cache: cold, blocked: { kind: 'credits', case: 'grown', sinceMs: null } }),
    ];
    for (const snapshot of silent) assert.equal(coldMark(snapshot, SAMPLE_NOW_MS), null);
  });
});
