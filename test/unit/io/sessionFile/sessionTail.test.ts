import assert from 'node:assert/strict';
import {
  appendFileSync,
  mkdtempSync,
  renameSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SessionTail } from '../../../../src/io/sessionFile/sessionTail';

describe('SessionTail', () => {
  let directory: string;
  let path: string;
  let lines: string[];
  let numbers: number[];
  let failed: number[];
  let resets: number;
  let tail: SessionTail;

  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'tail-'));
    path = join(directory, 'session.jsonl');
    lines = [];
    numbers = [];
    failed = [];
    resets = 0;
    tail = new SessionTail(path, {
      onDidReset: () => {
        resets++;
        lines = [];
        numbers = [];
      },
      onDidReadLine: (line, number) => {
        if (line.bytes?.toString() === 'throw') throw new Error('Expected.');
        lines.push(line.bytes?.toString() ?? '');
        numbers.push(number);
      },
      onDidFail: (_, number) => failed.push(number),
    });
  });

  afterEach(() => rmSync(directory, { recursive: true }));

  it('reads only whole lines, and each of them once', async () => {
    writeFileSync(path, 'a\nb\nto');
    assert.equal(await tail.read(), 'appended');
    assert.deepEqual(lines, ['a', 'b']);
    appendFileSync(path, 'rn\nc\n');
    await tail.read();
    assert.deepEqual(lines, ['a', 'b', 'torn', 'c']);
    assert.deepEqual(numbers, [1, 2, 3, 4]);
    assert.equal(await tail.read(), 'unchanged');
    assert.equal(resets, 0);
  });

  it('reads a file anew that was truncated', async () => {
    writeFileSync(path, 'a\nb\nc\n');
    await tail.read();
    truncateSync(path, 2);
    appendFileSync(path, 'x\n');
    await tail.read();
    assert.deepEqual(lines, ['a', 'x']);
    assert.equal(resets, 1);
  });

  it('reads a file anew that was replaced by a longer one', async () => {
    writeFileSync(path, 'a\nb\n');
    await tail.read();
    writeFileSync(`${path}.tmp`, 'a\nb\nc\nd\n');
    renameSync(`${path}.tmp`, path);
    await tail.read();
    assert.deepEqual(lines, ['a', 'b', 'c', 'd']);
    assert.equal(resets, 1);
  });

  it('reads a file anew that was rewritten in place and grew', async () => {
    writeFileSync(path, 'a\nb\n');
    await tail.read();
    writeFileSync(path, 'a\nB\nc\n');
    await tail.read();
    assert.deepEqual(lines, ['a', 'B', 'c']);
    assert.equal(resets, 1);
  });

  it('notices a change in front of the last bytes, far behind the head', async () => {
    const filler = 'x'.repeat(9000);
    writeFileSync(path, `${filler}\nold\n`);
    await tail.read();
    writeFileSync(path, `${filler}\nnew\nmore\n`);
    await tail.read();
    assert.deepEqual(lines, [filler, 'new', 'more']);
  });

  it('says what stands in the way instead of throwing, and goes on when it is gone', async () => {
    assert.equal(await tail.read(), 'missing');
    const atDirectory = new SessionTail(directory, {
      onDidFail: () => undefined,
      onDidReset: () => undefined,
      onDidReadLine: () => undefined,
    });
    assert.equal(await atDirectory.read(), 'unreadable');
    writeFileSync(path, 'a\n');
    assert.equal(await tail.read(), 'appended');
    assert.deepEqual(lines, ['a']);
  });

  it('never misses an append that comes while it reads', async () => {
    writeFileSync(path, 'first\n');
    const expected = ['first'];
    for (let round = 0; round < 50; round++) {
      const reading = tail.read();
      appendFileSync(path, `round ${String(round)}\n`);
      expected.push(`round ${String(round)}`);
      await Promise.all([reading, tail.read()]);
      assert.deepEqual(lines, expected);
    }
  });

  it('goes on with the next line where its reader threw', async () => {
    writeFileSync(path, 'a\nthrow\nb\nthrow\nc\nthrow');
    assert.equal(await tail.read(), 'appended');
    tail.flush();
    assert.deepEqual(lines, ['a', 'b', 'c']);
    assert.deepEqual(numbers, [1, 3, 5]);
    assert.deepEqual(failed, [2, 4, 6]);
  });

  it('hands over a last line without line feed when asked', async () => {
    writeFileSync(path, 'a\nlast');
    await tail.read();
    tail.flush();
    assert.deepEqual(lines, ['a', 'last']);
  });
});
