import assert from 'node:assert/strict';
import {
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { restoreSession } from '../../../../src/operations/rewriting/restoreSession';
import type { RewriteTools } from '../../../../src/operations/rewriting/rewriteSession';
import { listBackups } from '../../../../src/io/keeping/backups';
import { localProcesses } from '../../../../src/io/sessions/processTree';
import { localFileSystem } from '../../../../src/io/sessionFile/sessionFileSystem';
import { faultyFileSystem, type Fault } from '../../../fixtures/faultyFileSystem';
import { reason, usePrunableFile } from '../../../fixtures/prunableFile';
import { SESSION, testTools, text } from '../../../fixtures/sessionOfReads';

describe('pruneSession, refused or interrupted', () => {
  const { directory, file, items, prune, pruned, undo, live } = usePrunableFile();

  it('refuses a session at work, and says how an idle one takes it', async () => {
    for (const status of ['busy', 'waiting', 'shell']) {
      live(status);
      assert.equal(reason(await prune()), 'busy');
    }
    live('idle');
    const { takesEffect, backup } = await pruned();
    assert.equal(takesEffect, 'afterResume');
    assert.equal(typeof backup?.heldBy?.pid, 'number', 'the backup notes who went on with it');
    live('busy');
    assert.equal(
      reason(await restoreSession({ path: file.path, backupId: null }, file.tools)),
      'busy',
    );
  });

  it('changes nothing for a process that never loaded what is undone', async () => {
    live('idle');
    await pruned();
    assert.equal((await undo()).takesEffect, 'atNextStart');
  });

  it('takes nothing away under an open session: what that writes next would hang in the air', async () => {
    const { backup } = await pruned();
    live('idle');
    file.session.writer.prompt('And now?');
    file.session.writer.appendTo(file.path);
    const before = text(file.path);
    assert.equal(
      reason(await restoreSession({ path: file.path, backupId: backup!.id }, file.tools)),
      'open',
    );
    assert.equal(text(file.path), before);
    assert.equal((await undo()).takesEffect, 'afterResume', 'an undo takes nothing away');
  });

  it('never changes a copy that is kept itself', async () => {
    const path = directory.write(
      `config/leeway/backups/${SESSION}/20261121T000000000Z-0a1b2c.jsonl`,
      file.original,
    );
    const tools = testTools(directory.path('config'));
    assert.equal(reason(await prune({ path }, tools)), 'kept');
    assert.equal(text(path), file.original);
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
    assert.equal(reason(await prune({}, { ...file.tools, fileSystem: starting })), 'busy');
    assert.deepEqual(
      [text(file.path), await listBackups(file.tools, SESSION)],
      [file.original, []],
    );
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
        () =>
          writeFileSync(
            file.path,
            file.original.replaceAll(/"version":"[^"]*"/g, '"version":"3.0.1"'),
          ),
      ],
      ['noSession', () => writeFileSync(file.path, 'nothing\n')],
      [
        'symlink',
        () => {
          renameSync(file.path, `${file.path}.away`);
          symlinkSync(`${file.path}.away`, file.path);
        },
      ],
      ['missing', () => renameSync(file.path, `${file.path}.link`)],
      ['unreadable', () => mkdirSync(file.path)],
    ];
    for (const [expected, prepare] of refusals) {
      prepare();
      const before = statSync(file.path, { throwIfNoEntry: false })?.mtimeMs;
      assert.equal(reason(await prune()), expected);
      assert.equal(statSync(file.path, { throwIfNoEntry: false })?.mtimeMs, before);
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
    const outcome = await prune({}, { ...file.tools, fileSystem: damaging });
    assert.equal(reason(outcome), 'integrity');
    assert.deepEqual(
      [
        text(file.path),
        await listBackups(file.tools, SESSION),
        readdirSync(directory.path('projects/p')),
      ],
      [file.original, [], [`${SESSION}.jsonl`]],
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
    await pruned({}, { ...file.tools, fileSystem: inspected });
    const { calls } = inspected;
    const newText = text(file.path);
    assert.ok(calls.includes('link') && calls.includes('rename'));
    for (const [fault, moment] of [
      ['ENOSPC', 'early'],
      ['death', 'early'],
      ['death', 'late'],
    ] satisfies [Fault, 'early' | 'late'][]) {
      for (let at = 0; at < calls.length; at++) {
        const config = directory.path(`${fault} ${moment} ${at}`);
        writeFileSync(file.path, file.original);
        const fileSystem = faultyFileSystem(at, fault, moment);
        const outcome = await prune({}, testTools(config, { fileSystem })).catch(
          (error: unknown) => ({ kind: 'refused', reason: String(error) }),
        );
        const where = `${fault} ${moment} at ${at} ${calls[at]!}: ${reason(outcome)}`;
        assert.ok([file.original, newText].includes(text(file.path)), where);
        if (outcome.kind === 'pruned') assert.equal(text(file.path), newText, where);
        // What the dead process has left in the way of the next one.
        const after = testTools(config, {
          processes: { ...localProcesses(), exists: () => false },
        });
        if (text(file.path) === file.original) continue;
        await undo(null, after);
        assert.equal(text(file.path), file.original, where);
      }
    }
  });

  it('says so when the disk is full, or nothing may be written', async () => {
    const inspected = faultyFileSystem(-1, 'EIO');
    await pruned({}, { ...file.tools, fileSystem: inspected });
    const at = inspected.calls.indexOf('write', inspected.calls.indexOf('openToRead'));
    const second = (fault: Fault): RewriteTools => ({
      ...file.tools,
      fileSystem: faultyFileSystem(at, fault),
    });
    for (const [fault, expected] of [
      ['ENOSPC', 'noSpace'],
      ['EPERM', 'notWritable'],
      ['EIO', 'failed'],
    ] as const) {
      writeFileSync(file.path, file.original);
      assert.equal(reason(await prune({}, second(fault))), expected);
      assert.equal(readFileSync(file.path, 'utf8'), file.original);
    }
  });
});
