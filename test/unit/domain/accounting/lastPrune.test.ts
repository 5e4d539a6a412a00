import assert from 'node:assert/strict';
import { contextUsage } from '../../../../src/domain/accounting/contextUsage';
import {
  isUsageOfPrune,
  lastPrune,
  type BackedUpPrune,
} from '../../../../src/domain/accounting/lastPrune';
import { activeChain } from '../../../../src/domain/transcript/activeChain';
import { TranscriptWriter } from '../../../fixtures/transcriptWriter';
import { transcriptOf } from '../../../fixtures/transcriptOf';
import { plainSizes, text } from '../../../fixtures/plainSizes';

describe('lastPrune', () => {
  let writer: TranscriptWriter;
  let record: BackedUpPrune;
  const reply = (contextTokens: number): void =>
    void writer.response({
      blocks: [{ type: 'text', text: 'Done.' }],
      usage: { contextTokens, outputTokens: 100 },
    });
  const told = () => {
    const transcript = transcriptOf(writer.toString());
    const chain = activeChain(transcript);
    const usage = contextUsage(transcript, chain, plainSizes);
    return {
      prune: lastPrune(transcript, chain, plainSizes, record),
      isOfPrune: isUsageOfPrune(usage, record),
    };
  };

  beforeEach(() => {
    writer = new TranscriptWriter({ model: 'claude-sonnet-4-6' });
    writer.prompt('Add CSV import');
    reply(114_000);
    record = {
      dateMs: 5,
      newBytes: Buffer.byteLength(writer.toString()),
      beforeTokens: 152_300,
      afterTokens: 114_100,
      reported: [],
    };
  });

  it('is not measured before a reply has come, and the counters are ours until then', () => {
    assert.deepEqual(told(), {
      prune: { dateMs: 5, beforeTokens: 152_300, predictedTokens: 114_100, measured: null },
      isOfPrune: true,
    });
    writer.prompt(text(4000));
    assert.deepEqual([told().prune?.measured, told().isOfPrune], [null, true]);
  });

  it('is measured by the first reply, less what was added before it', () => {
    writer.prompt(text(4000));
    const addedTokens = plainSizes(
      transcriptOf(writer.toString()).conversation.at(-1)!,
      'old',
    ).reduce((sum, tokens) => sum + tokens, 0);
    reply(115_000);
    reply(180_000);
    const { prune, isOfPrune } = told();
    assert.ok(addedTokens > 0);
    assert.deepEqual(prune?.measured, {
      tokens: 115_000 - addedTokens,
      savedTokens: 152_300 - 115_000 + addedTokens,
    });
    assert.equal(isOfPrune, false);
  });

  it('says nothing once the session was compacted, or where nothing told its size', () => {
    record = { ...record, beforeTokens: null };
    assert.equal(told().prune, null);
    record = { ...record, beforeTokens: 152_300 };
    writer.compaction({ summary: 'All done.', preTokens: 114_000, postTokens: 400 });
    reply(30_000);
    assert.equal(told().prune, null);
  });

  it('says nothing of a session that was never pruned', () => {
    const transcript = transcriptOf(writer.toString());
    const chain = activeChain(transcript);
    assert.deepEqual(
      [
        lastPrune(transcript, chain, plainSizes, null),
        isUsageOfPrune(contextUsage(transcript, chain, plainSizes), null),
      ],
      [null, false],
    );
  });
});
