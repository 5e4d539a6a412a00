import assert from 'node:assert/strict';
import fc from 'fast-check';
import { contextUsage } from '../../../../src/domain/accounting/contextUsage';
import { activeChain } from '../../../../src/domain/transcript/activeChain';
import { assertCloses, assertClosesByReplies } from '../../../fixtures/closedAccount';
import { inspectSession } from '../../../fixtures/inspectedSession';
import { plainSizes, text } from '../../../fixtures/plainSizes';
import { transcriptOf } from '../../../fixtures/transcriptOf';
import { toldReply } from '../../../fixtures/toldReply';
import { TranscriptWriter } from '../../../fixtures/transcriptWriter';
import type { ResponseBlock } from '../../../fixtures/writtenResponse';

const NEW = 'claude-opus-5-5';
const size = fc.nat(4000);
/** Where its thinking is sent again; what else is, is told apart below. */
const KEEPS_THINKING = [NEW, 'claude-sonnet-5', 'claude-sonnet-4-6'];
const block = fc.record({ type: fc.constantFrom('text', 'thinking', 'tool_use'), size });
const counter = fc.oneof(
  { weight: 12, arbitrary: fc.nat(60_000) },
  { weight: 1, arbitrary: fc.constantFrom(0, 1, 1_000_000_000) },
);
const oddCounter = fc.oneof(
  { weight: 6, arbitrary: counter },
  { weight: 1, arbitrary: fc.constantFrom(-1, 0.5, 2e9, Infinity, NaN) },
);

type Counters = fc.Arbitrary<number>;

/** What is written next, in any order. */
const steps = (counters: Counters, models: readonly string[], others: readonly string[]) =>
  fc.array(
    fc.record({
      kind: fc.oneof(
        { weight: 8, arbitrary: fc.constant('reply') },
        { weight: 6, arbitrary: fc.constant('result') },
        { weight: 3, arbitrary: fc.constant('prompt') },
        {
          weight: 4,
          arbitrary: fc.constantFrom('attachment', 'compaction', 'rewind', 'error', ...others),
        },
      ),
      size,
      at: fc.nat(),
      blocks: fc.array(block, { minLength: 1, maxLength: 3 }),
      model: fc.constantFrom(...models),
      contextTokens: counters,
      outputTokens: counters,
      isFinal: fc.nat(3).map((one) => one > 0),
      isLikely: fc.nat(4).map((one) => one > 0),
    }),
    { maxLength: 16 },
  );

type Step = ReturnType<typeof steps> extends fc.Arbitrary<(infer Each)[]> ? Each : never;

/** Writes as Claude Code would, and what it never would. */
class RandomWriter {
  readonly writer = new TranscriptWriter();
  private readonly uuids: string[] = [];
  private readonly calls: string[] = [];
  private unfinished: { readonly messageId: string; readonly model: string } | null = null;

  write(step: Step): void {
    const { writer, uuids, calls } = this;
    if (step.kind !== 'reply' && step.kind !== 'result') this.unfinished = null;
    switch (step.kind) {
      case 'prompt':
        uuids.push(writer.prompt(text(step.size)));
        return;
      case 'reply':
        this.reply(step);
        return;
      case 'result': {
        const id = step.isLikely ? calls.shift() : calls[0];
        if (id !== undefined) uuids.push(writer.toolResult(id, text(step.size)));
        return;
      }
      case 'attachment':
        uuids.push(writer.attachment('edited_text_file', {}, [text(step.size)]));
        return;
      case 'compaction': {
        const preserve = step.isLikely ? [] : uuids.slice(-2);
        writer.compaction({ summary: text(step.size), preTokens: 9, preserve });
        return;
      }
      case 'rewind':
        writer.branch(uuids[step.at % uuids.length] ?? null);
        return;
      case 'copy':
        if (writer.lines.length > 0) writer.raw(writer.lines[step.at % writer.lines.length]!);
        return;
      case 'error':
        writer.apiError('connection');
    }
  }

  private reply({ blocks, isLikely, isFinal, ...step }: Step): void {
    const { contextTokens, outputTokens } = step;
    const told = isLikely ? { model: step.model } : (this.unfinished ?? { model: step.model });
    const { messageId, uuids, toolUseIds } = this.writer.response({
      blocks: blocks.map(written),
      usage: { contextTokens, outputTokens },
      ...told,
      ...(isFinal ? {} : { stopReason: null }),
    });
    this.unfinished = { messageId, model: told.model };
    this.uuids.push(...uuids);
    this.calls.push(...toolUseIds);
  }
}

function written({ type, size: bytes }: { type: string; size: number }): ResponseBlock {
  return type === 'text'
    ? { type, text: text(bytes) }
    : type === 'thinking'
      ? { type, signatureLength: bytes }
      : { type: 'tool_use', name: 'Bash', input: { command: text(bytes) } };
}

function writtenBy(all: readonly Step[]): string {
  const random = new RandomWriter();
  for (const step of all) random.write(step);
  return random.writer.toString();
}

describe('contextAccount, of random sessions', () => {
  it('never takes what is exact from the overhead: it adds up whatever the counters say', () => {
    const step = fc.record({
      result: fc.integer({ min: 0, max: 3000 }),
      added: fc.integer({ min: -3000, max: 6000 }),
      output: fc.integer({ min: 0, max: 900 }),
      model: fc.constantFrom(NEW, NEW, NEW, 'claude-sonnet-5', 'claude-sonnet-4-5'),
      compacts: fc.boolean(),
    });
    fc.assert(
      fc.property(fc.array(step, { minLength: 1, maxLength: 12 }), (steps) => {
        const writer = new TranscriptWriter({ model: NEW });
        writer.prompt(text(100));
        let [context, id] = [20_000, ''];
        for (const { result, added, output, model, compacts } of steps) {
          if (id !== '') writer.toolResult(id, text(result));
          if (compacts && added > 5000)
            writer.compaction({ summary: text(400), preTokens: context });
          context = Math.max(100, context + added);
          id = toldReply(writer, context, output, { model });
          context += output;
        }
        const found = inspectSession(writer);
        assertClosesByReplies(found);
        assert.equal(found.breakdown.totalTokens, context);
      }),
      { numRuns: 300 },
    );
  });

  it('closes, whatever is written in whatever order', () => {
    const models = [...KEEPS_THINKING, 'claude-haiku-4-5', 'own-model'];
    fc.assert(
      fc.property(steps(oddCounter, models, ['copy']), (all) =>
        assertCloses(inspectSession(writtenBy(all))),
      ),
      { numRuns: 400 },
    );
  });

  it('tells each token with a reply, once the last is final', () => {
    let finals = 0;
    fc.assert(
      fc.property(steps(counter, KEEPS_THINKING, []), (all) => {
        const session = writtenBy(all);
        const transcript = transcriptOf(session);
        const { response } = contextUsage(transcript, activeChain(transcript), plainSizes);
        if (response?.isFinal !== true) return;
        finals++;
        assertClosesByReplies(inspectSession(session));
      }),
      { numRuns: 600 },
    );
    assert.ok(finals > 150, String(finals));
  });

  it('tells what an older model is sent no more apart, as long as counters grow', () => {
    const step = fc.record({
      thinks: fc.nat(900),
      says: fc.nat(900),
      adds: fc.nat(3000),
      isPrompt: fc.boolean(),
    });
    fc.assert(
      fc.property(fc.array(step, { minLength: 1, maxLength: 12 }), (all) => {
        const writer = new TranscriptWriter({ model: 'claude-haiku-4-5' });
        let contextTokens = 20_000;
        for (const { thinks, says, adds, isPrompt } of all) {
          if (isPrompt) writer.prompt(text(adds));
          else writer.attachment('edited_text_file', {}, [text(adds)]);
          writer.response({
            blocks: [
              { type: 'thinking', signatureLength: thinks },
              { type: 'text', text: text(says) },
            ],
            usage: { contextTokens: (contextTokens += adds), outputTokens: thinks + adds },
          });
        }
        assertClosesByReplies(inspectSession(writer));
        writer.prompt(text(10));
        assertClosesByReplies(inspectSession(writer));
      }),
      { numRuns: 300 },
    );
  });
});
