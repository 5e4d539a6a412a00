import assert from 'node:assert/strict';
import {
  appendFileSync,
  mkdirSync,
  statSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { silentLog } from '../../../../src/log';
import {
  localFileSystem,
  type SessionFileSystem,
} from '../../../../src/io/sessionFile/sessionFileSystem';
import { readSession, readUnchanged } from '../../../../src/operations/reading/readSession';
import { TranscriptWriter } from '../../../fixtures/transcriptWriter';
import { useTemporaryDirectory } from '../../../fixtures/temporaryDirectory';

/** Does something when a file was opened, before it is read. */
function meanwhile(act: () => void): SessionFileSystem {
  return {
    ...localFileSystem,
    openToRead: async (path) => {
      const file = await localFileSystem.openToRead(path);
      act();
      return file;
    },
  };
}

describe('readSession', () => {
  const directory = useTemporaryDirectory();
  let path: string;
  let writer: TranscriptWriter;
  beforeEach(() => {
    path = directory.path('one.jsonl');
    writer = new TranscriptWriter({ sessionId: 'one' });
    writer.prompt('first');
    writer.prompt('second');
  });
  /** How many entries were read, else what stood in the way. */
  const entries = (
    read: Awaited<ReturnType<typeof readUnchanged> | ReturnType<typeof readSession>>,
  ): number | string => ('problem' in read ? read.problem : read.transcript.conversation.length);
  const unchanged = async (fileSystem = localFileSystem): Promise<number | string> =>
    entries(await readUnchanged(path, { fileSystem, log: silentLog }));

  it('reads a file to its end, the torn last line included, and tells which file it was', async () => {
    writeFileSync(path, writer.toString().trimEnd());
    const read = await readSession(path);
    assert.ok(!('problem' in read));
    assert.equal(read.transcript.conversation.length, 2);
    const { ino, size, mtimeNs } = statSync(path, { bigint: true });
    const { state } = read;
    assert.deepEqual([state.ino, state.sizeBytes, state.mtimeNs], [ino, Number(size), mtimeNs]);
  });

  it('costs a line that fails nothing but that line', async () => {
    writer.raw('no JSON').prompt('third');
    writer.appendTo(path);
    const read = await readSession(path);
    assert.ok(!('problem' in read));
    assert.deepEqual(
      [read.transcript.conversation.length, read.transcript.malformed.map(({ line }) => line)],
      [3, [3]],
    );
  });

  it('says what stands in the way', async () => {
    assert.equal(entries(await readSession(path)), 'missing');
    assert.equal(await unchanged(), 'missing');
    mkdirSync(path);
    assert.equal(entries(await readSession(path)), 'unreadable');
    assert.equal(await unchanged(), 'unreadable');
  });

  it('ends when it is cancelled', async () => {
    writer.appendTo(path);
    assert.equal(entries(await readSession(path, { signal: AbortSignal.abort() })), 'cancelled');
  });

  it('follows a symlink, but never for what is to be rewritten', async () => {
    writer.appendTo(directory.path('real.jsonl'));
    symlinkSync('real.jsonl', path);
    assert.equal(entries(await readSession(path)), 2);
    assert.equal(await unchanged(), 'symlink');
  });

  it('is of one moment for what is to be rewritten: not of a file that changed meanwhile', async () => {
    writer.appendTo(path);
    writer.prompt('third');
    const rest = `${writer.lines.at(-1)!}\n`;
    const start = writer.toString().indexOf('\n') + 1;
    const changes = [() => appendFileSync(path, rest), () => truncateSync(path, start)];
    for (const change of changes) assert.equal(await unchanged(meanwhile(change)), 'changed');
    assert.equal(await unchanged(), 1);
  });
});
