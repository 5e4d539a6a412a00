import assert from 'node:assert/strict';
import { finishedThinking } from '../../../../src/domain/accounting/finishedThinking';
import { activeChain } from '../../../../src/domain/transcript/activeChain';
import { transcriptOf } from '../../../fixtures/transcriptOf';
import { TranscriptWriter } from '../../../fixtures/transcriptWriter';

const MODEL = 'claude-opus-5-5';
const THINKING = { type: 'thinking', signatureLength: 900 } as const;
const CALL = { type: 'tool_use', name: 'Bash', input: { command: 'ls' } } as const;
const TEXT = { type: 'text', text: 'Done.' } as const;

describe('finishedThinking', () => {
  let writer: TranscriptWriter;
  beforeEach(() => {
    writer = new TranscriptWriter({ model: MODEL });
    writer.prompt('Look around.');
  });

  /** The lines that thought, and whether their thinking may go. */
  function told(lines = writer.lines, model: string | null = MODEL): readonly boolean[] {
    const chain = activeChain(transcriptOf(Buffer.from(`${lines.join('\n')}\n`)));
    const finished = finishedThinking(chain, model);
    return chain.entries
      .filter(({ blocks }) => blocks.some(({ kind }) => kind === 'thinking'))
      .map((entry) => finished.has(entry));
  }

  function callAndResult(): void {
    const { toolUseIds } = writer.response({ blocks: [THINKING, CALL], stopReason: 'tool_use' });
    writer.toolResult(toolUseIds[0]!, 'a.ts');
  }

  it('is none of a turn that still runs', () => {
    callAndResult();
    callAndResult();
    assert.deepEqual(told(), [false, false]);
  });

  it('is all of a turn whose reply called nothing, once a prompt has followed', () => {
    callAndResult();
    writer.response({ blocks: [THINKING, TEXT], stopReason: 'end_turn' });
    assert.deepEqual(told(), [false, false], 'it is the newest turn');
    writer.prompt('And now?');
    callAndResult();
    assert.deepEqual(told(), [true, true, false]);
  });

  it('is none of a turn that was broken off at a call, until a later one has ended', () => {
    callAndResult();
    writer.prompt('Never mind.');
    assert.deepEqual(told(), [false], 'the results of the call and the prompt go back together');
    writer.response({ blocks: [THINKING, TEXT], stopReason: null });
    writer.prompt('And now?');
    assert.deepEqual(told(), [true, true], 'whatever early releases say of how a reply ended');
  });

  it('is none of another model, which is not sent anyway', () => {
    writer.response({ blocks: [THINKING, TEXT] });
    writer.prompt('Go on.');
    assert.deepEqual(told(), [true]);
    assert.deepEqual(told(writer.lines, 'claude-fable-5'), [false]);
    assert.deepEqual(told(writer.lines, null), [false]);
  });

  it('is not ended by what Claude Code writes in the user’s place, nor by an error of the API', () => {
    callAndResult();
    writer.metaPrompt('<system-reminder>The time is 14:02.</system-reminder>');
    writer.apiError('creditsSubscriber');
    assert.deepEqual(told(), [false]);
  });

  it('stays where its reply holds nothing else, or its record does', () => {
    writer.response({ blocks: [THINKING], stopReason: 'end_turn' });
    writer.prompt('Go on.');
    assert.deepEqual(told(), [false]);
    writer.response({ blocks: [THINKING, TEXT], stopReason: 'end_turn' });
    writer.prompt('And now?');
    const [alone] = writer.lines.slice(-3);
    assert.deepEqual(told(), [false, true]);
    const record = JSON.parse(alone!) as { message: { content: unknown[] } };
    record.message.content.push({ type: 'text', text: 'Beside it.' });
    const beside = writer.lines.map((line) => (line === alone ? JSON.stringify(record) : line));
    assert.deepEqual(told(beside), [false, false]);
  });
});
