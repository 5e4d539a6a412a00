import assert from 'node:assert/strict';
import fc from 'fast-check';
import { LineSplitter } from '../../../../src/io/sessionFile/lineSplitter';

interface Line {
  text: string | null;
  offset: number;
  length: number;
}

function split(chunks: Buffer[], maxLineBytes?: number): Line[] {
  const splitter = new LineSplitter(0, maxLineBytes);
  const lines: Line[] = [];
  const take = (line: { bytes: Buffer | null; offset: number; length: number }): void => {
    lines.push({
      text: line.bytes?.toString('latin1') ?? null,
      offset: line.offset,
      length: line.length,
    });
  };
  for (const chunk of chunks) {
    const reused = Buffer.from(chunk);
    for (const line of splitter.feed(reused)) take(line);
    reused.fill(0xff); // whoever feeds reuses the buffer
  }
  for (const line of splitter.flush()) take(line);
  return lines;
}

describe('LineSplitter', () => {
  it('yields the same lines for any split of the bytes', () => {
    const bytes = fc.array(fc.constantFrom(0x0a, 0x0d, 0x61, 0xe2, 0x80, 0xa8, 0x00), {
      maxLength: 60,
    });
    const cuts = fc.array(fc.nat(60), { maxLength: 12 });
    fc.assert(
      fc.property(bytes, cuts, (content, at) => {
        const whole = Buffer.from(content);
        const edges = [
          0,
          ...at.map((cut) => Math.min(cut, whole.length)).sort((a, b) => a - b),
          whole.length,
        ];
        const chunks = edges.slice(1).map((end, index) => whole.subarray(edges[index], end));
        assert.deepEqual(split(chunks), split([whole]));
      }),
    );
  });

  it('splits at line feeds only, and says where each line stands', () => {
    const text = 'one\u2028still one\r\n\ntwo';
    assert.deepEqual(split([Buffer.from(text)]), [
      { text: Buffer.from('one\u2028still one\r').toString('latin1'), offset: 0, length: 16 },
      { text: '', offset: 17, length: 0 },
      { text: 'two', offset: 18, length: 3 },
    ]);
  });

  it('skips a line that is too long without holding it, and goes on with the next', () => {
    const lines = split(
      [Buffer.from('short\nlong l'), Buffer.from('ong lo'), Buffer.from('ng\nnext\n')],
      8,
    );
    assert.deepEqual(lines, [
      { text: 'short', offset: 0, length: 5 },
      { text: null, offset: 6, length: 14 },
      { text: 'next', offset: 21, length: 4 },
    ]);
  });

  it('keeps the torn last line until its line feed comes', () => {
    const splitter = new LineSplitter();
    assert.deepEqual([...splitter.feed(Buffer.from('torn'))], []);
    assert.equal(splitter.tornBytes, 4);
    assert.deepEqual(
      [...splitter.feed(Buffer.from(' no more\n'))].map((line) => line.bytes?.toString()),
      ['torn no more'],
    );
  });
});
