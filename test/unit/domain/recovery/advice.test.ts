import assert from 'node:assert/strict';
import { adviseOn } from '../../../../src/domain/recovery/advice';
import type { Pin } from '../../../../src/domain/recovery/pin';
import { sampleFacts } from '../../../fixtures/sampleFacts';

const kinds = (list: readonly { readonly kind: string }[]): string[] =>
  list.map(({ kind }) => kind);
const pin: Pin = {
  place: 'user',
  file: '/home/dev/.claude/settings.json',
  line: 4,
  path: ['model'],
  value: 'sonnet[1m]',
  standard: 'sonnet',
};

describe('adviseOn', () => {
  it('gives a grown session the shortest way first', () => {
    const { steps, vain, updateFrom } = adviseOn(sampleFacts());
    assert.deepEqual(kinds(steps), [
      'compact',
      'prune',
      'standardModel',
      'usageCredits',
      'branch',
      'clear',
    ]);
    assert.deepEqual(steps[0], {
      kind: 'compact',
      how: 'headless',
      isOverWindow: true,
      leftTokens: null,
    });
    assert.deepEqual(kinds(vain), ['restart', 'modelAlone', 'remote']);
    assert.equal(updateFrom, null);
  });

  it('puts first what gets there: of a very large session a summary leaves too much', () => {
    const { steps } = adviseOn(sampleFacts({ tokens: 371_300 }));
    assert.deepEqual(kinds(steps).slice(0, 3), ['prune', 'compact', 'standardModel']);
    for (const step of steps.slice(1, 3))
      assert.equal('leftTokens' in step && step.leftTokens, 206_300);
    const open = adviseOn(sampleFacts({ tokens: 371_300, openness: 'open' })).steps;
    assert.deepEqual(kinds(open).slice(0, 3), ['prune', 'promptAgain', 'compact']);
  });

  it('has a live session prompt again where this release compacts by itself, and types the compaction', () => {
    for (const openness of ['open', 'uncertain'] as const) {
      const { steps } = adviseOn(sampleFacts({ openness, sessionVersion: '2.1.172' }));
      assert.deepEqual(kinds(steps).slice(0, 2), ['promptAgain', 'compact']);
      assert.equal(steps[1]?.kind === 'compact' && steps[1].how, 'typed');
    }
    assert.equal(
      kinds(adviseOn(sampleFacts({ openness: 'open', sessionVersion: '2.1.171' })).steps)[0],
      'compact',
    );
    assert.equal(
      kinds(adviseOn(sampleFacts({ openness: 'open', autoCompactEnabled: false })).steps)[0],
      'compact',
      'auto-compact is off',
    );
  });

  it('asks for an update by the release that counts: of the running process, else of the one that would be started', () => {
    assert.equal(
      adviseOn(sampleFacts({ openness: 'open', sessionVersion: '2.1.160' })).updateFrom,
      '2.1.172',
    );
    assert.equal(adviseOn(sampleFacts({ sessionVersion: '2.1.160' })).updateFrom, null);
    assert.equal(adviseOn(sampleFacts({ programVersion: '2.1.99' })).updateFrom, '2.1.172');
    assert.equal(
      adviseOn(sampleFacts({ programVersion: null, sessionVersion: '2.1.99' })).updateFrom,
      '2.1.172',
    );
  });

  it('offers nothing that makes a small session smaller', () => {
    const { steps, vain } = adviseOn(
      sampleFacts({ problem: 'entitlement', tokens: 31_000, pins: [pin] }),
    );
    assert.deepEqual(kinds(steps), [
      'fixPins',
      'standardModel',
      'disable1m',
      'usageCredits',
      'newSession',
    ]);
    assert.deepEqual(kinds(vain), ['shrink', 'sameSettings', 'remote']);
    assert.deepEqual(
      kinds(adviseOn(sampleFacts({ problem: 'entitlement', tokens: null })).steps)[0],
      'standardModel',
    );
  });

  it('says of the switch what it does in this release', () => {
    const disable1m = {
      value: true,
      origin: { file: null, key: 'CLAUDE_CODE_DISABLE_1M_CONTEXT' },
    };
    const has = (list: readonly { readonly kind: string }[]): boolean =>
      kinds(list).includes('disable1m');
    const advice = (programVersion: string, model = 'claude-opus-4-8', set = false) =>
      adviseOn(
        sampleFacts({
          problem: 'entitlement',
          tokens: 9000,
          programVersion,
          model,
          disable1m: set ? disable1m : null,
        }),
      );
    assert.ok(has(advice('2.1.155').steps));
    for (const broken of ['2.1.156', '2.1.222']) {
      assert.ok(!has(advice(broken).steps) && has(advice(broken).vain), broken);
      assert.ok(
        has(advice(broken, 'claude-sonnet-4-6').steps),
        'it drops the request for 1M in every release',
      );
    }
    assert.ok(has(advice('2.1.223').steps) && !has(advice('2.1.223').vain));
    assert.ok(!has(advice('2.1.223', 'claude-opus-4-8', true).steps), 'it is set already');
    assert.ok(has(advice('2.1.223', 'claude-opus-4-8', true).vain), 'and does not help');
  });
});
