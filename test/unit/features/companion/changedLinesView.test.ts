import assert from 'node:assert/strict';
import fc from 'fast-check';
import { changedLines } from '../../../../src/features/companion/changedLinesView';

const shown = (before: string, after: string): string[] =>
  changedLines(before, after).map(
    ({ kind, number, text }) =>
      `${{ same: ' ', added: '+', removed: '-', gap: '…' }[kind]}${String(number ?? '')} ${text}`,
  );

describe('changedLines', () => {
  it('shows what is added with a line on both sides, by the numbers of the new text', () => {
    const before = '{\n  "a": 1,\n  "b": 2,\n  "c": 3,\n  "d": 4\n}\n';
    const after = '{\n  "a": 1,\n  "x": 0,\n  "b": 2,\n  "c": 3,\n  "d": 4,\n  "y": 0\n}\n';
    assert.deepEqual(shown(before, after), [
      ' 2   "a": 1,',
      '+3   "x": 0,',
      ' 4   "b": 2,',
      '… ',
      ' 6   "d": 4,',
      '+7   "y": 0',
      ' 8 }',
    ]);
  });

  it('shows what goes, a whole file, and nothing where nothing changes', () => {
    assert.deepEqual(shown('a\nb\nc\n', 'a\nc\n'), [' 1 a', '- b', ' 2 c']);
    assert.deepEqual(shown('', 'a\nb\n'), ['+1 a', '+2 b']);
    assert.deepEqual(shown('a\n', ''), ['- a']);
    assert.deepEqual(shown('a\nb\n', 'a\nb\n'), []);
    assert.deepEqual(shown('{"a":1}', '{"a":1,"b":2}'), ['- {"a":1}', '+1 {"a":1,"b":2}']);
  });

  it('takes Windows line ends, a byte order mark and control characters', () => {
    assert.deepEqual(shown('\ufeffa\r\n\tb\r\n', '\ufeffa\r\n\u001b[31mx\u202e\r\n\tb\r\n'), [
      ' 1 a',
      '+2 x',
      ' 3     b',
    ]);
  });

  it('shows of huge changes a part, and takes no time for it', () => {
    const text = (word: string): string => `${word}\n`.repeat(20_000);
    const startedMs = performance.now();
    assert.equal(changedLines(text('a'), text('b')).length, 61);
    assert.ok(performance.now() - startedMs < 1000);
  });

  it('tells all of what is added and removed, whatever the texts are', () => {
    const lines = fc.array(fc.constantFrom('a', 'b', 'c'), { maxLength: 12 });
    fc.assert(
      fc.property(lines, lines, (before, after) => {
        const told = changedLines(before.join('\n'), after.join('\n'));
        const count = (kind: string): number => told.filter((line) => line.kind === kind).length;
        assert.equal(count('added') - count('removed'), after.length - before.length);
        for (const { kind, number, text } of told)
          if (kind === 'added' || kind === 'same') assert.equal(after[number! - 1], text);
      }),
    );
  });
});
