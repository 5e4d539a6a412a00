import assert from 'node:assert/strict';
import fc from 'fast-check';
import { BytePairRanks } from '../../../../src/domain/accounting/bytePairRanks';

/** All single bytes first, as every vocabulary has them. */
function linesOf(sequences: readonly string[], perLine = Infinity): string {
  const all = [
    ...Array.from({ length: 256 }, (_, byte) => Buffer.from([byte])),
    ...sequences.map((sequence) => Buffer.from(sequence, 'latin1')),
  ].map((bytes) => bytes.toString('base64'));
  const lines: string[] = [];
  for (let at = 0; at < all.length; at += perLine)
    lines.push(`! ${String(at)} ${all.slice(at, at + perLine).join(' ')}`);
  return `${lines.join('\n')}\n`;
}

function read(text: string): { readonly ranks: BytePairRanks; readonly steps: number } {
  const reading = BytePairRanks.read(text);
  for (let steps = 0; ; steps++) {
    const { done, value } = reading.next();
    if (done === true) return { ranks: value, steps };
  }
}

function count(ranks: BytePairRanks, text: string): number {
  const bytes = Buffer.from(text, 'latin1');
  return ranks.count(bytes, bytes.length);
}

/** Merges what comes first in the list, the leftmost first, until nothing is in it. */
function plainCount(sequences: readonly string[], text: string): number {
  const parts = Array.from(text);
  for (;;) {
    const pairs = parts.slice(1).map((part, at) => `${parts[at]!}${part}`);
    const first = sequences.find((sequence) => pairs.includes(sequence));
    if (sequences.includes(text)) return 1;
    if (first === undefined) return parts.length;
    parts.splice(pairs.indexOf(first), 2, first);
  }
}

describe('BytePairRanks', () => {
  it('merges as plain byte pair encoding does', () => {
    const letters = fc.constantFrom('a', 'b', 'c', '\u00e4', '\u0000');
    const word = (maxLength: number) => fc.string({ unit: letters, maxLength });
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.string({ unit: letters, minLength: 2, maxLength: 6 }), { maxLength: 40 }),
        word(40),
        fc.integer({ min: 1, max: 300 }),
        (sequences, text, perLine) => {
          const { ranks } = read(linesOf(sequences, perLine));
          assert.equal(count(ranks, text), plainCount(sequences, text));
        },
      ),
    );
  });

  it('tells sequences apart that differ in one byte, or in their length', () => {
    const all = Array.from({ length: 3000 }, (_, at) => `x${String(at)}y`);
    const { ranks } = read(linesOf(all));
    for (const each of all) assert.equal(count(ranks, each), 1);
    assert.equal(count(ranks, 'x3000y'), 6);
    assert.equal(count(ranks, 'x12'), 3);
  });

  it('counts nothing in nothing, and looks at no more bytes than it is told', () => {
    const { ranks } = read(linesOf(['ab']));
    assert.equal(ranks.count(Buffer.from('ab'), 0), 0);
    assert.equal(ranks.count(Buffer.from('ab'), 1), 1);
    assert.equal(count(ranks, 'ab'.repeat(500)), 500);
  });

  it('reads many in steps', () => {
    const { ranks, steps } = read(
      linesOf(Array.from({ length: 20_000 }, (_, at) => `${String(at)}-`)),
    );
    assert.ok(steps >= 4, `${String(steps)} steps`);
    assert.equal(count(ranks, '19999-'), 1);
  });
});
