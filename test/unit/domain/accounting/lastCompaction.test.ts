import assert from 'node:assert/strict';
import { lastCompaction } from '../../../../src/domain/accounting/lastCompaction';
import type { LastCompaction } from '../../../../src/domain/accounting/lastCompaction';
import { contextUsage } from '../../../../src/domain/accounting/contextUsage';
import { activeChain } from '../../../../src/domain/transcript/activeChain';
import { plainSizes } from '../../../fixtures/plainSizes';
import { TranscriptWriter } from '../../../fixtures/transcriptWriter';
import { transcriptOf } from '../../../fixtures/transcriptOf';

const IDLE =
  'Compacted while idle, before the prompt cache expired · turn off with "idleCompaction": false in settings.json';

describe('the newest compaction', () => {
  let writer: TranscriptWriter;
  beforeEach(() => {
    writer = new TranscriptWriter({ model: 'claude-sonnet-4-6' });
    writer.prompt('Look');
    reply(12_000);
    writer.prompt('Look');
    reply(166_900);
  });
  const reply = (contextTokens: number) =>
    writer.response({
      blocks: [{ type: 'text', text: 'Yes.' }],
      usage: { contextTokens, outputTokens: 100 },
    });
  const compact = (trigger: 'auto' | 'manual' = 'auto', preTokens = 167_000) =>
    writer.compaction({ summary: 'It goes well.', preTokens, postTokens: 400, trigger });
  const told = (): LastCompaction | null => {
    const transcript = transcriptOf(writer.toString());
    const chain = activeChain(transcript);
    return lastCompaction(transcript, chain.boundary, contextUsage(transcript, chain, plainSizes));
  };

  it('is none in a session that begins with itself', () => {
    assert.equal(told(), null);
  });

  it('is sized by what Claude Code states, and after it by an estimate until a reply tells', () => {
    const { boundaryUuid } = compact();
    const before = told();
    assert.ok(before !== null && before.afterTokens !== null && before.afterTokens < 60_000);
    assert.deepEqual(
      { ...before, afterTokens: 0, atMs: 0 },
      {
        ...{ id: boundaryUuid, kind: 'automatic', atMs: 0, beforeTokens: 167_000 },
        ...{ afterTokens: 0, isAfterExact: false, ordinal: 1 },
      },
    );
    writer.prompt('Go on');
    reply(31_400);
    writer.prompt('And on');
    reply(44_000);
    assert.deepEqual(
      [told()?.afterTokens, told()?.isAfterExact],
      [31_400, true],
      'the first reply, not the newest',
    );
  });

  it('goes by the reply before where Claude Code states no size', () => {
    const uuid = writer.system('compact_boundary', { compactMetadata: { trigger: 'auto' } });
    writer.inUsersPlace('Summary', { isCompactSummary: true });
    assert.deepEqual([told()?.id, told()?.beforeTokens], [uuid, 167_000]);
  });

  it('tells one that nobody waited for by the remark behind it alone', () => {
    compact();
    assert.equal(told()?.kind, 'automatic');
    writer.system('informational', { content: IDLE, level: 'info' });
    assert.equal(told()?.kind, 'idle');
    compact();
    assert.equal(told()?.kind, 'automatic', 'the remark is of the one before');
    writer.system('informational', { content: 'Something else', level: 'info' });
    assert.equal(told()?.kind, 'automatic');
  });

  it('knows what was asked for, and does not guess at what it has never seen', () => {
    compact('manual');
    assert.equal(told()?.kind, 'manual');
    writer.system('compact_boundary', { compactMetadata: { trigger: 'precompute' } });
    writer.inUsersPlace('Summary', { isCompactSummary: true });
    assert.equal(told()?.kind, 'unknown');
  });

  it('counts how often', () => {
    compact();
    reply(30_000);
    compact('manual');
    reply(30_000);
    compact();
    assert.equal(told()?.ordinal, 3);
  });

  it('is none where a mod wrote the context down once more, repaired or not', () => {
    writer.system('compact_boundary', {
      compactMetadata: { trigger: 'manual', preTokens: 167_000 },
    });
    writer.prompt('Look');
    assert.equal(told(), null, 'nothing is summed up');
    compact();
    writer.system('compact_boundary', {
      compactMetadata: {
        trigger: 'manual',
        preservedMessages: { anchorUuid: null, uuids: [], allUuids: [] },
      },
    });
    assert.equal(told(), null);
  });
});
