import assert from 'node:assert/strict';
import { contextUsage, type ContextUsage } from '../../../../src/domain/accounting/contextUsage';
import { activeChain } from '../../../../src/domain/transcript/activeChain';
import { TranscriptWriter } from '../../../fixtures/transcriptWriter';
import { transcriptOf } from '../../../fixtures/transcriptOf';
import { CALL_TOKENS, plainSizes, text } from '../../../fixtures/plainSizes';

const OPUS = 'claude-opus-5-5';
const said = (bytes: number) => ({ type: 'text', text: text(bytes) }) as const;
const thought = (tokens: number) => ({ type: 'thinking', signatureLength: tokens }) as const;
const read = { type: 'tool_use', name: 'Read', input: { file_path: '/a' } } as const;
const usage = (contextTokens: number, outputTokens: number) => ({
  usage: { contextTokens, outputTokens },
});

function usageOf(writer: TranscriptWriter): ContextUsage {
  const transcript = transcriptOf(writer.toString());
  return contextUsage(transcript, activeChain(transcript), plainSizes);
}
const numberOf = (writer: TranscriptWriter): [tokens: number | null, exact: boolean] => {
  const { tokens, exact } = usageOf(writer);
  return [tokens, exact];
};

describe('contextUsage', () => {
  let writer: TranscriptWriter;
  beforeEach(() => {
    writer = new TranscriptWriter({ model: OPUS });
    writer.prompt(text(100));
  });
  /** One turn of 30,400 tokens. */
  const reply = (): void => void writer.response({ blocks: [said(300)], ...usage(30_000, 400) });

  it('knows nothing before the first reply', () => {
    assert.deepEqual(usageOf(new TranscriptWriter()), {
      tokens: null,
      exact: false,
      response: null,
      model: null,
      generation: 'old',
      estimated: [],
      apiError: null,
    });
    assert.deepEqual(numberOf(writer), [null, false]);
  });

  it('is exact behind a reply: its context and what it wrote', () => {
    reply();
    const { tokens, exact, model, estimated, response } = usageOf(writer);
    assert.deepEqual([tokens, exact, model, estimated], [30_400, true, OPUS, []]);
    assert.equal(response?.contextTokens, 30_000);
  });

  it('adds what came since, as an estimate', () => {
    reply();
    const uuid = writer.prompt(text(250));
    writer.attachment('edited_text_file', { filename: '/a' }, [text(40)]);
    const { tokens, exact, estimated } = usageOf(writer);
    assert.deepEqual([tokens, exact], [30_690, false]);
    assert.deepEqual(
      estimated.map((entry) => entry.kind),
      ['user', 'attachment'],
    );
    assert.equal(estimated[0]?.uuid, uuid);
  });

  it('stays exact when nothing of any size came since', () => {
    reply();
    writer.system('turn_duration', { durationMs: 1 });
    writer.title('ai', 'Some title').lastPrompt();
    assert.deepEqual(numberOf(writer), [30_400, true]);
  });

  describe('while a reply streams', () => {
    it('takes what stands there for what it wrote', () => {
      writer.response({ blocks: [thought(80), said(300)], stopReason: null, ...usage(30_000, 2) });
      const { tokens, exact, estimated } = usageOf(writer);
      assert.deepEqual([tokens, exact, estimated.length], [30_380, false, 2]);
    });

    it('believes a count that is already larger', () => {
      writer.response({ blocks: [said(300)], stopReason: null, ...usage(30_000, 700) });
      assert.deepEqual(numberOf(writer), [30_700, false]);
    });

    it('is exact as soon as one of its lines is final', () => {
      const { messageId } = writer.response({
        blocks: [said(300)],
        stopReason: null,
        ...usage(30_000, 2),
      });
      writer.response({ blocks: [said(100)], messageId, ...usage(30_000, 410) });
      assert.deepEqual(numberOf(writer), [30_410, true]);
    });
  });

  describe('counts along the conversation', () => {
    it('all results of parallel calls', () => {
      const { toolUseIds } = writer.response({ blocks: [read, read, read], ...usage(30_000, 180) });
      for (const [index, id] of toolUseIds.entries())
        writer.toolResult(id, text(100 * (index + 1)));
      assert.deepEqual(numberOf(writer), [30_180 + 600, false]);
    });

    it('results that stand between the lines of the reply, and its later lines not twice', () => {
      const first = writer.response({ blocks: [read], ...usage(30_000, 180) });
      writer.toolResult(first.toolUseIds[0]!, text(100));
      const second = writer.response({
        blocks: [read, said(90)],
        messageId: first.messageId,
        ...usage(30_000, 180),
      });
      writer.toolResult(second.toolUseIds[0]!, text(200));
      assert.deepEqual(numberOf(writer), [30_180 + 300, false]);
    });

    it('no branch that was left', () => {
      reply();
      const leaf = writer.leafUuid;
      writer.prompt(text(5000));
      writer.response({ blocks: [said(700)], ...usage(90_000, 800) });
      writer.branch(leaf);
      writer.prompt(text(70));
      assert.deepEqual(numberOf(writer), [30_470, false]);
    });

    it('no subagent', () => {
      reply();
      writer.sidechain(() => {
        writer.prompt(text(5000));
        writer.response({ blocks: [said(700)], ...usage(90_000, 800) });
      });
      assert.deepEqual(numberOf(writer), [30_400, true]);
    });
  });

  describe('when a request is refused', () => {
    it('is the size of that request, without the words of the refusal', () => {
      reply();
      writer.apiError('connection');
      assert.deepEqual(numberOf(writer), [30_400, true]);
      writer.prompt(text(100));
      writer.apiError('creditsSubscriber');
      const { tokens, apiError } = usageOf(writer);
      assert.equal(tokens, 30_500);
      assert.equal(apiError?.error.code, 'long_context_credits_required');
      assert.equal(apiError.sinceMs, writer.nowMs);
    });

    it('is over with the next reply', () => {
      reply();
      writer.apiError('creditsApiKey');
      writer.response({ blocks: [said(10)], ...usage(30_500, 20) });
      assert.equal(usageOf(writer).apiError, null);
    });

    it('is over with a compaction', () => {
      reply();
      writer.apiError('creditsSubscriber');
      writer.compaction({ summary: text(500), preTokens: 30_400, postTokens: 500 });
      assert.equal(usageOf(writer).apiError, null);
    });

    it('is over with a compaction that keeps the refused prompt and the refusal word for word', () => {
      reply();
      const preserve = [writer.prompt(text(10)), writer.apiError('creditsSubscriber')];
      writer.compaction({ summary: text(500), preTokens: 30_400, postTokens: 500, preserve });
      assert.equal(usageOf(writer).apiError, null);
      writer.apiError('creditsSubscriber');
      assert.notEqual(usageOf(writer).apiError, null);
    });

    it('is one block from the first refusal of its kind on', () => {
      reply();
      writer.apiError('connection');
      writer.passTime(60_000).apiError('creditsSubscriber');
      const sinceMs = writer.nowMs;
      writer.prompt(text(10));
      writer.apiError('creditsSubscriber');
      assert.equal(usageOf(writer).apiError?.sinceMs, sinceMs);
    });

    it('has no size before the first reply', () => {
      writer.apiError('creditsSubscriber');
      const { tokens, apiError, model } = usageOf(writer);
      assert.deepEqual([tokens, model], [null, null]);
      assert.equal(apiError?.error.code, 'long_context_credits_required');
    });
  });

  describe('thinking', () => {
    /** A turn that thought 300 before a call and 220 before its answer. */
    function turnOf(model: string): void {
      writer = new TranscriptWriter({ model });
      writer.prompt(text(100));
      writer.response({ blocks: [thought(1)], ...usage(20_000, 999) });
      writer.prompt(text(100));
      const { toolUseIds } = writer.response({
        blocks: [thought(1), read],
        ...usage(30_000, 300 + CALL_TOKENS),
      });
      writer.toolResult(toolUseIds[0]!, text(10));
      writer.response({ blocks: [thought(1), said(100)], ...usage(30_400, 220 + 100) });
    }

    for (const model of ['claude-sonnet-4-5', 'claude-opus-4-1', 'claude-haiku-4-5']) {
      it(`of the turn is sent no more from the next prompt on: ${model}`, () => {
        turnOf(model);
        assert.deepEqual(numberOf(writer), [30_720, true]);
        writer.metaPrompt(text(30));
        assert.deepEqual(numberOf(writer), [30_750, false]);
        writer.prompt(text(40));
        assert.deepEqual(numberOf(writer), [30_790 - 300 - 220, false]);
      });
    }

    for (const model of [OPUS, 'claude-sonnet-4-6', 'acme-coder-2']) {
      it(`is kept: ${model}`, () => {
        turnOf(model);
        writer.prompt(text(40));
        assert.deepEqual(numberOf(writer), [30_760, false]);
      });
    }

    it('of a reply that never became final is what its signature tells', () => {
      writer = new TranscriptWriter({ model: 'claude-sonnet-4-5' });
      writer.prompt(text(100));
      writer.response({ blocks: [thought(500), said(100)], stopReason: null, ...usage(30_000, 1) });
      writer.prompt(text(40));
      assert.deepEqual(numberOf(writer), [30_140, false]);
    });
  });

  describe('right after a compaction', () => {
    /** The first reply's context less the first prompt: what is sent with every request. */
    const OVERHEAD = 30_000 - 100;

    it('is overhead and summary, neither the old number nor none', () => {
      reply();
      writer.compaction({ summary: text(500), preTokens: 160_000, postTokens: 500 });
      const { tokens, exact, response, model } = usageOf(writer);
      assert.deepEqual([tokens, exact, response, model], [OVERHEAD + 500, false, null, OPUS]);
    });

    it('counts what was kept, and what came since', () => {
      reply();
      const kept = writer.prompt(text(250));
      writer.compaction({
        summary: text(500),
        preTokens: 160_000,
        postTokens: 500,
        preserve: [kept],
      });
      writer.prompt(text(60));
      const { tokens, estimated } = usageOf(writer);
      assert.equal(tokens, OVERHEAD + 250 + 500 + 60);
      assert.ok(estimated.some(({ uuid }) => uuid === kept));
    });

    it('rests on all entries it estimates, those behind the overhead included', () => {
      reply();
      writer.compaction({ summary: text(500), preTokens: 160_000 });
      assert.deepEqual(
        usageOf(writer).estimated.map(({ kind, blocks }) => [kind, blocks.length]),
        [
          ['user', 1],
          ['user', 1],
        ],
      );
    });

    it('says nothing of what Claude Code printed', () => {
      reply();
      writer.compaction({ summary: text(500), preTokens: 160_000, postTokens: 500 });
      writer.apiError('connection');
      const { tokens, apiError } = usageOf(writer);
      assert.equal(tokens, OVERHEAD + 500);
      assert.match(apiError?.error.text ?? '', /Connection refused/);
    });

    it('is exact again with the first reply, whatever stands in front of the boundary', () => {
      reply();
      writer.compaction({ summary: text(500), preTokens: 160_000, postTokens: 500 });
      writer.prompt(text(60));
      writer.response({ blocks: [said(10)], ...usage(22_000, 30) });
      assert.deepEqual(numberOf(writer), [22_030, true]);
    });

    it('is unknown where no reply ever told what else is sent', () => {
      writer.compaction({ summary: text(500), preTokens: 160_000 });
      assert.deepEqual(numberOf(writer), [null, false]);
    });
  });
});
