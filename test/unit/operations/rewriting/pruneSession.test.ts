import assert from 'node:assert/strict';
import {
  appendFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import {
  previewPrune,
  pruneSession,
  type Pruned,
  type PruneRequest,
} from '../../../../src/operations/rewriting/pruneSession';
import type { PruneChoice } from '../../../../src/domain/pruning/prunePlan';
import { restoreSession, type Restored } from '../../../../src/operations/rewriting/restoreSession';
import type { Refused, RewriteTools } from '../../../../src/operations/rewriting/rewriteSession';
import { isIntact, listBackups } from '../../../../src/io/keeping/backups';
import { localFileSystem } from '../../../../src/io/sessionFile/sessionFileSystem';
import {
  sessionOfReads,
  SESSION,
  testTools,
  text,
  type SessionOfReads,
} from '../../../fixtures/sessionOfReads';
import { faultyFileSystem, type Fault } from '../../../fixtures/faultyFileSystem';
import { useTemporaryDirectory } from '../../../fixtures/temporaryDirectory';

describe('pruneSession', () => {
  const directory = useTemporaryDirectory();
  let session: SessionOfReads;
  let path: string;
  let original: string;
  let tools: RewriteTools;
  beforeEach(() => {
    session = sessionOfReads();
    path = directory.path('projects', 'p', `${SESSION}.jsonl`);
    mkdirSync(directory.path('projects', 'p'), { recursive: true });
    session.writer.appendTo(path);
    original = text(path);
    tools = testTools(directory.path());
  });

  const items = (...indexes: number[]): PruneChoice => ({
    kind: 'items',
    ids: indexes.map((index) => session.ids[index]!),
  });
  const prune = async (
    request: Partial<PruneRequest> = {},
    using = tools,
  ): Promise<Pruned | Refused> => pruneSession({ path, choice: items(0), ...request }, using);
  const pruned = async (request: Partial<PruneRequest> = {}, using = tools): Promise<Pruned> => {
    const outcome = await prune(request, using);
    assert.ok(outcome.kind === 'pruned', JSON.stringify(outcome));
    return outcome;
  };
  const undo = async (backupId: string | null = null, using = tools): Promise<Restored> => {
    const outcome = await restoreSession({ path, backupId }, using);
    assert.ok(outcome.kind === 'restored', JSON.stringify(outcome));
    return outcome;
  };
  const reason = (outcome: { kind: string; reason?: string }): string =>
    outcome.kind === 'refused' ? String(outcome.reason) : outcome.kind;
  const live = (status: string): string =>
    directory.write(
      `sessions/${process.pid}.json`,
      JSON.stringify({ pid: process.pid, sessionId: SESSION, status }),
    );

  it('replaces the content, keeps all other lines to the byte, and corrects what Claude Code believes', async () => {
    const { plan, backup, sessionId, takesEffect, isReplanned, warning } = await pruned({
      choice: items(0, 2),
    });
    assert.deepEqual(
      { ids: plan.items.map(({ id }) => id), sessionId, takesEffect, isReplanned, warning },
      {
        ids: [session.ids[0], session.ids[2]],
        sessionId: SESSION,
        takesEffect: 'atNextStart',
        isReplanned: false,
        warning: null,
      },
    );
    const [before, after] = [original, text(path)].map((content) => content.split('\n'));
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
      [session.resultUuids[0], session.resultUuids[2]],
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
      text(path).includes('Line of file 0'),
      false,
      'nor is it in Claude Code’s own copy',
    );
    assert.ok(
      plan.freedTokens > 2000 && plan.beforeTokens! - plan.afterTokens! === plan.freedTokens,
    );
    assert.deepEqual(
      [await isIntact(tools, backup!), backup!.itemIds, backup!.beforeTokens],
      [true, plan.items.map(({ id }) => id), plan.beforeTokens],
    );
  });

  it('is undone to the byte', async () => {
    await pruned({ choice: items(0, 1, 2) });
    const { way, from, lost } = await undo();
    assert.equal(text(path), original);
    assert.deepEqual([way, from.reason, lost], ['undo', 'prune', { lines: 0, prompts: 0 }]);
    assert.equal(reason(await restoreSession({ path, backupId: null }, tools)), 'noBackup', 'once');
  });

  it('is undone one prune at a time, the last one first', async () => {
    await pruned({ choice: items(0) });
    const first = text(path);
    await pruned({ choice: items(1) }, { ...tools, nowMs: () => Date.now() + 1000 });
    await undo();
    assert.equal(text(path), first);
    await undo();
    assert.equal(text(path), original);
  });

  it('gives the content back under what came later, and raises the counters of later replies', async () => {
    const { plan } = await pruned({ choice: items(0, 1) });
    session.writer.prompt('And now?');
    session.writer.response({
      blocks: [{ type: 'text', text: 'Later answer.' }],
      usage: { contextTokens: 21_000, outputTokens: 10 },
    });
    session.writer.appendTo(path);
    const { beforeTokens, afterTokens } = await undo();
    assert.ok(text(path).startsWith(original));
    assert.deepEqual(
      [text(path).includes('And now?'), text(path).includes('Later answer.')],
      [true, true],
    );
    assert.deepEqual([beforeTokens, afterTokens], [21_010, 21_010 + plan.freedTokens]);
  });

  it('puts back a whole backup, says what that loses, and can go forward again', async () => {
    const { backup } = await pruned();
    const prunedText = text(path);
    session.writer.prompt('And now?');
    session.writer.appendTo(path);
    const later = text(path).slice(prunedText.length);
    const { way, lost, backup: kept } = await undo(backup!.id);
    assert.deepEqual([way, lost.prompts, text(path)], ['whole', 1, original]);
    await undo(kept.id);
    assert.equal(text(path), prunedText + later);
  });

  it('makes a copy under a new id, and leaves the original alone', async () => {
    live('busy');
    const { ino, mtimeMs } = statSync(path);
    const { path: newPath, sessionId, backup, plan } = await pruned({ intoCopy: true });
    assert.notEqual(sessionId, SESSION);
    assert.deepEqual(
      [text(path), statSync(path).ino, statSync(path).mtimeMs, backup],
      [original, ino, mtimeMs, null],
    );
    const records = text(newPath)
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as { sessionId?: string });
    assert.deepEqual(new Set(records.map((record) => record.sessionId)), new Set([sessionId]));
    assert.ok(
      text(newPath).includes(plan.items[0]!.placeholder) &&
        !text(newPath).includes('Line of file 0'),
    );
  });

  it('previews the same, and writes nothing', async () => {
    const preview = await previewPrune({ path, choice: items(0) }, tools);
    const before = readdirSync(directory.path(), { recursive: true });
    assert.ok(preview.kind === 'preview');
    assert.deepEqual(
      [preview.owner, text(path), existsSync(directory.path('leeway'))],
      ['none', original, false],
    );
    assert.deepEqual((await pruned()).plan, preview.plan);
    assert.ok(readdirSync(directory.path(), { recursive: true }).length > before.length);
  });

  it('writes nothing where nothing can be pruned, and lists what is gone', async () => {
    const { plan, backup } = await pruned({ choice: { kind: 'items', ids: ['no-such-id:0'] } });
    assert.deepEqual(
      [plan.items, plan.skipped, backup, text(path)],
      [[], [{ id: 'no-such-id:0', reason: 'gone' }], null, original],
    );
  });

  it('plans again when the file has changed since a preview, or changes meanwhile, and says so', async () => {
    const preview = await previewPrune({ path, choice: items(0) }, tools);
    assert.ok(preview.kind === 'preview');
    appendFileSync(path, '{"type":"mode"}\n');
    assert.equal((await pruned({ agreedOn: preview.state })).isReplanned, true);
    let appended = 0;
    const appending = {
      ...localFileSystem,
      create: async (file: string) => {
        // In front of the first look at the file, not while it is rewritten: that would be carried
        // over.
        if (file.includes('.lock') && appended++ === 0) appendFileSync(path, '{"type":"mode"}\n');
        return localFileSystem.create(file);
      },
    };
    assert.equal(
      (
        await pruned(
          { choice: items(1), agreedOn: (await localFileSystem.stateOf(path))! },
          { ...tools, fileSystem: appending },
        )
      ).isReplanned,
      true,
    );
    assert.equal(
      text(path)
        .split('\n')
        .filter((line) => line === '{"type":"mode"}').length,
      2,
    );
  });

  it('keeps what is appended in every moment of it', async () => {
    let appended = '';
    const append = (): void => {
      const line = `{"type":"mode","number":${appended.length}}\n`;
      appendFileSync(path, line);
      appended += line;
    };
    let isRewriting = false;
    const appending = { ...localFileSystem };
    for (const name of ['create', 'link', 'rename', 'syncDirectory', 'openToRead'] as const) {
      Object.assign(appending, {
        [name]: async (...args: [string, string]) => {
          isRewriting ||= name === 'create' && args[0].includes(`${SESSION}.jsonl.leeway`);
          if (isRewriting) append();
          return localFileSystem[name](...args);
        },
      });
    }
    await pruned({}, { ...tools, fileSystem: appending });
    assert.ok(appended.length > 100 && text(path).endsWith(appended), text(path).slice(-300));
  });

  it('refuses a session at work, and says how an idle one takes it', async () => {
    for (const status of ['busy', 'waiting', 'shell']) {
      live(status);
      assert.equal(reason(await prune()), 'busy');
    }
    live('idle');
    assert.equal((await pruned()).takesEffect, 'afterResume');
    live('busy');
    assert.equal(reason(await restoreSession({ path, backupId: null }, tools)), 'busy');
  });

  it('takes nothing away under an open session: what that writes next would hang in the air', async () => {
    const { backup } = await pruned();
    live('idle');
    session.writer.prompt('And now?');
    session.writer.appendTo(path);
    const before = text(path);
    assert.equal(reason(await restoreSession({ path, backupId: backup!.id }, tools)), 'open');
    assert.equal(text(path), before);
    assert.equal((await undo()).takesEffect, 'afterResume', 'an undo takes nothing away');
  });

  it('refuses what begins to work while it is rewritten', async () => {
    live('idle');
    const starting = {
      ...localFileSystem,
      create: (file: string) => {
        if (file.includes('.jsonl.leeway')) live('busy');
        return localFileSystem.create(file);
      },
    };
    assert.equal(reason(await prune({}, { ...tools, fileSystem: starting })), 'busy');
    assert.deepEqual([text(path), await listBackups(tools, SESSION)], [original, []]);
  });

  it('lets one of two win, and refuses the other', async () => {
    const outcomes = await Promise.all([
      prune(),
      prune({ choice: items(1) }),
      prune({ choice: items(2) }),
    ]);
    assert.deepEqual(outcomes.map(reason).sort(), ['locked', 'locked', 'pruned']);
  });

  it('refuses a symlink, a missing file, what is no session, an unknown version, and a strange folder for backups', async () => {
    const refusals: [string, () => void][] = [
      [
        'untrustedPath',
        () => {
          mkdirSync(directory.path('leeway'));
          symlinkSync(directory.path('projects'), directory.path('leeway/backups'));
        },
      ],
      [
        'unknownVersion',
        () => writeFileSync(path, original.replaceAll(/"version":"[^"]*"/g, '"version":"3.0.1"')),
      ],
      ['noSession', () => writeFileSync(path, 'nothing\n')],
      [
        'symlink',
        () => {
          renameSync(path, `${path}.away`);
          symlinkSync(`${path}.away`, path);
        },
      ],
      ['missing', () => renameSync(path, `${path}.link`)],
      ['unreadable', () => mkdirSync(path)],
    ];
    for (const [expected, prepare] of refusals) {
      prepare();
      const before = statSync(path, { throwIfNoEntry: false })?.mtimeMs;
      assert.equal(reason(await prune()), expected);
      assert.equal(statSync(path, { throwIfNoEntry: false })?.mtimeMs, before);
    }
  });

  it('notices a rewrite that is not what was planned, and leaves the session as it was', async () => {
    const damaging = {
      ...localFileSystem,
      create: async (file: string) => {
        const opened = await localFileSystem.create(file);
        return !file.includes('.jsonl.leeway')
          ? opened
          : {
              ...opened,
              write: (pieces: readonly Buffer[]) =>
                opened.write(
                  pieces.map((piece) =>
                    Buffer.from(piece.toString().replace('All read.', 'Al1 read.')),
                  ),
                ),
            };
      },
    };
    const outcome = await prune({}, { ...tools, fileSystem: damaging });
    assert.equal(reason(outcome), 'integrity');
    assert.deepEqual(
      [text(path), await listBackups(tools, SESSION), readdirSync(directory.path('projects/p'))],
      [original, [], [`${SESSION}.jsonl`]],
    );
  });

  it('removes a stale cache of how the session begins, and nothing else of its folder', async () => {
    for (const name of ['resume-head.jsonl', 'tool-results/x.txt', 'subagents/agent-1.jsonl'])
      directory.write(`projects/p/${SESSION}/${name}`, name);
    await pruned();
    assert.deepEqual(
      readdirSync(directory.path('projects/p', SESSION), { recursive: true }).sort(),
      ['subagents', 'subagents/agent-1.jsonl', 'tool-results', 'tool-results/x.txt'],
    );
  });

  it('leaves the session whole, old or new, and undoable if new, whatever fails and wherever the process ends', async function () {
    this.timeout(120_000);
    const inspected = faultyFileSystem(-1, 'EIO');
    await pruned({}, { ...tools, fileSystem: inspected });
    const { calls } = inspected;
    const newText = text(path);
    assert.ok(calls.includes('link') && calls.includes('rename'));
    for (const [fault, moment] of [
      ['ENOSPC', 'early'],
      ['death', 'early'],
      ['death', 'late'],
    ] satisfies [Fault, 'early' | 'late'][]) {
      for (let at = 0; at < calls.length; at++) {
        const config = directory.path(`${fault} ${moment} ${at}`);
        writeFileSync(path, original);
        const fileSystem = faultyFileSystem(at, fault, moment);
        const outcome = await prune({}, testTools(config, { fileSystem })).catch(
          (error: unknown) => ({ kind: 'refused', reason: String(error) }),
        );
        const where = `${fault} ${moment} at ${at} ${calls[at]!}: ${reason(outcome)}`;
        assert.ok([original, newText].includes(text(path)), where);
        if (outcome.kind === 'pruned') assert.equal(text(path), newText, where);
        // What the dead process has left in the way of the next one.
        const after = testTools(config, {
          processes: { platform: 'darwin', procDirectory: '/nowhere', exists: () => false },
        });
        if (text(path) === original) continue;
        await undo(null, after);
        assert.equal(text(path), original, where);
      }
    }
  });

  it('says so when the disk is full, or nothing may be written', async () => {
    const inspected = faultyFileSystem(-1, 'EIO');
    await pruned({}, { ...tools, fileSystem: inspected });
    const at = inspected.calls.indexOf('write', inspected.calls.indexOf('openToRead'));
    const second = (fault: Fault): RewriteTools => ({
      ...tools,
      fileSystem: faultyFileSystem(at, fault),
    });
    for (const [fault, expected] of [
      ['ENOSPC', 'noSpace'],
      ['EPERM', 'notWritable'],
      ['EIO', 'failed'],
    ] as const) {
      writeFileSync(path, original);
      assert.equal(reason(await prune({}, second(fault))), expected);
      assert.equal(readFileSync(path, 'utf8'), original);
    }
  });
});
