import assert from 'node:assert/strict';
import { tokenizerOf } from '../../../../src/domain/accounting/tokenizerOf';
import { CALL_TOKENS, text } from '../../../fixtures/plainSizes';
import { pngImage } from '../../../fixtures/pngImage';
import { toldReply } from '../../../fixtures/toldReply';
import { transcriptOf } from '../../../fixtures/transcriptOf';
import { TranscriptWriter } from '../../../fixtures/transcriptWriter';

const OLD = 'claude-opus-4-6';
/** Bytes of 1,000 tokens, as an older tokenizer counts, and as a newer one does. */
const [FEW, MANY] = [3200, 2200];

describe('tokenizerOf', () => {
  let writer: TranscriptWriter;
  let contextTokens: number;
  beforeEach(() => {
    writer = new TranscriptWriter({ model: OLD });
    contextTokens = 20_000;
    writer.prompt(text(100));
  });

  interface Round {
    readonly bytes?: number;
    readonly tokens?: number;
    readonly model?: string;
    readonly stopReason?: null;
    /** What comes in with the result. */
    readonly beside?: () => unknown;
  }
  /** A call and what came of it; the next reply tells its size. */
  const round = ({ bytes = MANY, tokens = 1000, beside, ...rest }: Round): void => {
    const id = toldReply(writer, contextTokens, CALL_TOKENS, rest);
    writer.toolResult(id, text(bytes));
    beside?.();
    contextTokens += CALL_TOKENS + tokens;
  };
  const rounds = (count: number, each: Round = {}): void => {
    for (let at = 0; at < count; at++) round(each);
  };
  const found = (model = OLD): string => {
    toldReply(writer, contextTokens, 10, { says: 10, model });
    return tokenizerOf(transcriptOf(writer.toString()), model);
  };
  const ofName = (model: string | null): string => tokenizerOf(transcriptOf(''), model);

  it('goes by the name where nothing else is known', () => {
    for (const model of ['claude-opus-4-7', 'claude-opus-5-5', 'claude-sonnet-5[1m]'])
      assert.equal(ofName(model), 'new');
    for (const model of [OLD, 'claude-sonnet-4-5-20250929', 'own-model', '', null])
      assert.equal(ofName(model), 'old');
  });

  it('believes the name of a new one, whatever its results show', () => {
    rounds(12, { bytes: FEW, model: 'claude-opus-5-5' });
    assert.equal(found('claude-opus-5-5'), 'new');
  });

  it('takes an older name for a new one where eight results show it', () => {
    rounds(7);
    assert.equal(found(), 'old');
    rounds(1);
    assert.equal(found(), 'new');
  });

  it('leaves an older name where results show what it counts', () => {
    rounds(20, { bytes: FEW });
    assert.equal(found(), 'old');
  });

  for (const [bytes, generation] of [
    [2349, 'new'],
    [2350, 'old'],
  ] as const)
    it(`takes ${String(bytes)} bytes of 1,000 tokens for ${generation}`, () => {
      rounds(8, { bytes });
      assert.equal(found(), generation);
    });

  it('goes by the median: a few other results make no difference', () => {
    rounds(6);
    rounds(5, { bytes: FEW });
    assert.equal(found(), 'new');
    rounds(1, { bytes: FEW });
    assert.equal(found(), 'old');
  });

  it('goes by the newest fifteen, so it turns back where those say so', () => {
    rounds(40);
    rounds(7, { bytes: FEW });
    assert.equal(found(), 'new');
    rounds(1, { bytes: FEW });
    assert.equal(found(), 'old');
    rounds(7);
    assert.equal(found(), 'old');
    rounds(1);
    assert.equal(found(), 'new');
  });

  it('counts no result of less than 500 tokens', () => {
    rounds(20, { bytes: 1000, tokens: 499 });
    assert.equal(found(), 'old');
    rounds(8, { bytes: 1000, tokens: 500 });
    assert.equal(found(), 'new');
  });

  it('counts none of several results', () => {
    for (let at = 0; at < 12; at++) {
      const { toolUseIds } = writer.response({
        blocks: ['/a', '/b'].map((path) => ({
          type: 'tool_use',
          name: 'Read',
          input: { file_path: path },
        })),
        usage: { contextTokens, outputTokens: 2 * CALL_TOKENS },
      });
      for (const id of toolUseIds) writer.toolResult(id, text(MANY / 2));
      contextTokens += 2 * CALL_TOKENS + 1000;
    }
    assert.equal(found(), 'old');
  });

  for (const [what, beside] of [
    ['an attachment', () => writer.attachment('edited_text_file', {}, [text(40)])],
    ['a prompt', () => writer.prompt(text(40))],
  ] as const)
    it(`counts none beside which ${what} came`, () => {
      rounds(12, { beside });
      assert.equal(found(), 'old');
    });

  it('counts one beside which nothing came that is sent', () => {
    rounds(8, { beside: () => writer.attachment('session_context') });
    assert.equal(found(), 'new');
  });

  it('counts no result with a picture in it', () => {
    const png = pngImage({ width: 100, height: 100 });
    for (let at = 0; at < 12; at++) {
      const id = toldReply(writer, contextTokens, CALL_TOKENS);
      writer.toolResult(id, [
        { type: 'text', text: text(MANY) },
        { type: 'image', png },
      ]);
      contextTokens += CALL_TOKENS + 1000;
    }
    assert.equal(found(), 'old');
  });

  it('counts none behind a reply that is not finished, as in old releases', () => {
    rounds(12, { stopReason: null });
    assert.equal(found(), 'old');
  });

  it('counts none between two models', () => {
    for (let at = 0; at < 24; at++) round({ model: at % 2 === 0 ? OLD : 'claude-sonnet-4-6' });
    assert.equal(found(), 'old');
  });

  it('tells nothing of one model by the results of another', () => {
    rounds(12, { model: 'claude-sonnet-4-6' });
    toldReply(writer, contextTokens, 10, { says: 10, model: 'claude-sonnet-4-6' });
    assert.equal(found(), 'old');
    assert.equal(
      tokenizerOf(transcriptOf(writer.toString()), 'claude-sonnet-4-6'),
      'new',
      'of the other it does',
    );
  });
});
