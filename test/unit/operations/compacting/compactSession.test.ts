import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, symlinkSync } from 'node:fs';
import {
  compactSession,
  type CompactOutcome,
  type CompactRequest,
} from '../../../../src/operations/compacting/compactSession';
import { TranscriptWriter } from '../../../fixtures/transcriptWriter';
import { writeOpenSession } from '../../../fixtures/writeOpenSession';
import { writeStandIn } from '../../../fixtures/standInProgram';
import { useTemporaryDirectory } from '../../../fixtures/temporaryDirectory';

const SESSION_ID = '7f3c2a10-1111-4111-8111-111111111111';

describe('compactSession', () => {
  const directory = useTemporaryDirectory();
  let kept = 0;
  let released: string[] = [];
  let isNeedless = true;

  function compact(
    script: string,
    changes: Partial<CompactRequest<string>> = {},
  ): Promise<CompactOutcome<string>> {
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
    return compactSession({
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
      configDirectory: directory.path('config'),
      homeDirectory: directory.path(),
      env: { PATH: '' },
      trustedFolders: [directory.path('work')],
      timeLimitMs: 10_000,
      signal: new AbortController().signal,
      keepCheckpoint: () => {
        kept++;
        return Promise.resolve('kept');
      },
      releaseCheckpoint: (checkpoint) => {
        released.push(checkpoint);
        return Promise.resolve(isNeedless);
      },
      ...changes,
    });
  }

  beforeEach(() => {
    kept = 0;
    released = [];
    isNeedless = true;
  });

  it('gives a checkpoint back that nothing came of, and only such a one', async () => {
    const outcome = await compact('process.exit(1)');
    assert.deepEqual([outcome.kind === 'failed' && outcome.checkpoint, released], [null, ['kept']]);
    isNeedless = false;
    const other = await compact('fs.writeFileSync(file, "{}")');
    assert.deepEqual(
      [other.kind === 'failed' && other.checkpoint, released],
      ['kept', ['kept', 'kept']],
    );
    await compact('fs.appendFileSync(file, fresh)');
    assert.equal(released.length, 2, 'not of one that took place');
    await compact('fs.appendFileSync(file, `{"subtype":"compact_boundary","new":"shape"}\\n`)');
    assert.equal(released.length, 2, 'nor of one that may have');
  });

  it('gives it back where somebody opened the session while it was kept', async () => {
    const outcome = await compact('', {
      keepCheckpoint: async () => {
        await writeOpenSession(directory.path('config'), {
          sessionId: SESSION_ID,
          cwd: directory.path('work'),
        });
        return 'kept';
      },
    });
    assert.deepEqual([outcome.kind === 'refused' && outcome.reason, released], ['open', ['kept']]);
  });

  it('starts nothing on a session of a moment ago that may be open, unless told that it is closed', async () => {
    const writer = new TranscriptWriter({ sessionId: SESSION_ID, version: '2.1.200' });
    writer.nowMs = Date.now();
    writer.prompt('Hello.');
    mkdirSync(directory.path('config', 'sessions'), { recursive: true });
    const sessionFile = directory.write(`recent/${SESSION_ID}.jsonl`, writer.toString());
    const script = 'process.exit(1)';
    assert.deepEqual(await compact(script, { sessionFile }), {
      kind: 'refused',
      reason: 'maybeOpen',
    });
    assert.equal(kept, 0);
    assert.equal((await compact(script, { sessionFile, assumeClosed: true })).kind, 'failed');
  });

  it('believes the boundary in the file, whatever is printed and however it ends', async () => {
    const outcome = await compact(
      'fs.appendFileSync(file, fresh); console.error("panic"); process.exit(1)',
    );
    assert.ok(outcome.kind === 'compacted');
    assert.deepEqual(
      [outcome.checkpoint, outcome.preTokens, outcome.postTokens],
      ['kept', 250_000, 64_000],
    );
  });

  it('finds it in a file that was replaced by a shorter one meanwhile', async () => {
    const outcome = await compact(
      'fs.writeFileSync(file + ".tmp", fresh); fs.renameSync(file + ".tmp", file)',
    );
    assert.equal(outcome.kind, 'compacted');
  });

  it('takes success that is only printed for a failure', async () => {
    const outcome = await compact(
      'console.log(JSON.stringify({ type: "result", subtype: "success", result: "", is_error: false }))',
    );
    assert.deepEqual(outcome, {
      kind: 'failed',
      checkpoint: null,
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
    const code = async (outcome: Promise<CompactOutcome<string>>) => {
      const found = await outcome;
      return found.kind === 'failed' ? found.code : found.kind;
    };
    assert.equal(await code(compact('', { programPath: directory.path('none') })), 'cannotStart');
    assert.equal(await code(compact('setInterval(() => 0, 1e6)', { timeLimitMs: 400 })), 'timeout');
    assert.equal(await code(compact('process.kill(process.pid, "SIGKILL")')), 'killed');
    assert.equal(
      await code(compact('setInterval(() => 0, 1e6)', { signal: AbortSignal.timeout(300) })),
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
    const refusal = async (changes: Partial<CompactRequest<string>>) => {
      const outcome = await compact('fs.writeFileSync(file, "touched")', changes);
      return outcome.kind === 'refused' ? outcome.reason : outcome.kind;
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
    assert.equal(kept, 0);
    assert.ok(!readFileSync(directory.path(`${SESSION_ID}.jsonl`), 'utf8').includes('touched'));
  });

  it('starts nothing when the checkpoint cannot be kept', async () => {
    await assert.rejects(
      compact('fs.writeFileSync(file, "touched")', {
        keepCheckpoint: () => Promise.reject(new Error('No space')),
      }),
      /No space/,
    );
    assert.ok(!readFileSync(directory.path(`${SESSION_ID}.jsonl`), 'utf8').includes('touched'));
  });
});
