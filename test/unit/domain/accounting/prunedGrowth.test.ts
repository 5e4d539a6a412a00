import assert from 'node:assert/strict';
import { contextHistory } from '../../../../src/domain/accounting/contextHistory';
import { takeSnapshot } from '../../../../src/domain/accounting/snapshot';
import { turnsOf } from '../../../../src/domain/accounting/turns';
import { NO_CONTROLS } from '../../../../src/io/claudeSettings/claudeControls';
import { HeldSession } from '../../../fixtures/heldSession';

describe('growth and evidence of a session that is pruned', () => {
  let session: HeldSession;
  beforeEach(() => {
    session = new HeldSession(250_000);
    for (const tokens of [10_000, 10_000, 10_000]) session.turn(tokens - 100);
  });
  const snapshot = () =>
    takeSnapshot({
      ...session.source(),
      path: '/one.jsonl',
      isCounted: true,
      settings: { limitTokens: 0, usageCreditsWall: 'auto', controls: NO_CONTROLS },
    });
  const lastTurns = (count: number) => snapshot().growth.turnTokens.slice(-count);

  it('survive it: no turn is negative, whether the process has loaded it or not', () => {
    const before = snapshot();
    assert.deepEqual(lastTurns(3), [10_000, 10_000, 10_000]);
    session.rewrite('prune', 100_000);
    assert.deepEqual([snapshot().growth, snapshot().limit], [before.growth, before.limit]);
    session.turn(9_900);
    assert.deepEqual(lastTurns(4), [10_000, 10_000, 10_000, 10_000]);
    session.resume().turn(19_900).turn(4_900);
    assert.deepEqual(lastTurns(3), [10_000, 20_000, 5_000]);
    session.rewrite('undo', -100_000).resume().turn(2_900);
    assert.deepEqual(lastTurns(3), [20_000, 5_000, 3_000]);
    assert.equal(before.growth.tokensPerTurn, 10_000);
  });

  it('know a turn after it that added more than it took', () => {
    session.rewrite('prune', 30_000).resume().turn(59_900);
    assert.deepEqual(lastTurns(2), [10_000, 60_000]);
  });

  it('keep the reply beyond 200K that was accepted, with its own size', () => {
    const { reason } = snapshot().limit;
    session.rewrite('prune', 100_000).exit();
    assert.deepEqual(snapshot().limit.reason, reason);
    assert.deepEqual(reason, { kind: 'acceptedBeyond200K', tokens: 279_900 });
  });

  it('know a block of a session that has grown, until its process has a smaller context', () => {
    const blocked = () => snapshot().blocked?.case ?? null;
    session.writer.prompt('Go on.');
    session.writer.apiError('creditsSubscriber');
    assert.equal(blocked(), 'grown');
    session.rewrite('prune', 150_000);
    assert.equal(blocked(), 'grown', 'the process would send as much again');
    session.resume();
    assert.equal(blocked(), null);
    session.rewrite('undo', -150_000);
    assert.equal(blocked(), null, 'the process goes on without it');
    session.exit();
    assert.equal(blocked(), 'grown');
  });

  it('take a block of a small session for nothing that a prune could end', () => {
    session = new HeldSession(60_000);
    session.writer.prompt('Go on.');
    session.writer.apiError('creditsSubscriber');
    session.rewrite('prune', 20_000).exit();
    assert.equal(snapshot().blocked?.case, 'entitlement');
  });

  it('show in the history what a reply was sent, and the prune behind it, once it counts', () => {
    const { transcript, chain, history } = session.source();
    const reported = new Map(history.reported.map((reply) => [reply.uuid, reply.contextTokens]));
    const sizes = contextHistory(transcript, turnsOf(transcript, chain), null, reported).map(
      ({ tokens }) => tokens,
    );
    session.rewrite('prune', 100_000);
    const pruned = session.source();
    const told = new Map(pruned.history.reported.map((each) => [each.uuid, each.contextTokens]));
    const after = contextHistory(
      pruned.transcript,
      turnsOf(pruned.transcript, pruned.chain),
      session.told().tokens,
      told,
    );
    assert.deepEqual(
      after.map(({ tokens }) => tokens),
      sizes,
    );
  });
});
