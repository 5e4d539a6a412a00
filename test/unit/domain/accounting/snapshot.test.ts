import assert from 'node:assert/strict';
import { contextUsage, type TokensOf } from '../../../../src/domain/accounting/contextUsage';
import {
  takeSnapshot,
  type Snapshot,
  type SnapshotSettings,
} from '../../../../src/domain/accounting/snapshot';
import {
  NOT_REWRITTEN,
  type RewriteHistory,
} from '../../../../src/domain/accounting/rewriteHistory';
import { NO_CONTROLS } from '../../../../src/io/claudeSettings/claudeControls';
import { activeChain } from '../../../../src/domain/transcript/activeChain';
import { pngImage } from '../../../fixtures/pngImage';
import { TranscriptWriter } from '../../../fixtures/transcriptWriter';
import { transcriptOf } from '../../../fixtures/transcriptOf';
import { plainSizes, text } from '../../../fixtures/plainSizes';

const untouched: SnapshotSettings = {
  limitTokens: 0,
  usageCreditsWall: 'auto',
  controls: NO_CONTROLS,
};
const usage = (contextTokens: number, outputTokens = 100) => ({
  usage: { contextTokens, outputTokens },
});
const said = (bytes: number) => ({ type: 'text', text: text(bytes) }) as const;

function snapshotOf(
  session: TranscriptWriter | string,
  settings: Partial<SnapshotSettings> = {},
  history: RewriteHistory = NOT_REWRITTEN,
): Snapshot {
  const transcript = transcriptOf(session.toString());
  const chain = activeChain(transcript);
  const found = contextUsage(transcript, chain, plainSizes);
  return takeSnapshot({
    path: '/one.jsonl',
    transcript,
    chain,
    usage: found,
    tokensOf: plainSizes,
    isCounted: true,
    history,
    holders: [],
    settings: { ...untouched, ...settings },
  });
}

describe('takeSnapshot', () => {
  let writer: TranscriptWriter;
  beforeEach(() => {
    writer = new TranscriptWriter({
      model: 'claude-sonnet-4-6',
      sessionId: 'one',
      cwd: '/home/dev/größe',
    });
    writer.prompt('Add CSV import');
  });

  it('tells of an empty session that nothing is known', () => {
    const { walls, limit, ...rest } = snapshotOf('');
    assert.deepEqual([walls, limit.tokens], [[], null]);
    assert.deepEqual(rest, {
      path: '/one.jsonl',
      sessionId: null,
      title: null,
      cwd: null,
      gitBranch: null,
      agentId: null,
      model: null,
      requestedModel: null,
      version: null,
      usage: { tokens: null, exact: false },
      fileTokens: null,
      held: null,
      nearestWall: null,
      blocked: null,
      beyond200KSinceMs: null,
      growth: { turns: 0, tokensPerTurn: null, turnTokens: [] },
      added: [],
      jumps: [],
      cache: null,
      idleCompaction: { isOn: true, dueMs: null },
      skippedLines: 0,
      told: null,
      isComplete: true,
      isCounted: true,
      compactions: 0,
      images: 0,
      lastCompaction: null,
      lastPrune: null,
    });
  });

  it('tells a session as a whole', () => {
    writer.response({ blocks: [said(10)], ...usage(30_000, 25) });
    const {
      sessionId,
      title,
      cwd,
      model,
      usage: shown,
      limit,
      nearestWall,
      walls,
    } = snapshotOf(writer);
    assert.deepEqual(
      { sessionId, title, cwd, model, shown },
      {
        sessionId: 'one',
        title: 'Add CSV import',
        cwd: '/home/dev/größe',
        model: 'claude-sonnet-4-6',
        shown: { tokens: 30_025, exact: true },
      },
    );
    assert.deepEqual(limit, {
      tokens: 200_000,
      reason: { kind: 'modelFamily', model: 'claude-sonnet-4-6', ignored: null },
    });
    assert.equal(nearestWall, walls[0]);
    assert.equal(nearestWall.kind, 'autoCompact');
  });

  it('tells the model as it was asked for last, and the version that wrote last', () => {
    writer.response({
      blocks: [said(1)],
      requestedModel: 'claude-sonnet-4-6[1m]',
      ...usage(30_000),
    });
    writer.response({ blocks: [said(1)], requestedModel: 'claude-opus-5-5', ...usage(31_000) });
    writer.apiError('connection');
    const { requestedModel, version } = snapshotOf(writer);
    assert.deepEqual([requestedModel, version], ['claude-opus-5-5', '2.1.329']);
  });

  it('goes by the name that a person gave, else that of Claude Code, else the first prompt', () => {
    assert.equal(snapshotOf(writer).title, 'Add CSV import');
    assert.equal(snapshotOf(writer.title('ai', 'Named by Claude')).title, 'Named by Claude');
    assert.equal(snapshotOf(writer.title('custom', 'Mine')).title, 'Mine');
    assert.equal(snapshotOf(writer.title('ai', 'Named again')).title, 'Mine');
  });

  it('cuts no character of a long title in two', () => {
    for (const first of ['', 'a', 'ab', 'abc']) {
      writer = new TranscriptWriter();
      writer.prompt(first + '漢😀'.repeat(100));
      assert.match(snapshotOf(writer).title ?? '', /^[abc]*(?:漢😀){20,}漢?$/u);
    }
  });

  it('is plain: nothing of it is lost between threads', () => {
    writer.response({ blocks: [said(10)], ...usage(30_000) });
    const snapshot = snapshotOf(writer);
    assert.deepEqual(structuredClone(snapshot), snapshot);
  });

  it('goes by the person’s own limit and wish', () => {
    writer.response({
      blocks: [said(10)],
      requestedModel: 'claude-sonnet-4-6[1m]',
      ...usage(30_000),
    });
    const kinds = (settings: Partial<SnapshotSettings>): string[] =>
      snapshotOf(writer, settings).walls.map(({ kind }) => kind);
    assert.deepEqual(snapshotOf(writer, { limitTokens: 64_000 }).limit, {
      tokens: 64_000,
      reason: { kind: 'ownSetting' },
    });
    assert.equal(snapshotOf(writer).nearestWall?.kind, 'usageCredits');
    assert.ok(!kinds({ usageCreditsWall: 'off' }).includes('usageCredits'));
  });

  describe('a block', () => {
    it('of a session that grew, since its first refusal', () => {
      writer.response({ blocks: [said(10)], ...usage(204_000) });
      writer.apiError('creditsSubscriber');
      const sinceMs = writer.nowMs;
      writer.prompt('again');
      writer.apiError('creditsSubscriber');
      const { blocked, limit } = snapshotOf(writer);
      assert.deepEqual(blocked, { kind: 'credits', case: 'grown', sinceMs });
      assert.equal(limit.tokens, 200_000);
    });

    it('of an account that may not', () => {
      writer.apiError('creditsApiKey');
      assert.equal(snapshotOf(writer).blocked?.case, 'entitlement');
      writer.response({ blocks: [said(10)], ...usage(30_000) });
      writer.apiError('extraUsageSubscriber');
      assert.equal(snapshotOf(writer).blocked?.case, 'entitlement');
    });

    it('is none where something else was refused, nor once a reply came', () => {
      writer.response({ blocks: [said(10)], ...usage(204_000) });
      writer.apiError('connection');
      assert.equal(snapshotOf(writer).blocked, null);
      writer.apiError('creditsSubscriber');
      writer.response({ blocks: [said(10)], ...usage(150_000) });
      assert.equal(snapshotOf(writer).blocked, null);
    });
  });

  it('marks when a reply beyond 200K was accepted first', () => {
    writer.response({ blocks: [said(10)], ...usage(200_000) });
    assert.equal(snapshotOf(writer).beyond200KSinceMs, null);
    writer.response({ blocks: [said(10)], ...usage(200_001) });
    const sinceMs = writer.nowMs;
    writer.response({ blocks: [said(10)], ...usage(230_000) });
    const { beyond200KSinceMs, limit } = snapshotOf(writer);
    assert.equal(beyond200KSinceMs, sinceMs);
    assert.deepEqual(limit, {
      tokens: 1_000_000,
      reason: { kind: 'acceptedBeyond200K', tokens: 230_000 },
    });
  });

  it('still knows that a reply beyond 200K was accepted when a prune has lowered its counter', () => {
    const { uuids } = writer.response({ blocks: [said(10)], ...usage(150_000) });
    const history = {
      rewrites: [],
      pruned: [],
      reported: [{ uuid: uuids[0]!, contextTokens: 230_000 }],
    };
    const { beyond200KSinceMs, limit, usage: now } = snapshotOf(writer, {}, history);
    assert.deepEqual(
      [beyond200KSinceMs, limit.reason, now.tokens],
      [writer.nowMs, { kind: 'acceptedBeyond200K', tokens: 230_000 }, 150_100],
    );
  });

  it('names the three largest items since the newest reply began', () => {
    writer.response({ blocks: [said(9000)], ...usage(30_000) });
    writer.prompt('go on');
    const { toolUseIds } = writer.response({
      blocks: [
        said(60),
        { type: 'tool_use', name: 'Read', input: { file_path: '/src/größe.ts' } },
        { type: 'tool_use', name: 'Bash', input: { command: 'npm test' } },
      ],
      ...usage(40_000),
    });
    writer.toolResult(toolUseIds[0]!, text(700));
    writer.toolResult(toolUseIds[1]!, text(20));
    writer.attachment('edited_text_file', { filename: '/notes.md' }, [text(300)]);
    writer.apiError('connection');
    assert.deepEqual(snapshotOf(writer).added, [
      { kind: 'toolResult', name: 'Read', subject: '/src/größe.ts', tokens: 700 },
      { kind: 'attachment', name: 'edited_text_file', subject: '/notes.md', tokens: 300 },
      { kind: 'text', name: null, subject: null, tokens: 60 },
    ]);
  });

  it('sizes items as the model counts', () => {
    writer.response({ blocks: [said(60)], model: 'claude-opus-5-5', ...usage(30_000) });
    const transcript = transcriptOf(writer.toString());
    const chain = activeChain(transcript);
    const tokensOf: TokensOf = (_, generation) => [generation === 'new' ? 2 : 1];
    const found = contextUsage(transcript, chain, tokensOf);
    assert.equal(
      takeSnapshot({
        path: '',
        transcript,
        chain,
        usage: found,
        tokensOf,
        isCounted: true,
        history: NOT_REWRITTEN,
        holders: [],
        settings: untouched,
      }).added[0]?.tokens,
      2,
    );
  });

  it('says how many lines it could not read', () => {
    writer.response({ blocks: [said(10)], ...usage(30_000) });
    writer.raw('{"type":"user",').raw('no JSON').raw('[]');
    assert.equal(snapshotOf(writer).skippedLines, 3);
    assert.equal(snapshotOf(writer).usage.tokens, 30_100);
  });

  it('counts the images of the live context, those in results too', () => {
    writer.prompt('Look.', [pngImage({ width: 10, height: 10 })]);
    const { toolUseIds } = writer.response({
      blocks: [{ type: 'tool_use', name: 'Read', input: { file_path: '/a.png' } }],
      ...usage(20_000),
    });
    writer.toolResult(toolUseIds[0]!, [
      { type: 'image', png: pngImage({ width: 10, height: 10 }) },
      { type: 'image', png: pngImage({ width: 10, height: 10 }) },
    ]);
    assert.equal(snapshotOf(writer).images, 3);
    writer.compaction({ summary: 'All done.', preTokens: 20_000, postTokens: 400 });
    assert.deepEqual([snapshotOf(writer).images, snapshotOf(writer).compactions], [0, 1]);
  });
});
