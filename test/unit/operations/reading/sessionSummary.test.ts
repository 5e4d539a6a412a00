import assert from 'node:assert/strict';
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { sessionFileAt } from '../../../../src/io/sessions/sessionFiles';
import {
  readEnds,
  summaryOf,
  type SessionSummary,
} from '../../../../src/operations/reading/sessionSummary';
import { TranscriptWriter } from '../../../fixtures/transcriptWriter';
import { useTemporaryDirectory } from '../../../fixtures/temporaryDirectory';

describe('SessionSummary', () => {
  const directory = useTemporaryDirectory();
  let path: string;
  beforeEach(() => {
    path = directory.write('one.jsonl');
  });

  async function summaryAs(
    content: { toString(): string },
    isLive = false,
  ): Promise<SessionSummary> {
    writeFileSync(path, content.toString());
    const file = (await sessionFileAt(path))!;
    return summaryOf({ ...file, cwd: '/home/dev/elsewhere' }, (await readEnds(file)).ends, isLive);
  }
  function session(): TranscriptWriter {
    const writer = new TranscriptWriter({ model: 'claude-opus-5-5' });
    writer.prompt('Räume auf');
    writer.response({
      blocks: [{ type: 'text', text: 'done' }],
      usage: { contextTokens: 30_000, outputTokens: 400 },
    });
    return writer;
  }

  it('tells what a session is recognised by', async () => {
    const { mtimeMs, cache, ...summary } = await summaryAs(session(), true);
    assert.equal(cache?.lifetimeMs, 300_000);
    assert.ok(Math.abs(mtimeMs - Date.now()) < 60_000);
    assert.deepEqual(summary, {
      path,
      sessionId: 'one',
      cwd: '/home/dev/elsewhere',
      title: 'Räume auf',
      gitBranch: 'main',
      model: 'claude-opus-5-5',
      tokens: 30_400,
      isExact: true,
      isOpen: true,
    });
  });

  it('estimates what no reply has counted yet', async () => {
    const writer = session();
    writer.prompt('x'.repeat(2270));
    const { tokens, isExact } = await summaryAs(writer);
    assert.deepEqual([tokens, isExact], [30_400 + 1010, false]);
  });

  it('takes the name given at the end of a session, else its first prompt, from whichever end of a long file', async () => {
    const writer = session();
    for (let turn = 0; turn < 20; turn++) {
      writer.prompt('x'.repeat(20_000));
      writer.response({
        blocks: [{ type: 'text', text: 'done' }],
        usage: { contextTokens: 40_000, outputTokens: 1 },
      });
    }
    assert.equal((await summaryAs(writer)).title, 'Räume auf');
    assert.equal((await summaryAs(writer.title('custom', 'Mine'))).title, 'Mine');
  });

  it('has a title but no size before the first reply', async () => {
    const writer = new TranscriptWriter();
    writer.prompt('Just begun');
    const { title, tokens, model } = await summaryAs(writer);
    assert.deepEqual([title, tokens, model], ['Just begun', null, null]);
  });

  for (const content of ['', '\0\u0001', '{"a":1}\n', '[]\n', '{"type":"user"']) {
    it(`knows nothing of ${JSON.stringify(content)}, and that this is all`, async () => {
      const { title, tokens, model } = await summaryAs(content);
      assert.deepEqual([title, tokens, model], [null, null, null]);
      assert.ok((await readEnds({ path })).isWhole);
    });
  }

  it('says whether both ends could be read', async () => {
    const writer = session();
    writer.compaction({ summary: 'All of it.', preTokens: 30_400, postTokens: 10 });
    assert.equal((await summaryAs(writer)).model, null, 'it ended with a compaction');
    assert.ok((await readEnds({ path })).isWhole);
    mkdirSync(directory.path('folder.jsonl'));
    assert.ok(!(await readEnds({ path: directory.path('folder.jsonl') })).isWhole);
    if (process.platform === 'win32' || process.getuid?.() === 0) return;
    chmodSync(path, 0);
    assert.ok(!(await readEnds({ path })).isWhole);
  });

  it('outlives the file', async () => {
    const gone = {
      path: directory.path('gone.jsonl'),
      sessionId: 'gone',
      projectDirectory: directory.path(),
      sizeBytes: 1,
      ...{ mtimeMs: 2, ctimeMs: 2 },
      inode: 3,
      isSymlink: false,
      cwd: null,
    };
    const { ends, isWhole } = await readEnds(gone);
    const { tokens, title, mtimeMs } = summaryOf(gone, ends, false);
    assert.ok(!isWhole);
    assert.deepEqual([tokens, title, mtimeMs], [null, null, 2]);
  });
});
