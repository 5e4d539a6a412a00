import assert from 'node:assert/strict';
import { appendFileSync, existsSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { previewPrune } from '../../../../src/operations/rewriting/pruneSession';
import { restoreSession } from '../../../../src/operations/rewriting/restoreSession';
import { isIntact } from '../../../../src/io/keeping/backups';
import { localFileSystem } from '../../../../src/io/sessionFile/sessionFileSystem';
import { reason, usePrunableFile } from '../../../fixtures/prunableFile';
import { SESSION, text } from '../../../fixtures/sessionOfReads';

describe('pruneSession', () => {
  const { directory, file, items, pruned, undo, live } = usePrunableFile();

  it('replaces the content, keeps all other lines to the byte, and corrects what Claude Code believes', async () => {
    const { plan, backup, sessionId, takesEffect, isReplanned, warning } = await pruned({
      choice: items(0, 2),
    });
    assert.deepEqual(
      { ids: plan.items.map(({ id }) => id), sessionId, takesEffect, isReplanned, warning },
      {
        ids: [file.session.ids[0], file.session.ids[2]],
        sessionId: SESSION,
        takesEffect: 'atNextStart',
        isReplanned: false,
        warning: null,
      },
    );
    const [before, after] = [file.original, text(file.path)].map((content) => content.split('\n'));
    const changed = before!.flatMap((line, index) => (line === after![index] ? [] : [index]));
    const touched = changed.map(
      (index) =>
        JSON.parse(after![index]!) as {
          uuid: string;
          type: string;
          message: { usage?: Record<string, number>; content: unknown };
        },
    );
    assert.equal(before!.length, after!.length);
    assert.deepEqual(
      touched.filter(({ type }) => type === 'user').map(({ uuid }) => uuid),
      [file.session.resultUuids[0], file.session.resultUuids[2]],
    );
    assert.deepEqual(
      touched
        .filter(({ type }) => type === 'assistant')
        .map(
          ({ message: { usage } }) =>
            usage!['input_tokens']! +
            usage!['cache_read_input_tokens']! +
            usage!['cache_creation_input_tokens']!,
        ),
      [26_000 - plan.freedTokens],
    );
    assert.match(
      JSON.stringify(touched[0]!.message.content),
      /\[pruned: Read \/home\/dev\/proj\/0\.md/,
    );
    assert.equal(
      text(file.path).includes('Line of file 0'),
      false,
      'nor is it in Claude Code’s own copy',
    );
    assert.ok(
      plan.freedTokens > 2000 && plan.beforeTokens! - plan.afterTokens! === plan.freedTokens,
    );
    assert.deepEqual(
      [await isIntact(file.tools, backup!), backup!.itemIds, backup!.beforeTokens],
      [true, plan.items.map(({ id }) => id), plan.beforeTokens],
    );
  });

  it('is undone to the byte', async () => {
    await pruned({ choice: items(0, 1, 2) });
    const { way, from, lost } = await undo();
    assert.equal(text(file.path), file.original);
    assert.deepEqual([way, from.reason, lost.lines], ['undo', 'prune', 0]);
    assert.equal(
      reason(await restoreSession({ path: file.path, backupId: null }, file.tools)),
      'noBackup',
      'once',
    );
  });

  it('keeps a record that is nested too deeply to the byte, in the prune and in its undo', async () => {
    const nested = '['.repeat(20_000) + ']'.repeat(20_000);
    const future = `{"type":"future","a":${nested}}`;
    const deep = `{"type":"user","uuid":"deep","message":{"content":[${future}]}}\n`;
    const at = file.original.indexOf('\n', file.original.length >> 1) + 1;
    const whole = file.original.slice(0, at) + deep + file.original.slice(at);
    writeFileSync(file.path, whole);
    await pruned({ choice: items(0, 2) });
    assert.ok(text(file.path).includes(`\n${deep}`));
    assert.ok(!text(file.path).includes('Line of file 0'));
    await undo();
    assert.equal(text(file.path), whole);
  });

  it('is undone one prune at a time, the last one first', async () => {
    await pruned({ choice: items(0) });
    const first = text(file.path);
    await pruned({ choice: items(1) }, { ...file.tools, nowMs: () => Date.now() + 1000 });
    await undo();
    assert.equal(text(file.path), first);
    await undo();
    assert.equal(text(file.path), file.original);
  });

  it('gives the content back under what came later, and raises the counters of later replies', async () => {
    const { plan } = await pruned({ choice: items(0, 1) });
    file.session.writer.prompt('And now?');
    file.session.writer.response({
      blocks: [{ type: 'text', text: 'Later answer.' }],
      usage: { contextTokens: 22_300, outputTokens: 10 },
    });
    file.session.writer.appendTo(file.path);
    const { beforeTokens, afterTokens } = await undo();
    assert.ok(text(file.path).startsWith(file.original));
    assert.deepEqual(
      [text(file.path).includes('And now?'), text(file.path).includes('Later answer.')],
      [true, true],
    );
    assert.deepEqual([beforeTokens, afterTokens], [22_310, 22_310 + plan.freedTokens]);
  });

  it('puts back a whole backup, says what that loses, and can go forward again', async () => {
    const { backup } = await pruned();
    const prunedText = text(file.path);
    file.session.writer.prompt('And now?');
    file.session.writer.appendTo(file.path);
    const later = text(file.path).slice(prunedText.length);
    const { way, lost, backup: kept } = await undo(backup!.id);
    assert.deepEqual([way, lost.prompts, text(file.path)], ['whole', 1, file.original]);
    await undo(kept.id);
    assert.equal(text(file.path), prunedText + later);
  });

  it('makes a copy under a new id, and leaves the original alone', async () => {
    live('busy');
    const { ino, mtimeMs } = statSync(file.path);
    const { path: newPath, sessionId, backup, plan } = await pruned({ intoCopy: true });
    assert.notEqual(sessionId, SESSION);
    assert.deepEqual(
      [text(file.path), statSync(file.path).ino, statSync(file.path).mtimeMs, backup],
      [file.original, ino, mtimeMs, null],
    );
    const records = text(newPath)
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as { sessionId?: string });
    assert.deepEqual(new Set(records.map((record) => record.sessionId)), new Set([sessionId]));
    assert.deepEqual(records.at(-1), {
      type: 'custom-title',
      customTitle: 'Read these. (pruned copy)',
      sessionId,
    });
    assert.ok(
      text(newPath).includes(plan.items[0]!.placeholder) &&
        !text(newPath).includes('Line of file 0'),
    );
  });

  it('previews the same, and writes nothing', async () => {
    const preview = await previewPrune({ path: file.path, choice: items(0) }, file.tools);
    const before = readdirSync(directory.path(), { recursive: true });
    assert.ok(preview.kind === 'preview');
    assert.deepEqual(
      [preview.owner, text(file.path), existsSync(directory.path('leeway'))],
      ['none', file.original, false],
    );
    assert.deepEqual((await pruned()).plan, preview.plan);
    assert.ok(readdirSync(directory.path(), { recursive: true }).length > before.length);
  });

  it('writes nothing where nothing can be pruned, and lists what is gone', async () => {
    const { plan, backup } = await pruned({ choice: { kind: 'items', ids: ['no-such-id:0'] } });
    assert.deepEqual(
      [plan.items, plan.skipped, backup, text(file.path)],
      [[], [{ id: 'no-such-id:0', reason: 'gone' }], null, file.original],
    );
  });

  it('plans again when the file has changed since a preview, or changes meanwhile, and says so', async () => {
    const preview = await previewPrune({ path: file.path, choice: items(0) }, file.tools);
    assert.ok(preview.kind === 'preview');
    appendFileSync(file.path, '{"type":"mode"}\n');
    assert.equal((await pruned({ agreedOn: preview.state })).isReplanned, true);
    let appended = 0;
    const appending = {
      ...localFileSystem,
      create: async (name: string) => {
        // In front of the first look at the file, not while it is rewritten: that would be carried
        // over.
        if (name.includes('.lock') && appended++ === 0)
          appendFileSync(file.path, '{"type":"mode"}\n');
        return localFileSystem.create(name);
      },
    };
    assert.equal(
      (
        await pruned(
          { choice: items(1), agreedOn: (await localFileSystem.stateOf(file.path))! },
          { ...file.tools, fileSystem: appending },
        )
      ).isReplanned,
      true,
    );
    assert.equal(
      text(file.path)
        .split('\n')
        .filter((line) => line === '{"type":"mode"}').length,
      2,
    );
  });

  it('keeps what is appended in every moment of it', async () => {
    let appended = '';
    const append = (): void => {
      const line = `{"type":"mode","number":${appended.length}}\n`;
      appendFileSync(file.path, line);
      appended += line;
    };
    let isRewriting = false;
    const appending = { ...localFileSystem };
    for (const name of ['create', 'link', 'rename', 'syncDirectory', 'openToRead'] as const) {
      Object.assign(appending, {
        [name]: async (...args: [string, string]) => {
          isRewriting ||= name === 'create' && args[0].includes(`${SESSION}.jsonl.leeway`);
          if (isRewriting) append();
          return (localFileSystem[name] as (...paths: string[]) => Promise<unknown>)(...args);
        },
      });
    }
    await pruned({}, { ...file.tools, fileSystem: appending });
    assert.ok(
      appended.length > 100 && text(file.path).endsWith(appended),
      text(file.path).slice(-300),
    );
  });
});
