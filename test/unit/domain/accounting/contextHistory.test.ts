import assert from 'node:assert/strict';
import { TranscriptWriter } from '../../../fixtures/transcriptWriter';
import { inspectSession } from '../../../fixtures/inspectedSession';
import { text } from '../../../fixtures/plainSizes';

const read = (path: string) =>
  ({ type: 'tool_use', name: 'Read', input: { file_path: path } }) as const;

describe('the steps of the context', () => {
  let writer: TranscriptWriter;
  beforeEach(() => {
    writer = new TranscriptWriter({ model: 'claude-opus-5-5' });
  });
  const reply = (contextTokens: number) =>
    writer.response({
      blocks: [{ type: 'text', text: text(100) }],
      usage: { contextTokens, outputTokens: 100 },
    });
  /** Of each step what came in with it, then what came in after the last one. */
  const cameIn = (): string[] => {
    const { history, items } = inspectSession(writer);
    let after = 0;
    return [...history.map(({ line }) => line), Infinity].map((upTo) => {
      const found = items.filter(({ cameInLine }) => cameInLine > after && cameInLine <= upTo);
      after = upTo;
      return found.map(({ kind, subject }) => `${kind} ${(subject ?? '').slice(0, 4)}`).join(', ');
    });
  };

  it('tell what came in with each: what was sent since the one before, and what was answered', () => {
    writer.prompt('Look');
    const first = writer.response({
      blocks: [{ type: 'text', text: 'Yes.' }, read('/a')],
      usage: { contextTokens: 20_000, outputTokens: 100 },
    });
    writer.toolResult(first.toolUseIds[0]!, text(3_000));
    writer.prompt('More');
    reply(24_000);
    assert.deepEqual(cameIn(), [
      'userText Look, assistantText Yes., toolCall /a',
      'toolResult /a, userText More, assistantText xxxx',
      '',
    ]);
  });

  it('take a result that stands between the lines of its reply for part of the next one', () => {
    writer.prompt('Look');
    const usage = { contextTokens: 20_000, outputTokens: 100 };
    const first = writer.response({ blocks: [read('/a')], usage });
    writer.toolResult(first.toolUseIds[0]!, text(3_000));
    const { messageId } = first;
    const second = writer.response({ messageId, blocks: [read('/b')], usage });
    writer.toolResult(second.toolUseIds[0]!, text(500));
    assert.deepEqual(cameIn(), [
      'userText Look, toolCall /a, toolCall /b',
      'toolResult /a, toolResult /b',
    ]);
    reply(24_000);
    assert.equal(cameIn()[1], 'toolResult /a, toolResult /b, assistantText xxxx');
  });

  it('count to a compaction what took the place of the conversation', () => {
    writer.prompt('Look');
    reply(150_000);
    writer.compaction({ summary: text(4000), preTokens: 150_100 });
    assert.deepEqual(cameIn(), ['', 'summary xxxx', '']);
    const estimates = () => inspectSession(writer).history.map(({ isEstimate }) => isEstimate);
    assert.deepEqual(estimates(), [false, true]);
    writer.prompt('Go on');
    reply(30_000);
    assert.deepEqual(cameIn(), ['', 'summary xxxx, userText Go o', 'assistantText xxxx', '']);
    assert.deepEqual(estimates(), [false, false, false]);
  });

  it('are the same ones while a long session grows', () => {
    const lines = () => inspectSession(writer).history.map(({ line }) => line);
    for (let at = 0; at < 1_001; at++) reply(20_000 + at);
    const before = lines();
    reply(30_000);
    const after = new Set(lines());
    assert.ok(before.length > 400 && before.length <= 1_000, String(before.length));
    assert.deepEqual(
      before.slice(0, -1).filter((line) => !after.has(line)),
      [],
    );
  });
});
