import assert from 'node:assert/strict';
import { breakdownOf } from '../../../../src/domain/accounting/breakdown';
import { pngImage } from '../../../fixtures/pngImage';
import { TranscriptWriter } from '../../../fixtures/transcriptWriter';
import { inspectSession } from '../../../fixtures/inspectedSession';
import { text } from '../../../fixtures/plainSizes';

describe('inspect', () => {
  let writer: TranscriptWriter;
  beforeEach(() => {
    writer = new TranscriptWriter({ model: 'claude-opus-5-5' });
  });
  const turn = (contextTokens: number, outputTokens = 100, model = 'claude-opus-5-5'): void => {
    writer.prompt('x'.repeat(300));
    writer.response({
      blocks: [{ type: 'text', text: text(100) }],
      model,
      usage: { contextTokens, outputTokens },
    });
  };
  const steps = (): unknown[] =>
    inspectSession(writer).history.map(({ event, tokens, turn: at }) => [event, tokens, at]);

  it('breaks the context down so that the parts are the whole', () => {
    turn(30_000, 100);
    const { breakdown } = inspectSession(writer);
    assert.deepEqual(
      [
        breakdown.totalTokens,
        breakdown.overheadTokens,
        breakdown.byKind.userText,
        breakdown.byKind.assistantText,
      ],
      [30_100, 30_100 - 400, 300, 100],
    );
  });

  it('adds up where items are estimated at more than the whole', () => {
    turn(200, 10);
    const { totalTokens, overheadTokens, unexplainedTokens, byKind } =
      inspectSession(writer).breakdown;
    const items = Object.values(byKind).reduce((sum, tokens) => sum + tokens, 0);
    assert.deepEqual([totalTokens, overheadTokens, items + unexplainedTokens], [210, 0, 210]);
    assert.ok(unexplainedTokens < 0);
  });

  it('knows no overhead while nothing has told a size', () => {
    writer.prompt('First');
    const { breakdown, items } = inspectSession(writer);
    assert.deepEqual(
      [breakdown.totalTokens, breakdown.overheadTokens, breakdown.byKind.userText],
      [null, 0, 5],
    );
    assert.deepEqual(breakdownOf(items, { overheadTokens: null }, null), breakdown);
  });

  it('tells a step for each response, counting the lines of one once', () => {
    writer.prompt('Go');
    writer.response({
      blocks: [
        { type: 'text', text: 'a' },
        { type: 'tool_use', name: 'Bash', input: { command: 'ls' } },
      ],
      usage: { contextTokens: 20_000, outputTokens: 50 },
    });
    turn(25_000);
    assert.deepEqual(steps(), [
      ['response', 20_050, 1],
      ['response', 25_100, 2],
    ]);
  });

  it('tells compactions with the size of the response that followed, or with the estimate while none did', () => {
    turn(150_000);
    writer.compaction({ summary: text(4000), preTokens: 150_100 });
    const [, compacted] = steps() as [string, number, number][];
    assert.deepEqual(
      [compacted?.[0], compacted?.[1]],
      ['compaction', inspectSession(writer).snapshot.usage.tokens],
    );
    turn(30_000);
    assert.deepEqual(steps(), [
      ['response', 150_100, 1],
      ['compaction', 30_000, 1],
      ['response', 30_100, 2],
    ]);
  });

  it('tells changes of the model, not of its spelling', () => {
    turn(20_000);
    turn(21_000, 100, 'claude-opus-5-5-20261001');
    turn(22_000, 100, 'claude-haiku-4-5-20251001');
    assert.deepEqual(steps(), [
      ['response', 20_100, 1],
      ['response', 21_100, 2],
      ['modelChange', 22_100, 3],
    ]);
  });

  it('tells a prune where content was replaced and the context dropped, and no drop otherwise', () => {
    turn(90_000);
    turn(60_000);
    assert.deepEqual(steps(), [
      ['response', 90_100, 1],
      ['response', 60_100, 2],
    ]);
    const { toolUseIds } = writer.response({
      blocks: [{ type: 'tool_use', name: 'Read', input: { file_path: '/a' } }],
      usage: { contextTokens: 61_000, outputTokens: 10 },
    });
    writer.toolResult(toolUseIds[0]!, '[pruned: Read /a, ~8.2K tokens; read it again if needed]');
    turn(50_000);
    assert.deepEqual(steps().at(-1), ['prune', 50_100, 3]);
  });

  it('thins a long history out, but keeps every event and the newest step', () => {
    for (let at = 0; at < 1500; at++) turn(20_000 + at);
    turn(50_000, 100, 'claude-haiku-4-5-20251001');
    for (let at = 0; at < 1500; at++) turn(51_000 + at, 100, 'claude-haiku-4-5-20251001');
    const { history } = inspectSession(writer);
    assert.ok(history.length > 500 && history.length <= 1001, String(history.length));
    assert.equal(history.filter(({ event }) => event === 'modelChange').length, 1);
    assert.equal(history.at(-1)?.tokens, 52_599);
  });

  it('sizes the request: its images, its bytes, and what the API takes', () => {
    const png = pngImage({ width: 30, height: 20 });
    writer.prompt('Look', [png]);
    const { request, items } = inspectSession(writer);
    assert.deepEqual([request.images, request.maxBytes], [1, 33_554_432]);
    assert.equal(
      request.bytes,
      items.reduce((sum, { bytes }) => sum + bytes, 0),
    );
    assert.ok(request.bytes >= png.toString('base64').length + 4);
  });
});
