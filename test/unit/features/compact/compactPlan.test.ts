import assert from 'node:assert/strict';
import { nextModel, planCompact } from '../../../../src/features/compact/compactPlan';
import { sampleSnapshot, tokens } from '../../../fixtures/sampleSnapshot';

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

  it('never promises more than there is, nor anything of an unknown size', () => {
    assert.equal(planCompact(sampleSnapshot(tokens(9_400)), HAIKU)?.afterTokens, 9_000);
    assert.equal(planCompact(sampleSnapshot(tokens(null)), HAIKU)?.afterTokens, null);
  });

  it('has no plan for what is no session, or runs nowhere', () => {
    for (const changes of [{ sessionId: null }, { cwd: null }, { path: '' }])
      assert.equal(planCompact(sampleSnapshot(changes), HAIKU), null);
  });
});

describe('nextModel', () => {
  it('goes through the setting in order', () => {
    assert.equal(nextModel(['a', 'b'], new Set(['a'])), 'b');
    assert.equal(nextModel(['a', 'b'], new Set(['b'])), 'a');
    assert.equal(nextModel(['a'], new Set(['a'])), null);
  });
});
