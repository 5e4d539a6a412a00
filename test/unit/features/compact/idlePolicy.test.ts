import assert from 'node:assert/strict';
import { isDueWhenIdle, seenAgain, type Seen } from '../../../../src/features/compact/idlePolicy';
import { autoCompact, limitWall, tokens, usageCredits } from '../../../fixtures/sampleSnapshot';
import { followed } from '../../../fixtures/sampleFollowing';

const grown: Seen = { firstTokens: 90_000, hasGrown: true, compactedAtTokens: null };
const due = (
  changes: Parameters<typeof followed>[0] = {},
  openness: 'open' | 'uncertain' | 'closed' = 'closed',
  seen = grown,
): boolean =>
  isDueWhenIdle(
    followed({ walls: [usageCredits()], ...tokens(191_000), ...changes }, { openness }),
    seen,
    95,
  );

describe('compacting when idle', () => {
  it('is for sessions that nobody has open and that are about to reach a wall of 200K or less', () => {
    assert.ok(due());
    assert.ok(due({ walls: [autoCompact(167_000)], ...tokens(160_000) }));
    assert.ok(!due({}, 'open') && !due({}, 'uncertain'));
    assert.ok(!due(tokens(189_000)));
    assert.ok(!due({ walls: [limitWall(1_000_000)], ...tokens(980_000) }), 'where 200K is no wall');
    assert.ok(
      !due({ walls: [] }) &&
        !due(tokens(null)) &&
        !due({ isCounted: false }) &&
        !due({ isComplete: false }),
    );
  });

  it('stands down where Claude Code may compact an idle session itself', () => {
    assert.ok(!due({ idleCompaction: { isOn: true, dueMs: null } }));
    assert.ok(due({ idleCompaction: { isOn: false, dueMs: null } }));
  });

  it('leaves alone what did not grow while the window watched, and what was tried at that size', () => {
    let seen = seenAgain(undefined, 191_000);
    assert.ok(!due({}, 'closed', seen));
    seen = seenAgain(seenAgain(seen, 191_000), 192_000);
    assert.ok(due(tokens(192_000), 'closed', seen));
    assert.ok(!due(tokens(192_000), 'closed', { ...seen, compactedAtTokens: 192_000 }));
    assert.ok(
      due(tokens(193_000), 'closed', seenAgain({ ...seen, compactedAtTokens: 192_000 }, 193_000)),
    );
    assert.ok(!seenAgain(seenAgain(undefined, null), null).hasGrown);
  });
});
