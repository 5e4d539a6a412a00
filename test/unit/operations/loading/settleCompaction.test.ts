import assert from 'node:assert/strict';
import { appendFileSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { trunkOf } from '../../../../src/domain/branching/trunk';
import { activeChain } from '../../../../src/domain/transcript/activeChain';
import { begunCompactions, noteCompaction } from '../../../../src/io/companion/begunCompactions';
import { liveDirectory } from '../../../../src/io/companion/liveFiles';
import { readRewriteHistory } from '../../../../src/operations/reading/readRewriteHistory';
import { readSession } from '../../../../src/operations/reading/readSession';
import { settleCompaction, settleLeft } from '../../../../src/operations/loading/settleCompaction';
import { isCompactedAway } from '../../../../src/operations/loading/wire';
import { pruneSession } from '../../../../src/operations/rewriting/pruneSession';
import { restoreSession } from '../../../../src/operations/rewriting/restoreSession';
import { answeredCompaction } from '../../../fixtures/answeredCompaction';
import { faultyFileSystem } from '../../../fixtures/faultyFileSystem';
import { SESSION, sessionOfReads, testTools, text } from '../../../fixtures/sessionOfReads';
import { useTemporaryDirectory } from '../../../fixtures/temporaryDirectory';
import { writeOpenSession } from '../../../fixtures/writeOpenSession';

const RESULT = 'Line of file 1, and some more words.';

describe('settleCompaction', () => {
  const directory = useTemporaryDirectory();

  /** A session of which two results were pruned, and then compacted by the companion. */
  async function compacted(name = 'a', inResult = '') {
    const configDirectory = path.join(directory.path(), name);
    const projects = path.join(configDirectory, 'projects', '-home-dev-proj');
    mkdirSync(projects, { recursive: true });
    const file = path.join(projects, `${SESSION}.jsonl`);
    const { writer, ids } = sessionOfReads(3);
    writeFileSync(
      file,
      writer.toString().replaceAll('Line of file 0', `Line of file 0${inResult}`),
    );
    const held = linesOf(file);
    const tools = testTools(configDirectory, { assumeClosed: true });
    const choice = { kind: 'items', ids: ids.slice(0, 2) } as const;
    assert.equal((await pruneSession({ path: file, choice }, tools)).kind, 'pruned');
    const before = text(file);
    const sinceMs = Date.now();
    const added = answeredCompaction(held, linesOf(file), sinceMs);
    appendFileSync(file, `${added.join('\n')}\n`);
    return { configDirectory, file, held, tools, sinceMs, before };
  }

  it('has the file say what the process holds, and nothing twice', async () => {
    const { file, tools, sinceMs, before } = await compacted();
    const held = linesOf(file).filter((line) => line.includes('"rowSource":"hook"'));
    const doubled = (await sentTexts(file)).filter((each) => each === 'All read.');
    assert.equal(doubled.length, 2, 'as it is left, what was said is sent twice');
    assert.equal(await settleCompaction(file, sinceMs, tools), 'settled');
    assert.ok(text(file).startsWith(before), 'what stood in front stays as it was');
    for (const line of held) assert.ok(linesOf(file).includes(line), 'as the process holds it');
    const sent = await sentTexts(file);
    assert.deepEqual(
      sent.map((each) => each.slice(0, 22)),
      [
        'Read these.',
        '[pruned: Read /home/de',
        '[pruned: Read /home/de',
        'Line of file 2, and so',
        'All read.',
        '<command-name>/compact',
      ],
    );
  });

  it('has it settled once, and leaves a real compaction alone', async () => {
    const { file, tools, sinceMs } = await compacted();
    await settleCompaction(file, sinceMs, tools);
    const settled = text(file);
    assert.equal(await settleCompaction(file, sinceMs, tools), 'settled');
    assert.equal(text(file), settled);
    const other = await compacted('b');
    const signal = AbortSignal.abort();
    const later = Date.now() + 60_000;
    assert.equal(await settleCompaction(other.file, later, other.tools, { signal }), 'none');
    const summary = { isCompactSummary: true, message: { role: 'user', content: 'All of it.' } };
    const last = JSON.parse(linesOf(other.file).at(-1)!) as object;
    appendFileSync(other.file, `${JSON.stringify({ ...last, ...summary, uuid: 's' })}\n`);
    const unsettled = text(other.file);
    assert.equal(
      await settleCompaction(other.file, other.sinceMs, other.tools, { signal }),
      'none',
    );
    assert.equal(text(other.file), unsettled);
  });

  it('waits until all of it is written', async () => {
    const { file, tools, sinceMs } = await compacted();
    const whole = linesOf(file);
    const signal = AbortSignal.abort();
    writeFileSync(file, `${whole.slice(0, -3).join('\n')}\n`);
    assert.equal(await settleCompaction(file, sinceMs, tools, { signal }), 'none');
    assert.equal(text(file), `${whole.slice(0, -3).join('\n')}\n`);
    const settling = settleCompaction(file, sinceMs, tools);
    setTimeout(() => appendFileSync(file, `${whole.slice(-3).join('\n')}\n`), 500);
    assert.equal(await settling, 'settled');
    await restoreSession({ path: file, backupId: null }, tools);
    assert.ok(!(await sentTexts(file)).some((each) => each.startsWith('[pruned')));
  });

  it('closes it also where all came back in between', async () => {
    const { file, tools, sinceMs } = await compacted();
    await restoreSession({ path: file, backupId: null }, tools);
    assert.equal(await settleCompaction(file, sinceMs, tools), 'settled');
    const said = (await sentTexts(file)).filter((each) => each === 'All read.');
    assert.equal(said.length, 1);
  });

  it('brings back what was pruned, where it stands now', async () => {
    const { configDirectory, file, tools, sinceMs, before } = await compacted();
    await settleCompaction(file, sinceMs, tools);
    const { pruned } = await readRewriteHistory(configDirectory, file);
    assert.equal(pruned.length, 2, 'only what stands in the context');
    const restored = await restoreSession({ path: file, backupId: null }, tools);
    assert.equal(restored.kind, 'restored');
    assert.ok(text(file).startsWith(before), 'what stood in front stays pruned');
    const sent = await sentTexts(file);
    assert.equal(sent.filter((each) => each.startsWith('Line of file')).length, 3);
    assert.ok(sent.some((each) => each.startsWith(RESULT)));
    assert.ok(!sent.some((each) => each.startsWith('[pruned')));
    assert.deepEqual((await readRewriteHistory(configDirectory, file)).pruned, []);
    const again = await restoreSession({ path: file, backupId: null }, tools);
    assert.deepEqual(again.kind === 'refused' && again.reason, 'noBackup');
  });

  it('takes no text of a result for a placeholder', async () => {
    const { file, tools, sinceMs } = await compacted('a', ' * [pruned] origin/x, [pruned: y]');
    await settleCompaction(file, sinceMs, tools);
    assert.equal((await restoreSession({ path: file, backupId: null }, tools)).kind, 'restored');
    const sent = await sentTexts(file);
    assert.equal(sent.filter((each) => each.startsWith('Line of file')).length, 3);
  });

  it('counts no turn twice, and hands nothing over twice', async () => {
    const { file, tools, sinceMs } = await compacted();
    await settleCompaction(file, sinceMs, tools);
    const read = await readSession(file);
    assert.ok(!('problem' in read));
    assert.equal(read.transcript.turnStarts.length, 1);
    const said = trunkOf(read.transcript).filter(({ kind }) => kind === 'assistant');
    assert.equal(new Set(said.map(({ line }) => line)).size, 4, 'three calls and an answer');
  });

  it('tells of the process that compacted that it holds no more what came back', async () => {
    const { configDirectory, file, tools, sinceMs } = await compacted();
    await writeOpenSession(configDirectory, { sessionId: SESSION, cwd: '/' });
    await settleCompaction(file, sinceMs, tools);
    const away = (pid: number, loadedAtMs = 1) =>
      isCompactedAway(configDirectory, file, { pid, loadedAtMs });
    assert.equal(await away(process.pid), false, 'all of it is pruned in the file, too');
    const [{ id } = { id: '' }] = (await readRewriteHistory(configDirectory, file)).pruned;
    await restoreSession({ path: file, backupId: null, itemId: id }, tools);
    assert.equal(await away(process.pid), true);
    assert.equal(await away(process.pid + 1), false, 'another process has read the file');
    assert.equal(await away(process.pid, Date.now() + 1), false, 'so has this one since');
    await pruneSession({ path: file, choice: { kind: 'items', ids: [id] } }, tools);
    assert.equal(await away(process.pid), false, 'it is gone in both again');
  });

  it('loses nothing wherever it is broken off, and ends at the same', async () => {
    const whole = await compacted('whole');
    const counting = faultyFileSystem(Infinity, 'death');
    const { tools, sinceMs } = whole;
    await settleCompaction(whole.file, sinceMs, { ...tools, fileSystem: counting });
    const expected = await sentTexts(whole.file);
    const calls = counting.calls.length;
    assert.ok(calls > 60, String(calls));
    for (let at = 1; at < calls; at += 19) {
      const broken = await compacted(`at${at}`);
      const fileSystem = faultyFileSystem(at, 'death', at % 2 === 0 ? 'late' : 'early');
      const dying = { ...broken.tools, fileSystem };
      await settleCompaction(broken.file, broken.sinceMs, dying).catch(() => null);
      assert.ok(text(broken.file).startsWith(broken.before), `call ${at}`);
      const { configDirectory } = broken;
      const live = liveDirectory(configDirectory, SESSION)!;
      await noteCompaction(live, { pid: process.pid, atMs: broken.sinceMs });
      // Nobody holds a lock whose process is gone.
      rmSync(path.join(configDirectory, 'leeway', 'locks'), { recursive: true, force: true });
      await settleLeft(testTools(configDirectory, { assumeClosed: true }));
      assert.deepEqual(short(await sentTexts(broken.file)), short(expected), `call ${at}`);
    }
  }).timeout(60_000);

  it('looks at the next start for what nobody ended, and forgets what never came', async () => {
    const { configDirectory, tools, file, sinceMs } = await compacted();
    const live = liveDirectory(configDirectory, SESSION)!;
    const note = (fields: object) => noteCompaction(live, { pid: 77, atMs: sinceMs, ...fields });
    await note({});
    writeFileSync(path.join(live, '78.begun.json'), 'rubbish');
    writeFileSync(path.join(live, 'x.begun.json'), '{"format":1,"atMs":1}');
    assert.equal(await settleLeft(tools), 1);
    const settled = text(file);
    assert.deepEqual(await begunCompactions(configDirectory), []);
    assert.equal(await settleLeft(tools), 0);
    await note({ atMs: Date.now() + 60_000 });
    assert.equal(await settleLeft(tools), 0);
    assert.deepEqual(await begunCompactions(configDirectory), [], 'nothing came of it');
    await writeOpenSession(configDirectory, { sessionId: SESSION, cwd: '/' });
    await note({ pid: process.pid, atMs: Date.now() + 60_000 });
    await settleLeft(tools);
    assert.equal((await begunCompactions(configDirectory)).length, 1, 'it may still come');
    assert.equal(text(file), settled);
  });
});

/** Results are long, and fail long. */
function short(texts: readonly string[]): readonly string[] {
  return texts.map((each) => `${each.slice(0, 120)} ${each.length}`);
}

/** The texts of what a new process would send, in order. */
async function sentTexts(file: string): Promise<readonly string[]> {
  const read = await readSession(file);
  assert.ok(!('problem' in read));
  const lines = readFileSync(file);
  return activeChain(read.transcript).entries.flatMap(({ offset, bytes }) => {
    const row = JSON.parse(lines.subarray(offset, offset + bytes).toString()) as {
      readonly message?: { readonly content?: unknown };
    };
    return textsIn(row.message?.content);
  });
}

function textsIn(content: unknown): readonly string[] {
  if (typeof content === 'string') return [content];
  if (!Array.isArray(content)) return [];
  return content.flatMap((block: { readonly text?: string; readonly content?: unknown }) =>
    block.text === undefined ? textsIn(block.content) : [block.text],
  );
}

function linesOf(file: string): readonly string[] {
  return text(file).trimEnd().split('\n');
}
