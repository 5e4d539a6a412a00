import assert from 'node:assert/strict';
import { warningActions } from '../../../../src/features/notifications/warningChoices';
import { autoCompact, limitWall, sampleSnapshot } from '../../wording/sampleSnapshot';

describe('warningActions', () => {
  it('puts first what gets out', () => {
    const blocked = (of: 'grown' | 'entitlement') => warningActions('blocked', sampleSnapshot({ blocked: { kind: 'credits', case: of, sinceMs: 1 } }), 'offer');
    assert.deepEqual(blocked('grown'), ['recover', 'inspect', 'mute']);
    assert.deepEqual(blocked('entitlement'), ['recover', 'whatHelps', 'mute'], 'what fills the context is not the matter');
    assert.deepEqual(warningActions('early', sampleSnapshot(), 'offer'), ['inspect', 'prune', 'mute']);
  });

  it('offers to compact where a smaller model can read the session, unless that is turned off', () => {
    const late = (wallTokens: number, setting: 'off' | 'offer' | 'whenIdle') => warningActions('late', sampleSnapshot({ walls: [wallTokens > 200_000 ? limitWall(wallTokens) : autoCompact(wallTokens)] }), setting).includes('compact');
    assert.ok(late(167_000, 'offer') && late(200_000, 'whenIdle'));
    assert.ok(!late(167_000, 'off') && !late(967_000, 'offer'));
    assert.ok(!warningActions('late', { blocked: null, nearestWall: null }, 'offer').includes('compact'));
  });
});
