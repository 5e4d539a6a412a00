import assert from 'node:assert/strict';
import { readFile, stat, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import {
  compactSession,
  type CompactOutcome,
  type CompactRequest,
} from '../../src/operations/compacting/compactSession';
import { backupPaths } from '../../src/io/keeping/backups';
import { restoreSession } from '../../src/operations/rewriting/restoreSession';
import { rewriteTools, type RewriteTools } from '../../src/operations/rewriting/rewriteSession';
import { silentLog } from '../../src/log';
import type { Account } from './claudeSandbox';
import { assertShowsLastUsage } from './expectations';
import { compactingModel, formerModel, grownSession } from './grownSession';
import { meter } from './meter';
import { reply, text } from './mockReply';
import { runClaude } from './runClaude';
import { useClaude, type ClaudeTest } from './useClaude';
import { prose } from './workspaceFiles';
import { until } from './until';

const accounts: Account[] = ['apiKey', 'subscriber'];
type Session = { sessionId: string; sessionFile: string };

for (const account of accounts) {
  describe(`compact with a smaller model, ${account}`, function () {
    this.timeout(180_000);
    const claude = useClaude({ account });

    it('brings a blocked session of 250K back to the model it had', async () => {
      const test = claude();
      const { api, sandbox } = test;
      const session = await grownSession(test);
      const before = await meter(sandbox, session.sessionFile);
      assert.deepEqual(
        [before.blocked, before.contextTokens > 240_000],
        [{ kind: 'credits', case: 'grown' }, true],
        String(before.contextTokens),
      );

      const outcome = await compact(test, session);
      assert.ok(
        outcome.kind === 'compacted' &&
          outcome.preTokens! > 200_000 &&
          outcome.postTokens! < 120_000,
        JSON.stringify(outcome),
      );
      assert.deepEqual(
        [
          ...new Set(
            api.requests.filter(({ kind }) => kind === 'compaction').map(({ model }) => model),
          ),
        ],
        [compactingModel],
      );
      assert.equal((await meter(sandbox, session.sessionFile)).blocked, null);

      const answered = await runClaude(sandbox, 'Where were we?', {
        model: formerModel,
        resume: session.sessionId,
      });
      assert.deepEqual([answered.isError, answered.sessionId], [false, session.sessionId]);
      assert.equal(api.requests.at(-1)?.model, formerModel);
      const after = await assertShowsLastUsage(api, sandbox, session.sessionFile);
      assert.ok(after.contextTokens < 200_000, String(after.contextTokens));
    });

    it('tells why it failed, and leaves the session as it was but for the notes of Claude Code', async () => {
      const test = claude();
      const { api } = test;
      const session = await grownSession(test);
      const failures = [
        {
          model: 'haiku',
          compaction: api.rules.compaction,
          credits: 0,
          code: account === 'apiKey' ? 'credits' : 'tooLong',
        },
        {
          model: compactingModel,
          compaction: {
            status: 400,
            type: 'invalid_request_error',
            message: 'prompt is too long: 255086 tokens > 1000 maximum',
          },
          credits: 200_000,
          code: 'tooLong',
        },
        // With an API key the CLI goes on asking for more than a minute.
        ...(account === 'apiKey'
          ? []
          : [
              {
                model: compactingModel,
                compaction: { status: 401, type: 'authentication_error', message: 'invalid' },
                credits: 200_000,
                code: 'notLoggedIn',
              },
            ]),
        {
          model: compactingModel,
          compaction: {
            status: 404,
            type: 'not_found_error',
            message: 'model: claude-haiku-4-5-20251001',
          },
          credits: 200_000,
          code: 'modelUnavailable',
        },
        {
          model: compactingModel,
          compaction: reply(text('')),
          credits: 200_000,
          code: 'noSummary',
        },
      ];
      for (const { model, compaction, credits, code } of failures) {
        const bytes = await readFile(session.sessionFile);
        Object.assign(api.rules, { compaction, creditsAboveTokens: credits });
        const outcome = await compact(test, session, { model });
        assert.equal(outcome.kind === 'failed' && outcome.code, code, JSON.stringify(outcome));
        assert.ok(
          (await readFile(session.sessionFile)).subarray(0, bytes.length).equals(bytes),
          'nothing that stood there has changed',
        );
      }
    });
  });
}

describe('compact with a smaller model', function () {
  this.timeout(180_000);
  const claude = useClaude();

  it('leaves the session whole when it is cancelled or killed half-way, and the next one succeeds', async () => {
    const test = claude();
    const session = await grownSession(test);
    const bytes = await readFile(session.sessionFile);
    const { release } = holdCompactions(test);
    const cancelling = new AbortController();
    const running = compact(test, session, {}, { signal: cancelling.signal });
    await until('the request for a summary', 30_000, () =>
      test.api.requests.some(({ kind }) => kind === 'compaction'),
    );
    cancelling.abort();
    const outcome = await running;
    assert.equal(outcome.kind === 'failed' && outcome.code, 'cancelled', JSON.stringify(outcome));
    const timedOut = await compact(test, session, { timeLimitMs: 2_500 });
    assert.equal(timedOut.kind === 'failed' && timedOut.code, 'timeout', JSON.stringify(timedOut));
    assert.ok((await readFile(session.sessionFile)).subarray(0, bytes.length).equals(bytes));
    assert.equal((await meter(test.sandbox, session.sessionFile)).blocked?.case, 'grown');
    release();
    assert.equal((await compact(test, session)).kind, 'compacted');
  });

  it('goes back to the backup, byte for byte', async () => {
    const test = claude();
    const session = await grownSession(test);
    const bytes = await readFile(session.sessionFile);
    const outcome = await compact(test, session, { focus: 'the ledger\nand $(its) tests' });
    assert.ok(outcome.kind === 'compacted', JSON.stringify(outcome));
    const asked = JSON.stringify(
      test.api.requests.findLast(({ kind }) => kind === 'compaction')?.body,
    );
    assert.ok(
      asked.includes('the ledger and $(its) tests'),
      'the focus arrives as it was typed, on one line',
    );
    const restored = await restoreSession(
      { path: session.sessionFile, backupId: outcome.backup.id },
      toolsOf(test),
    );
    assert.equal(restored.kind, 'restored', JSON.stringify(restored));
    assert.ok((await readFile(session.sessionFile)).equals(bytes));
    assert.equal((await meter(test.sandbox, session.sessionFile)).blocked?.case, 'grown');
  });

  it('finds the boundary in the short file that the clean-up of Claude Code leaves', async () => {
    const test = claude();
    const { sessionId, sessionFile } = await runClaude(test.sandbox, prose(40_000, 1), {
      model: compactingModel,
    });
    const padding = `"toolUseResult":${JSON.stringify('x'.repeat(8_000_000))},`;
    await writeFile(
      sessionFile,
      (await readFile(sessionFile, 'utf8')).replace(/^\{(?="parentUuid")/m, `{${padding}`),
    );
    const before = await stat(sessionFile);
    const outcome = await compact(
      test,
      { sessionId, sessionFile },
      {},
      { env: { ...test.sandbox.environment, CLAUDE_CODE_TRANSCRIPT_LOCAL_GC: '1' } },
    );
    assert.ok(outcome.kind === 'compacted', JSON.stringify(outcome));
    const after = await stat(sessionFile);
    assert.ok(
      after.ino !== before.ino && after.size < before.size / 10,
      `${String(before.size)} to ${String(after.size)} bytes`,
    );
    const { content } = backupPaths(toolsOf(test), sessionId, outcome.backup.id);
    assert.equal((await stat(content)).size, before.size, 'the backup has it all');
  });

  it('does not touch a session that somebody has open', async () => {
    const test = claude();
    const { sessionId, sessionFile } = await runClaude(test.sandbox, 'Hello.', {
      model: formerModel,
    });
    await test.openTerminal({ model: formerModel, resume: sessionId });
    const asked = test.api.requests.length;
    assert.deepEqual(await compact(test, { sessionId, sessionFile }), {
      kind: 'notAllowed',
      reason: 'open',
    });
    assert.equal(test.api.requests.length, asked);
  });
});

function toolsOf({ sandbox: { configDirectory } }: ClaudeTest): RewriteTools {
  return rewriteTools({ configDirectory, log: silentLog, loadTokenCount: null });
}

function compact(
  test: ClaudeTest,
  { sessionId, sessionFile }: Session,
  changes: Partial<CompactRequest> = {},
  run: { readonly signal?: AbortSignal; readonly env?: Record<string, string | undefined> } = {},
): Promise<CompactOutcome> {
  const { sandbox } = test;
  const request: CompactRequest = {
    programPath: sandbox.binary,
    sessionId,
    sessionFile,
    cwd: sandbox.workspace,
    model: compactingModel,
    focus: '',
    tokens: null,
    homeDirectory: homedir(),
    trustedFolders: [sandbox.workspace],
    timeLimitMs: 60_000,
    ...changes,
  };
  return compactSession(request, toolsOf(test), {
    env: sandbox.environment,
    signal: new AbortController().signal,
    ...run,
  });
}

/** Summaries wait until they are released. */
function holdCompactions({ api }: ClaudeTest): { release: () => void } {
  const summary = api.rules.compaction;
  let release = (): void => undefined;
  api.rules.compaction = new Promise((resolve) => (release = () => resolve(summary)));
  return {
    release: () => {
      release();
      api.rules.compaction = summary;
    },
  };
}
