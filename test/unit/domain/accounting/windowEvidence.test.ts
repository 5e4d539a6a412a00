import assert from 'node:assert/strict';
import { windowEvidence } from '../../../../src/domain/accounting/windowEvidence';
import { TranscriptWriter } from '../../../fixtures/transcriptWriter';
import type { ResponseOptions } from '../../../fixtures/writtenResponse';
import { transcriptOf } from '../../../fixtures/transcriptOf';

const SONNET = 'claude-sonnet-4-6';
const BETA_1M = 'context-1m-2025-08-07';

describe('windowEvidence', () => {
  let writer: TranscriptWriter;
  beforeEach(() => {
    writer = new TranscriptWriter({ model: SONNET, version: '2.1.329' });
    writer.prompt('go');
  });
  const reply = (contextTokens: number, more: Partial<ResponseOptions> = {}): number => {
    writer.response({
      blocks: [{ type: 'text', text: 'done' }],
      usage: { contextTokens, outputTokens: 10 },
      ...more,
    });
    return writer.nowMs;
  };
  const evidence = (model: string | null = SONNET) =>
    windowEvidence(transcriptOf(writer.toString()), model);

  it('is empty for an empty session', () => {
    const nothing = {
      model: null,
      requestedModel: null,
      requestBetas: [],
      version: null,
      accepted: null,
      creditsBlock: null,
    };
    assert.deepEqual(windowEvidence(transcriptOf(''), null), nothing);
  });

  it('tells model and version', () => {
    reply(30_000);
    const { model, requestedModel, version } = evidence();
    assert.deepEqual(
      { model, requestedModel, version },
      { model: SONNET, requestedModel: SONNET, version: '2.1.329' },
    );
  });

  describe('of the model that was asked for', () => {
    it('takes the newest reply’s word', () => {
      reply(30_000, { requestedModel: `${SONNET}[1m]` });
      assert.equal(evidence().requestedModel, `${SONNET}[1m]`);
      reply(31_000);
      assert.equal(evidence().requestedModel, SONNET);
    });

    it('asks no lines that are no reply', () => {
      reply(30_000, { requestedModel: `${SONNET}[1m]` });
      reply(0, { requestedModel: 'nothing-sent' });
      reply(0, { requestedModel: 'nothing-reported', usage: null });
      writer.apiError('connection');
      writer.sidechain(() => reply(9000, { requestedModel: 'of-a-subagent' }));
      assert.equal(evidence().requestedModel, `${SONNET}[1m]`);
    });

    it('goes by what Claude Code calls the model where the reply does not say', () => {
      const identity = (marketingName: string): string =>
        writer.attachment('model', { identity: { marketingName } });
      identity('Sonnet 4.6');
      assert.equal(evidence().requestedModel, null);
      identity('Sonnet 4.6 (1M context)');
      writer.attachment('file', { filename: '/a' });
      assert.equal(evidence().requestedModel, `${SONNET}[1m]`);
      assert.equal(evidence(null).requestedModel, null);
      reply(30_000);
      assert.equal(evidence().requestedModel, SONNET);
    });
  });

  it('knows the betas of the model’s own requests', () => {
    writer.apiRequest([BETA_1M]).apiRequest(['title-beta'], 'claude-haiku-4-5');
    assert.deepEqual(evidence().requestBetas, [BETA_1M]);
    assert.deepEqual(evidence('claude-haiku-4-5').requestBetas, ['title-beta']);
    assert.deepEqual(evidence(null).requestBetas, []);
    writer.apiRequest([]);
    assert.deepEqual(evidence().requestBetas, []);
  });

  describe('of replies beyond 200K', () => {
    it('takes the newest, and the time of the first', () => {
      reply(200_000);
      assert.equal(evidence().accepted, null);
      const sinceMs = reply(200_001);
      reply(230_000);
      assert.equal(evidence().accepted?.tokens, 230_000);
      const { traces, conversation } = transcriptOf(writer.toString());
      assert.deepEqual(traces.acceptedBeyond(SONNET), {
        tokens: 230_000,
        offset: conversation.at(-1)?.offset,
        sinceMs,
      });
    });

    it('counts those of the same model alone', () => {
      reply(250_000, { model: 'claude-opus-5-5' });
      assert.equal(evidence().accepted, null);
      assert.equal(evidence('claude-opus-5-5').accepted?.tokens, 250_000);
      assert.equal(evidence(null).accepted, null);
    });
  });

  it('remembers the newest block alone', () => {
    writer.apiError('connection');
    assert.equal(evidence().creditsBlock, null);
    writer.apiError('creditsSubscriber');
    const first = evidence().creditsBlock;
    writer.apiError('extraUsageApiKey');
    const second = evidence().creditsBlock;
    assert.equal(second?.timestampMs, writer.nowMs);
    assert.ok(
      first !== null && second.offset > first.offset && second.timestampMs > first.timestampMs!,
    );
  });
});
