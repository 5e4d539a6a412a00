import assert from 'node:assert/strict';
import { sessionTooltip } from '../../../../src/features/sessions/sessionTooltipText';
import { inEnglish } from '../../../../src/wording/translate';
import { rendered } from '../../../fixtures/hostileTexts';
import { leftAlone } from '../../../fixtures/leftAlone';
import { SAMPLE_NOW_MS } from '../../../fixtures/sampleSnapshot';

describe('sessionTooltip', () => {
  const dueMs = SAMPLE_NOW_MS + 20 * 60_000;
  const idleLines = (nowMs: number, ...given: Parameters<typeof leftAlone>): string[] =>
    rendered(sessionTooltip(leftAlone(...given), nowMs, inEnglish))
      .split('  \n')
      .filter((line) => line.startsWith('Idle'));

  it('says when Claude Code may compact the session, without a link', () => {
    assert.deepEqual(idleLines(SAMPLE_NOW_MS, dueMs), [
      'Idle: may be compacted at about 14:10 if left alone',
    ]);
  });

  it('says nothing of it where that is not to be expected, or not any more', () => {
    assert.deepEqual(idleLines(SAMPLE_NOW_MS, null), []);
    assert.deepEqual(idleLines(SAMPLE_NOW_MS, dueMs, { status: 'busy' }), []);
    assert.deepEqual(idleLines(dueMs, dueMs), []);
  });
});
