import assert from 'node:assert/strict';
import {
  fillsUpAgain,
  warningActions,
} from '../../../../src/features/notifications/warningChoices';
import { autoCompact, limitWall, sampleSnapshot, tokens } from '../../../fixtures/sampleSnapshot';

describe('warningActions', () => {
  it('puts first what gets out', () => {
    const blocked = (of: 'grown' | 'entitlement') =>
      warningActions(
        'blocked',
        sampleSnapshot({ blocked: { kind: 'credits', case: of, sinceMs: 1 } }),
        'offer',
        false,
      );
    assert.deepEqual(blocked('grown'), ['recover', 'inspect', 'mute']);
    assert.deepEqual(
      blocked('entitlement'),
      ['recover', 'whatHelps', 'mute'],
      'what fills the context is not the matter',
    );
    assert.deepEqual(warningActions('early', sampleSnapshot(), 'offer', false), [
      'inspect',
      'prune',
      'snooze',
      'mute',
    ]);
  });

  it('offers to compact where a smaller model can read the session, unless that is turned off', () => {
    const late = (wallTokens: number, setting: 'off' | 'offer' | 'whenIdle') =>
      warningActions(
        'late',
        sampleSnapshot({
          walls: [wallTokens > 200_000 ? limitWall(wallTokens) : autoCompact(wallTokens)],
        }),
        setting,
        false,
      ).includes('compact');
    assert.ok(late(167_000, 'offer') && late(200_000, 'whenIdle'));
    assert.ok(!late(167_000, 'off') && !late(967_000, 'offer'));
    assert.ok(
      !warningActions('late', sampleSnapshot({ walls: [] }), 'offer', false).includes('compact'),
    );
    assert.ok(
      !warningActions(
        'late',
        sampleSnapshot({ ...tokens(371_300), walls: [autoCompact(167_000)] }),
        'offer',
        false,
      ).includes('compact'),
      'a summary of it would be beyond the wall again',
    );
  });

  it('can be put off by each of them but a block, and turned off where there is room', () => {
    const buttons = warningActions(
      'late',
      { blocked: null, nearestWall: null, usage: { tokens: null, exact: false } },
      'offer',
      false,
    );
    assert.deepEqual(buttons, ['prune', 'inspect', 'snooze', 'mute']);
  });

  it('offers a handoff first where a session fills up again, and never more than four buttons', () => {
    assert.deepEqual(warningActions('early', sampleSnapshot(), 'offer', true), [
      'handoff',
      'prune',
      'inspect',
      'snooze',
    ]);
    assert.deepEqual(warningActions('late', sampleSnapshot(), 'offer', true), [
      'prune',
      'compact',
      'handoff',
      'snooze',
    ]);
    assert.deepEqual(
      [
        fillsUpAgain({ compactions: 0 }, 1),
        fillsUpAgain({ compactions: 1 }, 1),
        fillsUpAgain({ compactions: 0 }, 2),
        fillsUpAgain({ compactions: 2 }, 1),
      ],
      [false, false, true, true],
    );
  });
});
