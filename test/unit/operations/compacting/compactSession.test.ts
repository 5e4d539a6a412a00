import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, symlinkSync } from 'node:fs';
import {
  compactSession,
  type CompactOutcome,
  type CompactRequest,
} from '../../../../src/operations/compacting/compactSession';
import type { Backup } from '../../../../src/io/keeping/backupManifest';
import { listBackups } from '../../../../src/io/keeping/backups';
import { localFileSystem } from '../../../../src/io/sessionFile/sessionFileSystem';
import { lossOf, restoreSession } from '../../../../src/operations/rewriting/restoreSession';
import type { RewriteTools } from '../../../../src/operations/rewriting/rewriteSession';
import { backupsOf } from '../../../../src/operations/rewriting/sessionBackups';
import { faultyFileSystem } from '../../../fixtures/faultyFileSystem';
import { testTools } from '../../../fixtures/sessionOfReads';
import { TranscriptWriter } from '../../../fixtures/transcriptWriter';
import { writeOpenSession } from '../../../fixtures/writeOpenSession';
import { writeStandIn } from '../../../fixtures/standInProgram';
import { useTemporaryDirectory } from '../../../fixtures/temporaryDirectory';

const SESSION_ID = '7f3c2a10-1111-4111-8111-111111111111';

describe('compactSession', () => {
  const directory = useTemporaryDirectory();
  function compact(
    script: string,
    changes: Partial<CompactRequest> = {},
    options: Partial<RewriteTools> & { readonly signal?: AbortSignal } = {},
  ): Promise<CompactOutcome> {
    const writer = new TranscriptWriter({ sessionId: SESSION_ID });
    writer.prompt('Hello.');
    writer.compaction({ summary: 'an old one', preTokens: 1, postTokens: 1 });
    const sessionFile = directory.write(`${SESSION_ID}.jsonl`, writer.toString());
    writer.take();
    writer.nowMs = Date.now();
    writer.compaction({
      summary: 'a new one',
      preTokens: 250_000,
      postTokens: 64_000,
      trigger: 'manual',
    });
    directory.write('new.jsonl', writer.toString());
    mkdirSync(directory.path('work'), { recursive: true });
    const { signal = new AbortController().signal, ...rest } = options;
    const request: CompactRequest = {
      programPath: writeStandIn(
        directory.path('claude'),
        [
          'const fs = require("fs");',
          `const file = ${JSON.stringify(sessionFile)};`,
          `const fresh = fs.readFileSync(${JSON.stringify(directory.path('new.jsonl'))}, "utf8");`,
          script,
        ].join('\n'),
      ),
      sessionId: SESSION_ID,
      sessionFile,
      cwd: directory.path('work'),
      model: 'claude-haiku-4-5-20251001',
      focus: '',
      tokens: 250_000,
      homeDirectory: directory.path(),
      trustedFolders: [directory.path('work')],
      timeLimitMs: 10_000,
      ...changes,
    };
    return compactSession(request, testTools(directory.path('config'), rest), {
      env: { PATH: '' },
      signal,
    });
  }
  const kept = (): Promise<readonly Backup[]> =>
    listBackups(testTools(directory.path('config')), SESSION_ID);

  it('gives a backup back that nothing came of, and only such a one', async () => {
    const outcome = await compact('process.exit(1)');
    assert.deepEqual([outcome.kind === 'failed' && outcome.backup, await kept()], [null, []]);
    const other = await compact('fs.writeFileSync(file, "{}")');
    assert.ok(other.kind === 'failed' && other.backup !== null);
    assert.deepEqual(await kept(), [other.backup]);
    await compact('fs.appendFileSync(file, fresh)');
    assert.equal((await kept()).length, 2, 'that of one that took place stays');
    await compact('fs.appendFileSync(file, `{"subtype":"compact_boundary","new":"shape"}\\n`)');
    assert.equal((await kept()).length, 3, 'that of one that may have stays, too');
  });

  it('gives it back where somebody opened the session while it was made', async () => {
    let isOpen = false;
    const outcome = await compact(
      '',
      {},
      {
        fileSystem: {
          ...localFileSystem,
          create: async (...given) => {
            if (given[0].endsWith('.jsonl')) {
              const cwd = directory.path('work');
              await writeOpenSession(directory.path('config'), { sessionId: SESSION_ID, cwd });
              isOpen = true;
            }
            return localFileSystem.create(...given);
          },
        },
      },
    );
    assert.deepEqual(outcome, { kind: 'notAllowed', reason: 'open' });
    assert.deepEqual([isOpen, await kept()], [true, []]);
  });

  it('is taken back to the byte by the restore that prunes are taken back by', async () => {
    const outcome = await compact('fs.appendFileSync(file, fresh)');
    assert.ok(outcome.kind === 'compacted');
    const path = directory.path(`${SESSION_ID}.jsonl`);
    const compacted = readFileSync(path, 'utf8');
    const tools = testTools(directory.path('config'), { assumeClosed: true });
    const { own } = await backupsOf(path, tools);
    assert.deepEqual(
      own.map(({ id, reason, beforeTokens }) => [id, reason, beforeTokens]),
      [[outcome.backup.id, 'compact', 250_000]],
    );
    const restored = await restoreSession({ path, backupId: outcome.backup.id }, tools);
    assert.ok(restored.kind === 'restored', JSON.stringify(restored));
    assert.ok(compacted.startsWith(readFileSync(path, 'utf8')) && restored.lost.lines > 0);
    await restoreSession({ path, backupId: restored.backup.id }, tools);
    assert.equal(readFileSync(path, 'utf8'), compacted);
  });

  it('starts nothing on a session of a moment ago that may be open, unless told that it is closed', async () => {
    const writer = new TranscriptWriter({ sessionId: SESSION_ID, version: '2.1.200' });
    writer.nowMs = Date.now();
    writer.prompt('Hello.');
    mkdirSync(directory.path('config', 'sessions'), { recursive: true });
    const sessionFile = directory.write(`recent/${SESSION_ID}.jsonl`, writer.toString());
    const script = 'process.exit(1)';
    assert.deepEqual(await compact(script, { sessionFile }), {
      kind: 'notAllowed',
      reason: 'maybeOpen',
    });
    assert.deepEqual(await kept(), []);
    const closed = await compact(script, { sessionFile }, { assumeClosed: true });
    assert.equal(closed.kind, 'failed');
  });

  it('believes the boundary in the file, whatever is printed and however it ends', async () => {
    const outcome = await compact(
      'fs.appendFileSync(file, fresh); console.error("panic"); process.exit(1)',
    );
    assert.ok(outcome.kind === 'compacted');
    assert.deepEqual(
      [await kept(), outcome.preTokens, outcome.postTokens],
      [[outcome.backup], 250_000, 64_000],
    );
  });

  it('finds it in a file that was replaced by a shorter one meanwhile', async () => {
    const outcome = await compact(
      'fs.writeFileSync(file + ".tmp", fresh); fs.renameSync(file + ".tmp", file)',
    );
    assert.equal(outcome.kind, 'compacted');
  });

  it('says what restoring its backup would lose, also of a file that was replaced', async () => {
    const outcome = await compact(
      'fs.writeFileSync(file + ".tmp", fresh); fs.renameSync(file + ".tmp", file)',
    );
    assert.ok(outcome.kind === 'compacted');
    const tools = testTools(directory.path('config'), { assumeClosed: true });
    const path = directory.path(`${SESSION_ID}.jsonl`);
    const lost = await lossOf(path, outcome.backup.id, tools);
    assert.ok(lost !== null && lost.lines > 0, JSON.stringify(lost));
    await writeOpenSession(directory.path('config'), {
      sessionId: SESSION_ID,
      cwd: directory.path('work'),
    });
    const restored = await restoreSession({ path, backupId: outcome.backup.id }, tools);
    assert.equal(restored.kind === 'refused' && restored.reason, 'open');
  });

  it('takes success that is only printed for a failure', async () => {
    const outcome = await compact(
      'console.log(JSON.stringify({ type: "result", subtype: "success", result: "", is_error: false }))',
    );
    assert.deepEqual(outcome, {
      kind: 'failed',
      backup: null,
      code: 'unknown',
      printed: null,
    });
  });

  it('takes an older boundary in a rewritten file for none', async () => {
    const outcome = await compact(
      'const old = fs.readFileSync(file); fs.writeFileSync(file + ".tmp", old); fs.renameSync(file + ".tmp", file)',
    );
    assert.equal(outcome.kind, 'failed');
  });

  it('survives a program that prints garbage, and says it in one printable line', async () => {
    const outcome = await compact(
      'process.stdout.write(Buffer.from([0, 27, 91, 51, 49, 109, 255, 254])); console.log("{not json"); console.error("\\u001b[31mIt \\u202e broke\\u0007 ".repeat(200)); process.exit(9)',
    );
    assert.ok(outcome.kind === 'failed' && outcome.code === 'unknown');
    assert.ok(
      outcome.printed !== null &&
        outcome.printed.length <= 300 &&
        outcome.printed.startsWith('It broke'),
      String(outcome.printed),
    );
  });

  it('tells a missing program, a hanging one, a killed one and a cancelled one apart', async () => {
    const code = async (outcome: Promise<CompactOutcome>) => {
      const found = await outcome;
      return found.kind === 'failed' ? found.code : found.kind;
    };
    assert.equal(await code(compact('', { programPath: directory.path('none') })), 'cannotStart');
    assert.equal(await code(compact('setInterval(() => 0, 1e6)', { timeLimitMs: 400 })), 'timeout');
    assert.equal(await code(compact('process.kill(process.pid, "SIGKILL")')), 'killed');
    assert.equal(
      await code(compact('setInterval(() => 0, 1e6)', {}, { signal: AbortSignal.timeout(300) })),
      'cancelled',
    );
    assert.equal(
      await code(
        compact('fs.appendFileSync(file, fresh); setInterval(() => 0, 1e6)', { timeLimitMs: 700 }),
      ),
      'compacted',
      'it was ready when time was up',
    );
  });

  it('refuses before anything is kept or started', async () => {
    const refusal = async (changes: Partial<CompactRequest>) => {
      const outcome = await compact('fs.writeFileSync(file, "touched")', changes);
      return outcome.kind === 'notAllowed' ? outcome.reason : outcome.kind;
    };
    assert.equal(await refusal({ sessionId: '--help' }), 'notASession');
    assert.equal(await refusal({ model: '--help' }), 'notAModel');
    assert.equal(await refusal({ sessionFile: directory.path('none.jsonl') }), 'missing');
    assert.equal(await refusal({ cwd: directory.path('gone') }), 'folderMissing');
    assert.equal(await refusal({ trustedFolders: [] }), 'folderNotTrusted');
    assert.equal(await refusal({ trustedFolders: [directory.path('wor')] }), 'folderNotTrusted');
    mkdirSync(directory.path('elsewhere'));
    symlinkSync(directory.path('elsewhere'), directory.path('work', 'link'));
    assert.equal(await refusal({ cwd: directory.path('work', 'link') }), 'folderNotTrusted');
    symlinkSync(directory.path(`${SESSION_ID}.jsonl`), directory.path('link.jsonl'));
    assert.equal(await refusal({ sessionFile: directory.path('link.jsonl') }), 'missing');
    await writeOpenSession(directory.path('config'), {
      sessionId: SESSION_ID,
      cwd: directory.path('work'),
    });
    assert.equal(await refusal({}), 'open');
    assert.deepEqual(await kept(), []);
    assert.ok(!readFileSync(directory.path(`${SESSION_ID}.jsonl`), 'utf8').includes('touched'));
  });

  it('starts nothing when no backup can be made', async () => {
    const full = faultyFileSystem(0, 'ENOSPC');
    const fileSystem = {
      ...localFileSystem,
      create: (path: string) =>
        path.endsWith('.jsonl') ? full.create(path) : localFileSystem.create(path),
    };
    const outcome = await compact('fs.writeFileSync(file, "touched")', {}, { fileSystem });
    assert.deepEqual(outcome, { kind: 'refused', reason: 'noSpace', detail: 'ENOSPC' });
    assert.ok(!readFileSync(directory.path(`${SESSION_ID}.jsonl`), 'utf8').includes('touched'));
  });
});
