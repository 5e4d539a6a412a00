import assert from 'node:assert/strict';
import { USUAL_CONTEXT } from '../../../../src/features/meter/tooltipLinksText';
import { tooltipOf } from '../../../../src/features/meter/tooltipText';
import type { FollowedSession } from '../../../../src/operations/following/following';
import { inEnglish } from '../../../../src/wording/translate';
import { timeOf } from '../../../../src/wording/wallWords';
import { rendered } from '../../../fixtures/hostileTexts';
import { leftAlone } from '../../../fixtures/leftAlone';
import { absent } from '../../../fixtures/sampleFollowing';
import { SAMPLE_NOW_MS } from '../../../fixtures/sampleSnapshot';

/** The row of a session that is left alone, as Markdown; `undefined` for none. */
function row(active: FollowedSession, nowMs = SAMPLE_NOW_MS): string | undefined {
  const shown = { ...absent('following'), active };
  return rendered(tooltipOf(shown, inEnglish, { ...USUAL_CONTEXT, nowMs }))
    .split('\n')
    .find((line) => line.startsWith('| Idle&emsp; |'));
}

describe('the tooltip on a session that is left alone', () => {
  const dueMs = SAMPLE_NOW_MS + 20 * 60_000;

  it('says when Claude Code may compact it, and leads to the setting', () => {
    const at = timeOf(dueMs, SAMPLE_NOW_MS);
    assert.equal(at, '14:10');
    assert.equal(
      row(leftAlone(dueMs)),
      `| Idle&emsp; | may be compacted at about ${at} if left alone · [Change…](command:leeway.setIdleCompaction) |`,
    );
  });

  it('says nothing where that is not to be expected, or not any more', () => {
    assert.equal(row(leftAlone(null)), undefined);
    assert.equal(row(leftAlone(dueMs, { status: 'busy' })), undefined);
    assert.equal(row(leftAlone(dueMs, { isInTerminal: false })), undefined);
    assert.equal(row(leftAlone(dueMs), dueMs), undefined);
  });
});
