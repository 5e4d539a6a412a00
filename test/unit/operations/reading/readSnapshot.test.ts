import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import type { Snapshot } from '../../../../src/domain/accounting/snapshot';
import { NO_CONTROLS } from '../../../../src/io/claudeSettings/claudeControls';
import { silentLog } from '../../../../src/log';
import { readSnapshot, type ReadProblem } from '../../../../src/operations/reading/readSnapshot';
import { TranscriptWriter } from '../../../fixtures/transcriptWriter';
import { useTemporaryDirectory } from '../../../fixtures/temporaryDirectory';

describe('readSnapshot', () => {
  const directory = useTemporaryDirectory();
  let path: string;
  let writer: TranscriptWriter;
  beforeEach(() => {
    path = directory.path('one.jsonl');
    writer = new TranscriptWriter({ sessionId: 'one', cwd: '/home/dev/größe' });
    writer.prompt('Add CSV import');
    writer.response({
      blocks: [{ type: 'text', text: 'done' }],
      usage: { contextTokens: 30_000, outputTokens: 400 },
    });
  });

  /** @param limitOf by where the session runs. */
  function read(
    from = path,
    limitOf: (cwd: string | null) => number = () => 0,
  ): Promise<Snapshot | { problem: ReadProblem }> {
    return readSnapshot(from, {
      log: silentLog,
      loadTokenCount: () => Promise.resolve(() => 1000),
      settingsFor: (cwd) =>
        Promise.resolve({
          limitTokens: limitOf(cwd),
          usageCreditsWall: 'auto',
          controls: NO_CONTROLS,
        }),
    });
  }
  async function snapshotFrom(...from: Parameters<typeof read>): Promise<Snapshot> {
    const snapshot = await read(...from);
    assert.ok(!('problem' in snapshot));
    return snapshot;
  }

  it('reads all of a session, and counts it', async () => {
    writer.prompt('go on');
    writer.appendTo(path);
    const { sessionId, title, usage, isComplete } = await snapshotFrom();
    assert.deepEqual(
      { sessionId, title, usage, isComplete },
      {
        sessionId: 'one',
        title: 'Add CSV import',
        usage: { tokens: 30_400 + 1010, exact: false },
        isComplete: true,
      },
    );
  });

  it('goes by the settings of the folder that the session names', async () => {
    writer.appendTo(path);
    const { limit } = await snapshotFrom(path, (cwd) => (cwd === '/home/dev/größe' ? 64_000 : 0));
    assert.equal(limit.tokens, 64_000);
  });

  it('reads a torn last line that is whole, and passes over one that is not', async () => {
    writeFileSync(path, writer.toString().trimEnd());
    assert.equal((await snapshotFrom()).usage.tokens, 30_400);
    writeFileSync(path, `${writer.toString()}{"type":"assistant","mess`);
    const { usage, skippedLines } = await snapshotFrom();
    assert.deepEqual([usage, skippedLines], [{ tokens: 30_400, exact: true }, 1]);
  });

  it('follows a symlink', async () => {
    writer.appendTo(path);
    symlinkSync('one.jsonl', directory.path('link.jsonl'));
    assert.equal((await snapshotFrom(directory.path('link.jsonl'))).usage.tokens, 30_400);
  });

  it('takes a session without a reply for one', async () => {
    writeFileSync(path, `${writer.lines[0]!}\n`);
    const { sessionId, usage } = await snapshotFrom();
    assert.deepEqual([sessionId, usage.tokens], ['one', null]);
  });

  const contents: [what: string, content: string | Buffer][] = [
    ['nothing', ''],
    ['empty lines', '\n\r\n\n'],
    ['bytes', Buffer.from(Array.from({ length: 4096 }, (_, index) => (index * 7) % 256))],
    ['prose', 'Dear diary,\ntoday I counted tokens.\n'],
    ['JSON of another kind', '{"name":"ledger","version":"1.0.0"}\n[1,2]\n"text"\n'],
    ['one long line', 'x'.repeat(300_000)],
  ];
  for (const [what, content] of contents) {
    it(`finds no session in ${what}`, async () => {
      writeFileSync(path, content);
      assert.deepEqual(await read(), { problem: 'noSession' });
    });
  }

  it('says what stands in the way', async () => {
    assert.deepEqual(await read(), { problem: 'missing' });
    assert.deepEqual(await read(directory.path('no', 'such', 'directory.jsonl')), {
      problem: 'missing',
    });
    symlinkSync('loop.jsonl', directory.path('loop.jsonl'));
    mkdirSync(directory.path('directory'));
    const unreadable = [directory.path('directory'), directory.path('loop.jsonl')];
    if (process.platform !== 'win32') {
      execFileSync('mkfifo', [directory.path('pipe')]);
      unreadable.push(directory.path('pipe'));
    }
    for (const from of unreadable)
      assert.deepEqual(await read(from), { problem: 'unreadable' }, from);
  });

  if (process.platform !== 'win32' && process.getuid?.() !== 0) {
    it('says that it may not read a file', async () => {
      writer.appendTo(path);
      chmodSync(path, 0);
      assert.deepEqual(await read(), { problem: 'unreadable' });
    });
  }
});
