import assert from 'node:assert/strict';
import fc from 'fast-check';
import {
  isAcceptedBeyondStandard,
  resolveLimit,
  type LimitReason,
  type WindowControls,
  type WindowEvidence,
} from '../../../../src/domain/accounting/contextWindow';

const K200 = 200_000;
const M1 = 1_000_000;
const BETAS = ['claude-code-20250219', 'effort-2025-11-24'];
const BETAS_1M = [...BETAS, 'context-1m-2025-08-07'];
const origin = { file: '/home/dev/.claude/settings.json', key: 'CLAUDE_CODE_DISABLE_1M_CONTEXT' };
const disabled: WindowControls = { disable1m: { value: true, origin }, maxContextTokens: null };
const notDisabled: WindowControls = { disable1m: { value: false, origin }, maxContextTokens: null };
const maxContext: WindowControls = {
  disable1m: null,
  maxContextTokens: {
    value: 272_000,
    origin: { file: null, key: 'CLAUDE_CODE_MAX_CONTEXT_TOKENS' },
  },
};

const nothing: WindowEvidence = {
  ownLimitTokens: 0,
  model: null,
  requestedModel: null,
  requestBetas: [],
  version: '2.1.329',
  accepted: null,
  creditsBlock: null,
  controls: { disable1m: null, maxContextTokens: null },
};
const sonnet46 = { model: 'claude-sonnet-4-6' };
const asked = { ...sonnet46, requestedModel: 'claude-sonnet-4-6[1m]' };
const opus48 = { model: 'claude-opus-4-8', requestedModel: 'claude-opus-4-8' };
const block = { offset: 500, timestampMs: 1_795_000_000_000 };

type Case = [
  what: string,
  evidence: Partial<WindowEvidence>,
  tokens: number | null,
  kind: LimitReason['kind'],
];

function check(cases: readonly Case[]): void {
  for (const [what, evidence, tokens, kind] of cases) {
    it(what, () => {
      const limit = resolveLimit({ ...nothing, ...evidence });
      assert.deepEqual([limit.tokens, limit.reason.kind], [tokens, kind]);
    });
  }
}

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

  describe('sees what was asked for', () => {
    check([
      ['the beta header', { ...sonnet46, requestBetas: BETAS_1M }, M1, 'asked1m'],
      [
        'the beta header, whatever the settings say today',
        { ...asked, requestBetas: BETAS_1M, controls: disabled },
        M1,
        'asked1m',
      ],
      ['the name, where requests are not logged', asked, M1, 'asked1m'],
      [
        'the name alone, while 1M is turned off',
        { ...asked, controls: disabled },
        K200,
        'disabled1m',
      ],
      [
        'the name alone, in a version that did not know the switch yet',
        { ...asked, controls: disabled, version: '2.1.49' },
        M1,
        'asked1m',
      ],
      [
        'the name, but the request went out without it',
        { ...asked, requestBetas: BETAS },
        K200,
        'asked1mNotSent',
      ],
      [
        'the same, and the switch explains it',
        { ...asked, requestBetas: BETAS, controls: disabled },
        K200,
        'disabled1m',
      ],
      ['the switch set to no', { ...asked, controls: notDisabled }, M1, 'asked1m'],
      [
        'a model that has no 1M',
        {
          model: 'claude-haiku-4-5-20251001',
          requestedModel: 'claude-haiku-4-5-20251001[1m]',
          requestBetas: BETAS_1M,
        },
        K200,
        'modelFamily',
      ],
      ['a native 1M model needs no asking', { ...opus48, requestBetas: BETAS }, M1, 'modelFamily'],
      [
        'an unknown model is believed',
        { model: 'acme-coder-2', requestedModel: 'acme-coder-2[1m]' },
        M1,
        'asked1m',
      ],
    ]);
  });

  describe('knows what CLAUDE_CODE_DISABLE_1M_CONTEXT does in which version', () => {
    const sonnet5 = { model: 'claude-sonnet-5' };
    check([
      ['before it came', { ...opus48, controls: disabled, version: '2.1.49' }, M1, 'modelFamily'],
      [
        'at first it worked',
        { ...opus48, controls: disabled, version: '2.1.155' },
        K200,
        'disabled1m',
      ],
      ['then it did not', { ...opus48, controls: disabled, version: '2.1.156' }, M1, 'modelFamily'],
      [
        'then for Sonnet 5',
        { ...sonnet5, controls: disabled, version: '2.1.200' },
        K200,
        'disabled1m',
      ],
      [
        'but not for Opus 4.8',
        { ...opus48, controls: disabled, version: '2.1.222' },
        M1,
        'modelFamily',
      ],
      [
        'and then for all',
        { ...opus48, controls: disabled, version: '2.1.223' },
        K200,
        'disabled1m',
      ],
      [
        'in whatever version comes next',
        { ...opus48, controls: disabled, version: '3.0.0' },
        K200,
        'disabled1m',
      ],
      [
        'in a version that is not known',
        { ...opus48, controls: disabled, version: null },
        K200,
        'disabled1m',
      ],
      [
        'in a version that is none',
        { ...opus48, controls: disabled, version: 'canary' },
        K200,
        'disabled1m',
      ],
      [
        'for a model Claude Code does not know',
        { model: 'acme-coder-2', controls: disabled },
        K200,
        'disabled1m',
      ],
      [
        'it changes nothing where there is no 1M',
        { ...sonnet46, controls: disabled },
        K200,
        'modelFamily',
      ],
    ]);

    it('names the switch that has no effect', () => {
      assert.deepEqual(
        resolveLimit({ ...nothing, ...opus48, controls: disabled, version: '2.1.200' }).reason,
        { kind: 'modelFamily', model: 'claude-opus-4-8', ignored: origin },
      );
      assert.deepEqual(resolveLimit({ ...nothing, ...opus48, controls: notDisabled }).reason, {
        kind: 'modelFamily',
        model: 'claude-opus-4-8',
        ignored: null,
      });
    });
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
