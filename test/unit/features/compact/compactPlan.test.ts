import assert from 'node:assert/strict';
import { nextModel, planCompact } from '../../../../src/features/compact/compactPlan';
import type { Snapshot } from '../../../../src/domain/accounting/snapshot';
import { compactWays } from '../../../../src/features/compact/compactChoices';
import { autoCompact, limitWall, sampleSnapshot, tokens } from '../../../fixtures/sampleSnapshot';

const HAIKU = 'claude-haiku-4-5-20251001';

describe('planCompact', () => {
  it('plans with about what will be left', () => {
    const plan = planCompact(
      sampleSnapshot({ ...tokens(152_300), requestedModel: 'claude-opus-5-5' }),
      HAIKU,
    );
    assert.deepEqual(plan, {
      sessionId: 'one',
      sessionFile: '/home/dev/.claude/projects/-home-dev-ledger/one.jsonl',
      cwd: '/home/dev/ledger',
      title: 'Add CSV import',
      model: HAIKU,
      formerModel: 'claude-opus-5-5',
      tokens: 152_300,
      isExact: true,
      afterTokens: 25_000,
      missedTokens: null,
      isOverWindow: false,
    });
  });

  it('goes on with the model of the last reply where nothing tells how it was asked for', () => {
    const snapshot = sampleSnapshot({ model: 'claude-opus-5-5', requestedModel: null });
    assert.equal(planCompact(snapshot, HAIKU)?.formerModel, 'claude-opus-5-5');
  });

  it('leaves what the model cannot read out of the summary', () => {
    const plan = planCompact(sampleSnapshot(tokens(253_000)), HAIKU);
    assert.deepEqual([plan?.isOverWindow, plan?.afterTokens], [true, 88_000]);
    const large = planCompact(sampleSnapshot(tokens(253_000)), 'claude-sonnet-5-5');
    assert.deepEqual([large?.isOverWindow, large?.afterTokens], [false, 25_000]);
  });

  it('says where a summary does not get below 200K, nor below a nearer wall', () => {
    const missed = (size: number, changes: Partial<Snapshot> = {}, model = HAIKU) =>
      planCompact(
        sampleSnapshot({ ...tokens(size), walls: [limitWall(1_000_000)], ...changes }),
        model,
      )?.missedTokens;
    assert.equal(missed(364_000), null);
    assert.equal(missed(371_300), 200_000);
    assert.equal(missed(371_300, {}, 'claude-sonnet-5-5'), null, 'it reads all of it');
    assert.equal(missed(340_000, { walls: [autoCompact(167_000)] }), 167_000);
  });

  it('never promises more than there is, nor anything of an unknown size', () => {
    assert.equal(planCompact(sampleSnapshot(tokens(9_400)), HAIKU)?.afterTokens, 9_000);
    assert.equal(planCompact(sampleSnapshot(tokens(null)), HAIKU)?.afterTokens, null);
  });

  it('has no plan for what is no session, or runs nowhere', () => {
    for (const changes of [{ sessionId: null }, { cwd: null }, { path: '' }])
      assert.equal(planCompact(sampleSnapshot(changes), HAIKU), null);
  });
});

describe('compactWays', () => {
  it('puts pruning first where a summary alone does not get there', () => {
    const first = (size: number) =>
      compactWays(planCompact(sampleSnapshot(tokens(size)), HAIKU)!).slice(0, 3);
    assert.deepEqual(first(371_300), ['prune', 'now', 'terminal']);
    assert.deepEqual(first(253_000), ['now', 'prune', 'terminal']);
    assert.deepEqual(first(152_000), ['now', 'terminal', 'model']);
  });
});

describe('nextModel', () => {
  it('goes through the setting in order', () => {
    assert.equal(nextModel(['a', 'b'], new Set(['a'])), 'b');
    assert.equal(nextModel(['a', 'b'], new Set(['b'])), 'a');
    assert.equal(nextModel(['a'], new Set(['a'])), null);
  });
});
