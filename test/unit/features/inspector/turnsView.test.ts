import assert from 'node:assert/strict';
import fc from 'fast-check';
import { parseToInspectorPage } from '../../../../src/features/inspector/protocol';
import { turnsMessage } from '../../../../src/features/inspector/turnsView';
import { hostileText } from '../../../fixtures/hostileTexts';

describe('turnsMessage', () => {
  it('tells the first words of each prompt, on one line', () => {
    const { turns } = turnsMessage({
      prompts: [
        { turn: 3, words: 'Wire the\nmapping \u001b[1mstep' },
        { turn: 4, words: '\u200b' },
        { turn: 5, words: 'x'.repeat(240) },
      ],
    });
    assert.deepEqual(
      turns.map(({ turn, words }) => [turn, words.length]),
      [
        [3, 21],
        [5, 80],
      ],
    );
    assert.equal(turns[0]?.words, 'Wire the mapping step');
  });

  it('fits the protocol whatever was typed, and stays small', () => {
    fc.assert(
      fc.property(fc.array(hostileText(), { maxLength: 30 }), (texts) => {
        const prompts = texts.map((words, turn) => ({ turn, words }));
        return parseToInspectorPage(turnsMessage({ prompts })) !== null;
      }),
    );
    const most = Array.from({ length: 1000 }, (_, turn) => ({ turn, words: '漢'.repeat(240) }));
    assert.ok(Buffer.byteLength(JSON.stringify(turnsMessage({ prompts: most }))) < 300_000);
  });
});
