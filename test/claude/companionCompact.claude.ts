import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { loadTokenCount } from '../../src/domain/accounting/loadTokenCount';
import { begunCompactions, noteCompaction } from '../../src/io/companion/begunCompactions';
import { liveDirectory, openRequest } from '../../src/io/companion/liveFiles';
import { loadAgain } from '../../src/operations/loading/loadAgain';
import { settleLeft } from '../../src/operations/loading/settleCompaction';
import { listForWire } from '../../src/operations/loading/wire';
import { readRewriteHistory } from '../../src/operations/reading/readRewriteHistory';
import { rewriteTools, type RewriteTools } from '../../src/operations/rewriting/rewriteSession';
import { silentLog } from '../../src/log';
import type { ClaudeSandbox } from './claudeSandbox';
import type { ClaudeStream } from './claudeStream';
import { companionFolder, companionReleases, toldBy } from './companionInstall';
import { lastAnsweredTurn, responseWritten } from './expectations';
import { meter } from './meter';
import { contextTokensAfter } from './mockReply';
import { listItems, prune, undo } from './prunedSession';
import { changesWithin } from './requestDifference';
import { requestOnResume } from './resumedSession';
import { beginInCompany, beginStream, COMPANY, isSaid } from './streamSession';
import { until } from './until';
import { useClaude, type ClaudeTest } from './useClaude';

for (const { name, binary } of companionReleases) {
  describe(`the companion in a blocked session over stream-json in ${name} of Claude Code`, () => {
    const streams: ClaudeStream[] = [];
    // before the sandbox goes, which waits for what runs in it
    afterEach(() => Promise.all(streams.splice(0).map((stream) => stream.close())));
    const claude = useClaude({ binary });

    it('frees it without a summary, and a new process sends the same', async () => {
      const { api, sandbox } = claude();
      const { stream, sessionId, sessionFile, whole } = await block(claude(), streams);
      const before = api.requests.length;
      const { afterTokens } = await pruneAll(sandbox, sessionFile);
      const load = () =>
        loadAgain(sandbox.configDirectory, sessionId, {
          wirePath: sessionFile,
          tools: tools(sandbox),
        });
      const taken = await load();
      assert.equal(taken.kind === 'loaded' && taken.by, 'compact', JSON.stringify(taken));
      assert.equal(api.requests.length, before, 'nothing was asked of the model');
      assert.deepEqual(await begunCompactions(sandbox.configDirectory), []);

      const told = await toldBy(sandbox, sessionId, ({ wiredAtMs }) => wiredAtMs !== null);
      assert.ok(told.wiredAtMs! > (await newestRewriteMs(sandbox, sessionFile)));
      const { held } = await meter(sandbox, sessionFile);
      const contextTokens = held?.fileTokens ?? NaN;
      assert.ok(contextTokens < 30_000 && afterTokens > 150_000, String(contextTokens));
      await stream.submit('Go on.');
      const live = lastAnsweredTurn(api);
      assert.equal(changesWithin(whole, live.body).length, 3, 'a text, an image, an input');
      const sent = contextTokensAfter(live.response.usage);
      assert.ok(Math.abs(contextTokens - sent) < 1_000, `${contextTokens} told, ${sent} sent`);
      await responseWritten(api, sessionFile);
      assert.equal((await meter(sandbox, sessionFile)).contextTokens, sent);
      await stream.submit('And on.');
      const next = lastAnsweredTurn(api).body;
      assert.deepEqual(changesWithin(live.body, next), []);
      await responseWritten(api, sessionFile);
      const resumed = await requestOnResume(api, sandbox, sessionId);
      assert.deepEqual(changesWithin(next, resumed).filter(isSaid), []);

      await undo(sandbox, sessionFile);
      assert.deepEqual(await load(), { kind: 'notLoaded', reason: 'compacted' });
      await stream.submit('And now?');
      assert.deepEqual(changesWithin(live.body, lastAnsweredTurn(api).body), [], 'as it was said');
      await stream.close();
      const back = await requestOnResume(api, sandbox, sessionId);
      const changed = changesWithin(whole, back).filter(isSaid);
      assert.deepEqual(
        changed.filter(({ before, after }) => !isLessReminder(before, after)),
        [],
      );
    }).timeout(180_000);

    it('keeps what came with a result: a memory file, and a prompt of mid-turn', async () => {
      const { api, sandbox } = claude();
      const { stream, sessionId, sessionFile } = await beginInCompany(claude(), (begun) =>
        streams.push(begun),
      );
      const keeps = (body: unknown) =>
        COMPANY.filter((each) => JSON.stringify(body).includes(each));
      const whole = lastAnsweredTurn(api).body;
      assert.deepEqual(keeps(whole), COMPANY);
      const items = (await listItems(sandbox, sessionFile)).filter(
        ({ kind, prunable, tokens }) => kind === 'toolResult' && prunable && tokens > 500,
      );
      assert.equal(items.length, 3);
      await prune(sandbox, sessionFile, ...items.flatMap(({ id }) => ['--item', id]));
      const taken = await loadAgain(sandbox.configDirectory, sessionId, {
        wirePath: sessionFile,
        tools: tools(sandbox),
      });
      assert.equal(taken.kind === 'loaded' && taken.by, 'compact', JSON.stringify(taken));
      await stream.submit('Go on.');
      const live = lastAnsweredTurn(api).body;
      assert.deepEqual(keeps(live), COMPANY);
      assert.equal(changesWithin(whole, live).length, 3, 'the results, two of them by wire');
      await responseWritten(api, sessionFile);
      const resumed = await requestOnResume(api, sandbox, sessionId);
      assert.deepEqual(changesWithin(live, resumed).filter(isSaid), []);
    }).timeout(120_000);

    it('leaves what was broken off to the next start', async () => {
      const { api, sandbox } = claude();
      const { stream, sessionId, sessionFile, whole } = await block(claude(), streams);
      await pruneAll(sandbox, sessionFile);
      const { directory, pid, ask } = await companionOf(sandbox, sessionId);
      const { configDirectory } = sandbox;
      assert.ok(await listForWire({ configDirectory, path: sessionFile }, directory, pid));
      await noteCompaction(directory, { pid, atMs: Date.now() });
      assert.equal(await ask(), 'done');
      process.kill(stream.pid, 'SIGKILL');
      await stream.close();

      assert.equal(await settleLeft(tools(sandbox)), 1);
      assert.deepEqual(await begunCompactions(configDirectory), []);
      assert.equal(await settleLeft(tools(sandbox)), 0);
      const resumed = await requestOnResume(api, sandbox, sessionId);
      assert.equal(changesWithin(whole, resumed).filter(isSaid).length, 3);
      const { contextTokens } = await meter(sandbox, sessionFile);
      const sent = contextTokensAfter(lastAnsweredTurn(api).response.usage);
      assert.ok(Math.abs(contextTokens - sent) < 1_000, `${contextTokens} told, ${sent} sent`);
    }).timeout(120_000);

    it('makes no summary where Claude Code does not ask it', async () => {
      const { api, sandbox } = claude();
      const { stream, sessionId, sessionFile } = await block(claude(), streams, deafen);
      await pruneAll(sandbox, sessionFile);
      const before = api.requests.length;
      const outcome = await loadAgain(sandbox.configDirectory, sessionId, {
        wirePath: sessionFile,
        tools: tools(sandbox),
      });
      assert.deepEqual(outcome, { kind: 'notLoaded', reason: 'blocked' });
      assert.equal(api.requests.length, before, 'no summary was asked for');
      assert.doesNotMatch(await readFile(sessionFile, 'utf8'), /compact_boundary/);
      await stream.submit('/compact');
      const kinds = api.requests.slice(before).map(({ kind }) => kind);
      assert.ok(kinds.includes('compaction'), `a person's own is made: ${kinds.join()}`);
    }).timeout(120_000);
  });
}

/** A session that Claude Code refuses to go on with. @param change of the companion, before. */
async function block(
  test: ClaudeTest,
  streams: ClaudeStream[],
  change: (sandbox: ClaudeSandbox) => Promise<void> = () => Promise.resolve(),
) {
  const begun = await beginStream(test, { isBlocked: true, change });
  streams.push(begun.stream);
  const { api } = test;
  const whole = lastAnsweredTurn(api).body;
  const before = api.requests.length;
  await begun.stream.submit('Go on?');
  assert.equal(api.requests.length, before, 'it is refused without a request');
  return { ...begun, whole };
}

/** Behind a result that was made anew Claude Code leaves out what it had attached to it. */
function isLessReminder(before: unknown, after: unknown): boolean {
  return String(before).replace(/\n\n<system-reminder>\n<total_tokens>[^]*$/, '') === after;
}

/** Prunes a text, an image and the input of a call. */
async function pruneAll(sandbox: ClaudeSandbox, sessionFile: string) {
  const ids = (await listItems(sandbox, sessionFile))
    .filter(({ prunable, tokens }) => prunable && tokens > 500)
    .map(({ id }) => id);
  assert.equal(ids.length, 3);
  return prune(sandbox, sessionFile, ...ids.flatMap((id) => ['--item', id]));
}

async function newestRewriteMs({ configDirectory }: ClaudeSandbox, path: string): Promise<number> {
  const { rewrites } = await readRewriteHistory(configDirectory, path);
  return rewrites.at(-1)?.dateMs ?? NaN;
}

function tools({ configDirectory }: ClaudeSandbox): RewriteTools {
  return rewriteTools({ configDirectory, log: silentLog, loadTokenCount });
}

/** Asks the companion in the process of a session for a compaction, and for nothing else. */
async function companionOf(sandbox: ClaudeSandbox, sessionId: string) {
  const { nonce, pid } = await toldBy(sandbox, sessionId, (told) => told.pid !== 0);
  const directory = liveDirectory(sandbox.configDirectory, sessionId)!;
  const ask = async (): Promise<string> => {
    const request = await openRequest(directory, nonce, 'compact', Date.now());
    const answer = await until(
      'the companion to answer',
      20_000,
      async () => (await request.answer()) ?? undefined,
    );
    await request.close();
    return answer;
  };
  return { directory, pid, ask };
}

/** As a guard of an organization does it. */
async function deafen(sandbox: ClaudeSandbox): Promise<void> {
  const file = path.join(companionFolder(sandbox), 'leeway', 'hooks', 'register.js');
  const code = await readFile(file, 'utf8');
  const deaf = code.replace('const items = own.compacting;', 'const items = null;');
  assert.notEqual(deaf, code);
  await writeFile(file, deaf);
}
