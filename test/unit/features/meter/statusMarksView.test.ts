import assert from 'node:assert/strict';
import type { Meter } from '../../../../src/features/meter/meterView';
import { withMarks } from '../../../../src/features/meter/statusMarksView';
import { inEnglish as t } from '../../../../src/wording/translate';

const METER: Meter = { text: '$(warning) 61K / 200K', severity: 'warning', spoken: 'Half full.' };

describe('the marks of the status bar item', () => {
  it('show a pinned session behind the icon, and say it', () => {
    assert.deepEqual(withMarks(METER, { isPinned: true, snoozed: null }, t), {
      text: '$(warning) $(pinned) 61K / 200K',
      severity: 'warning',
      spoken: 'Half full. Pinned.',
    });
  });

  it('show that warnings wait, and say until when', () => {
    const snoozed = 'Warnings are snoozed until 18:00.';
    const { text, spoken } = withMarks(METER, { isPinned: true, snoozed }, t);
    assert.deepEqual(
      [text, spoken],
      ['$(warning) $(pinned) $(bell-slash) 61K / 200K', `Half full. Pinned. ${snoozed}`],
    );
  });

  it('change nothing where there is nothing to tell', () => {
    assert.deepEqual(withMarks(METER, { isPinned: false, snoozed: null }, t), METER);
  });
});
