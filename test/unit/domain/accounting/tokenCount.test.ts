import assert from 'node:assert/strict';
import fc from 'fast-check';
import { getEncoding } from 'js-tiktoken';
import ranks from 'js-tiktoken/ranks/o200k_base';
import { loadTokenCount } from '../../../../src/domain/accounting/loadTokenCount';
import type { TokenCount } from '../../../../src/domain/accounting/tokenCount';

describe('tokenCount', () => {
  const encoder = getEncoding('o200k_base');
  const encoded = (text: string): number => encoder.encode(text, [], []).length;
  let count: TokenCount;

  before('load the vocabulary', async () => (count = await loadTokenCount()));

  it('counts what the encoder counts, for texts whose runs are short', () => {
    const words = fc.array(
      fc.oneof(
        fc.constantFrom(
          'const',
          ' value',
          ' =',
          ' "grüße"',
          ';\n',
          '    ',
          'return',
          '12345',
          '漢字',
          '😀',
          "it's",
          '\r\n',
        ),
        fc.string({ maxLength: 6 }),
      ),
      { maxLength: 60 },
    );
    fc.assert(
      fc.property(words, (parts) => {
        const text = parts.join('');
        fc.pre(
          Array.from(text.matchAll(new RegExp(ranks.pat_str, 'gu'))).every(
            ([piece]) => piece.length <= (/\p{Script=Han}/u.test(piece) ? 4 : 16),
          ),
        );
        assert.equal(count(text), encoded(text));
      }),
      { numRuns: 200 },
    );
  });

  it('counts longer runs in parts, each as the encoder counts it', () => {
    const runs: [run: string, length: number][] = [
      ['abcdefgh'.repeat(9), 32],
      [' \t'.repeat(40), 32],
      ['größe'.repeat(20), 32],
      ['─═'.repeat(30), 16],
      ['漢字かな'.repeat(12), 4],
    ];
    for (const [run, length] of runs) {
      const parts = Array.from({ length: Math.ceil(run.length / length) }, (_, at) =>
        run.slice(at * length, (at + 1) * length),
      );
      assert.equal(
        count(run),
        parts.reduce((sum, part) => sum + encoded(part), 0),
        run,
      );
    }
  });

  it('takes the names of special tokens for the text that they are', () => {
    assert.ok(count('<|endoftext|>') > 3);
  });

  const runs: [string, string][] = [
    ['one letter', 'a'.repeat(200_000)],
    ['spaces', ' '.repeat(200_000)],
    ['line feeds', '\n'.repeat(200_000)],
    ['box drawing', '─'.repeat(200_000)],
    [
      'ideographs',
      Array.from({ length: 200_000 }, (_, at) =>
        String.fromCharCode(0x4e00 + ((at * 7919) % 20_000)),
      ).join(''),
    ],
    ['emoji', '😀'.repeat(100_000)],
    ['lone surrogates', '\ud83d'.repeat(10_000)],
  ];
  for (const [name, text] of runs) {
    it(`ends on 200,000 ${name}`, function () {
      this.timeout(20_000); // a quadratic count takes minutes
      const tokens = count(text);
      assert.ok(tokens > 0 && tokens <= text.length * 3);
    });
  }

  it('extrapolates huge texts within a few per cent', () => {
    const paragraph =
      'The ledger keeps one row per booking; amounts are integers in cents, never floats.\n';
    const text = paragraph.repeat(20_000);
    const real = count(paragraph) * 20_000;
    assert.ok(Math.abs(count(text) - real) / real < 0.03);
  });
});
