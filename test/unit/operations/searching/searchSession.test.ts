import assert from 'node:assert/strict';
import { appendFileSync, mkdirSync } from 'node:fs';
import { searchSession } from '../../../../src/operations/searching/searchSession';
import { sessionsToSearch } from '../../../../src/operations/searching/sessionsToSearch';
import { silentLog } from '../../../../src/log';
import { useTemporaryDirectory } from '../../../fixtures/temporaryDirectory';
import { writeSession, type WrittenSession } from '../../../fixtures/writtenSessions';

describe('searchSession', () => {
  const directory = useTemporaryDirectory();
  let session: WrittenSession;
  beforeEach(() => (session = writeSession(directory.path('config'), '/home/dev/app', 'one')));
  const find = (words: string, signal = new AbortController().signal) =>
    searchSession(session.path, words, signal);
  const write = (compose: (writer: WrittenSession['writer']) => void): void => {
    compose(session.writer);
    session.writer.appendTo(session.path);
  };

  it('finds what was said, called and answered, with its turn and line', async () => {
    write((writer) => {
      writer.prompt('Please round half to even, as the ledger does.');
      const { toolUseIds } = writer.response({
        blocks: [
          { type: 'thinking', thinking: 'Banker rounding it is.' },
          { type: 'tool_use', name: 'Grep', input: { pattern: 'roundHalfUp' } },
        ],
      });
      writer.toolResult(toolUseIds[0]!, 'src/money.ts: export function roundHalfUp() {}');
    });
    for (const [words, snippet, line] of [
      ['half to even', 'Please round half to even, as the ledger does.', 3],
      ['BANKER', 'Banker rounding it is.', 4],
      ['roundhalfup() {}', 'src/money.ts: export function roundHalfUp() {}', 6],
    ] as const) {
      const found = await find(words);
      assert.deepEqual(
        [found?.title, found?.cwd, found?.more, found?.hits.length],
        ['Work of one', '/home/dev/app', 0, 1],
        words,
      );
      const [hit] = found!.hits;
      assert.ok(hit !== undefined);
      assert.deepEqual([hit.snippet, hit.turn, hit.line], [snippet, 2, line]);
    }
    assert.equal((await find('roundHalfUp'))?.hits.length, 2, 'the call and its result');
  });

  it('finds words with quotes, line breaks around them, and letters of any language', async () => {
    write((writer) => {
      writer.prompt('Say "Grüße aus Köln"\n\tto 日本語 readers\\writers.');
    });
    for (const words of ['"grüße aus', 'KÖLN', '日本語 READERS', 'readers\\writers'])
      assert.equal((await find(words))?.hits.length, 1, words);
    const [hit] = (await find('to 日本語'))!.hits;
    assert.equal(hit?.snippet, 'Say "Grüße aus Köln" to 日本語 readers\\writers.');
  });

  it('finds nothing in ids, keys and what Claude Code notes for itself', async () => {
    for (const words of ['parentUuid', session.sessionId + '"', 'contextTokens', '2.1.329'])
      assert.equal(await find(words), null, words);
  });

  it('keeps the newest places and counts the others', async () => {
    write((writer) => {
      for (let at = 0; at < 9; at++) writer.prompt(`Needle number ${String(at)}`);
    });
    const found = (await find('needle'))!;
    assert.equal(found.more, 4);
    assert.deepEqual(
      found.hits.map(({ snippet }) => snippet.at(-1)),
      ['8', '7', '6', '5', '4'],
    );
  });

  it('is calm about damage, directories, missing files and being cancelled', async () => {
    appendFileSync(session.path, '{"type":"user","message":{"content":"torn needle\n\0\0needle');
    assert.equal(await find('needle'), null);
    const { signal } = new AbortController();
    mkdirSync(directory.path('folder.jsonl'));
    for (const name of ['folder.jsonl', 'nowhere.jsonl'])
      assert.equal(await searchSession(directory.path(name), 'x', signal), null);
    assert.equal(await find('Work', AbortSignal.abort()), null);
  });

  it('has all sessions of a machine to look through, the newest first', async () => {
    writeSession(directory.path('config'), '/home/dev/other', 'two', 60_000);
    directory.write('config/projects/-work-app/notes.txt', 'Work');
    const sessions = await sessionsToSearch(directory.path('config'), [], silentLog);
    assert.deepEqual(
      sessions.map(({ path }) => path.split('/').at(-1)),
      ['one.jsonl', 'two.jsonl'],
    );
    assert.ok(sessions.every(({ sizeBytes }) => sizeBytes > 0));
    const leftOut = [{ path: session.path, sizeBytes: null, mtimeMs: 0 }];
    const others = await sessionsToSearch(directory.path('config'), leftOut, silentLog);
    assert.equal(others.length, 1);
  });
});
