import assert from 'node:assert/strict';
import fc from 'fast-check';
import {
  isAcceptedBeyondStandard,
  resolveLimit,
  type WindowEvidence,
} from '../../../../src/domain/accounting/contextWindow';
import {
  asked,
  BETAS_1M,
  block,
  check,
  disabled,
  K200,
  M1,
  maxContext,
  nothing,
  opus48,
  origin,
  sonnet46,
} from '../../../fixtures/windowEvidence';
import { sampleFigures } from '../../../fixtures/sampleFigures';

describe('resolveLimit', () => {
  describe('takes the strongest evidence', () => {
    check([
      ['nothing is known before a reply', {}, null, 'noModel'],
      [
        'a person is believed before everything',
        { ...opus48, ownLimitTokens: 150_000, accepted: { tokens: 400_000, offset: 1 } },
        150_000,
        'ownSetting',
      ],
      [
        'the running Claude Code is believed before what was asked for',
        { ...asked, told: sampleFigures() },
        K200,
        'told',
      ],
      [
        'what it said of another model is of no use',
        { ...opus48, told: sampleFigures({ model: 'claude-sonnet-4-6' }) },
        M1,
        'modelFamily',
      ],
      [
        'a reply larger than it said was accepted all the same',
        { ...sonnet46, accepted: { tokens: 250_000, offset: 1 }, told: sampleFigures() },
        M1,
        'acceptedBeyond200K',
      ],
      [
        'a refusal since counts',
        { ...asked, creditsBlock: block, told: sampleFigures({ atMs: 0, windowTokens: M1 }) },
        K200,
        'creditsBlock',
      ],
      [
        'a refusal that it knows of does not',
        { ...asked, creditsBlock: block, told: sampleFigures({ windowTokens: M1 }) },
        M1,
        'told',
      ],
      [
        'a reply beyond 200K was accepted',
        { ...sonnet46, accepted: { tokens: 200_001, offset: 1 } },
        M1,
        'acceptedBeyond200K',
      ],
      [
        'a reply of just 200K proves nothing',
        { ...sonnet46, accepted: { tokens: 200_000, offset: 1 } },
        K200,
        'modelFamily',
      ],
      [
        'a reply beyond 1M leaves nothing to say',
        { ...opus48, accepted: { tokens: 1_000_001, offset: 1 } },
        null,
        'acceptedBeyond200K',
      ],
      [
        'a reply beyond 200K does not tell where an unknown model ends',
        { model: 'acme-coder-2', accepted: { tokens: 250_000, offset: 1 } },
        null,
        'unknownModel',
      ],
      [
        'it does where 1M was asked for',
        {
          model: 'acme-coder-2',
          requestedModel: 'acme-coder-2[1m]',
          accepted: { tokens: 250_000, offset: 1 },
        },
        M1,
        'acceptedBeyond200K',
      ],
      [
        'a block after the accepted reply',
        { ...opus48, accepted: { tokens: 250_000, offset: 499 }, creditsBlock: block },
        K200,
        'creditsBlock',
      ],
      [
        'a reply accepted after the block',
        { ...opus48, accepted: { tokens: 250_000, offset: 501 }, creditsBlock: block },
        M1,
        'acceptedBeyond200K',
      ],
      [
        'a block, though 1M was asked for',
        { ...asked, requestBetas: BETAS_1M, creditsBlock: block },
        K200,
        'creditsBlock',
      ],
      ['a block before any reply', { creditsBlock: block }, K200, 'creditsBlock'],
      [
        'an accepted reply, though 1M is turned off now',
        { ...opus48, accepted: { tokens: 250_000, offset: 1 }, controls: disabled },
        M1,
        'acceptedBeyond200K',
      ],
    ]);
  });

  describe('falls back to the model', () => {
    check([
      ['200K', sonnet46, K200, 'modelFamily'],
      ['1M', { model: 'claude-fable-5' }, M1, 'modelFamily'],
      ['unknown', { model: 'acme-coder-2' }, null, 'unknownModel'],
      [
        'unknown, with a configured window',
        { model: 'acme-coder-2', controls: maxContext },
        272_000,
        'maxContext',
      ],
      [
        'known, with a window configured that is not heeded then',
        { ...sonnet46, controls: maxContext },
        K200,
        'modelFamily',
      ],
    ]);
  });

  it('says when the block began, and where the switch stands', () => {
    assert.deepEqual(resolveLimit({ ...nothing, ...opus48, creditsBlock: block }).reason, {
      kind: 'creditsBlock',
      sinceMs: block.timestampMs,
    });
    assert.deepEqual(resolveLimit({ ...nothing, ...opus48, controls: disabled }).reason, {
      kind: 'disabled1m',
      origin,
    });
  });

  it('always has a positive limit or none, and never less than what was accepted last', () => {
    const model = fc.constantFrom(
      null,
      'claude-opus-5-5',
      'claude-sonnet-4-6',
      'claude-haiku-4-5',
      'acme-coder-2',
      'acme-coder-2[1m]',
    );
    const accepted = fc.option(fc.record({ tokens: fc.nat(2_000_000), offset: fc.nat(1000) }));
    const creditsBlock = fc.option(
      fc.record({ offset: fc.nat(1000), timestampMs: fc.constant(null) }),
    );
    fc.assert(
      fc.property(model, accepted, creditsBlock, fc.boolean(), (id, reply, refusal, off) => {
        const evidence: WindowEvidence = {
          ...nothing,
          model: id,
          accepted: reply,
          creditsBlock: refusal,
          controls: off ? disabled : nothing.controls,
        };
        const { tokens } = resolveLimit(evidence);
        assert.ok(tokens === null || tokens > 0);
        if (id !== null && tokens !== null && isAcceptedBeyondStandard(evidence))
          assert.ok(tokens >= reply!.tokens || id === 'acme-coder-2');
      }),
    );
  });
});
