import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { writeUserSettings } from './claudeSandbox';
import type { ClaudeSandbox } from './claudeSandbox';
import { answeredTurns, lastAnsweredTurn } from './expectations';
import { meter } from './meter';
import { contextTokensAfter, summary } from './mockReply';
import type { MockMessagesApi } from './mockMessagesApi';
import { listItems, prune, runCommand } from './prunedSession';
import { runClaude } from './runClaude';
import { model, sessionThatRead } from './sessionsToPrune';
import { useClaude } from './useClaude';
import { prose } from './workspaceFiles';

/** What `cache FILE --json` prints. */
interface CacheReport {
  rewrites: {
    line: number;
    turn: number;
    tokens: number;
    pauseMs: number | null;
    reason: string;
    serverReason: string | null;
    pruned: { savedTokens: number | null; requests: number } | null;
  }[];
  requests: number;
  readTokens: number;
  writtenTokens: number;
  fiveMinuteTokens: number;
  oneHourTokens: number;
  uncachedTokens: number;
}

async function cacheOf(sandbox: ClaudeSandbox, sessionFile: string): Promise<CacheReport> {
  const { exitCode, stdout, stderr } = await runCommand(sandbox, ['cache', sessionFile, '--json']);
  assert.equal(exitCode, 0, stderr);
  return JSON.parse(stdout) as CacheReport;
}

/** Asserts that the totals are what the mock has reported for the turns from one on. */
async function assertTotals(
  api: MockMessagesApi,
  sandbox: ClaudeSandbox,
  sessionFile: string,
  from = 0,
): Promise<CacheReport> {
  const report = await cacheOf(sandbox, sessionFile);
  const told = answeredTurns(api)
    .slice(from)
    .map(({ response }) => response.usage);
  const sum = (of: (usage: (typeof told)[number]) => number): number =>
    told.reduce((total, usage) => total + of(usage), 0);
  assert.deepEqual(
    {
      requests: report.requests,
      readTokens: report.readTokens,
      writtenTokens: report.writtenTokens,
      fiveMinuteTokens: report.fiveMinuteTokens,
      oneHourTokens: report.oneHourTokens,
      uncachedTokens: report.uncachedTokens,
    },
    {
      requests: told.length,
      readTokens: sum((usage) => usage.cache_read_input_tokens),
      writtenTokens: sum((usage) => usage.cache_creation_input_tokens),
      fiveMinuteTokens: sum((usage) => usage.cache_creation.ephemeral_5m_input_tokens),
      oneHourTokens: sum((usage) => usage.cache_creation.ephemeral_1h_input_tokens),
      uncachedTokens: sum((usage) => usage.input_tokens),
    },
  );
  return report;
}

/** What was in the mock's cache after its last answer, and had to be written once more now. */
const cachedBy = ({ response: { usage } }: ReturnType<typeof lastAnsweredTurn>): number =>
  usage.cache_read_input_tokens + usage.cache_creation_input_tokens;

describe('what the command line tells of the cache', () => {
  const claude = useClaude();

  for (const [words, promptCacheTtl, lifetimeMs] of [
    ['five minutes', undefined, 5 * 60_000],
    ['an hour, where the settings ask for it', '1h', 60 * 60_000],
  ] as const)
    it(`is warm for ${words} after a request`, async () => {
      const { api, sandbox } = claude();
      if (promptCacheTtl !== undefined) await writeUserSettings(sandbox, { promptCacheTtl });
      const { sessionFile } = await runClaude(sandbox, prose(20_000, 1), { model });
      const { cache } = await meter(sandbox, sessionFile);
      const { atMs, response } = lastAnsweredTurn(api);
      const untilMs = Date.parse(cache?.warmUntil ?? '');
      assert.equal(cache?.state, 'warm');
      // by the newest entry of the request, which Claude Code writes as it sends it
      const earlyMs = atMs + lifetimeMs - untilMs;
      assert.ok(Math.abs(earlyMs) < 5_000, `${earlyMs} ms too early`);
      const written = lifetimeMs === 300_000 ? 'fiveMinuteTokens' : 'oneHourTokens';
      const report = await assertTotals(api, sandbox, sessionFile);
      assert.equal(report[written], response.usage.cache_creation_input_tokens);
      assert.ok(report[written] > 5_000);
      assert.deepEqual(report.rewrites, []);
    });

  it('lists what the server had dropped, as large as it was, with the server’s reason', async () => {
    const { api, sandbox } = claude();
    const { sessionId, sessionFile } = await sessionThatRead(api, sandbox, 2);
    assert.deepEqual((await assertTotals(api, sandbox, sessionFile)).rewrites, []);
    const cachedTokens = cachedBy(lastAnsweredTurn(api));

    Object.assign(api.rules, { cacheLifetimeMs: 0, cacheMiss: 'previous_message_not_found' });
    await runClaude(sandbox, 'Go on.', { model, resume: sessionId });
    const record = (await readFile(sessionFile, 'utf8'))
      .split('\n')
      .find((line) => line.includes('cache_miss_reason'));
    assert.ok(record !== undefined, 'the CLI writes the reason down');
    assert.equal(lastAnsweredTurn(api).response.usage.cache_read_input_tokens, 0);
    const { rewrites } = await assertTotals(api, sandbox, sessionFile);
    assert.deepEqual(
      rewrites.map(({ tokens, reason, serverReason }) => ({ tokens, reason, serverReason })),
      [
        {
          tokens: cachedTokens,
          reason: 'previousMessageNotFound',
          serverReason: 'previousMessageNotFound',
        },
      ],
    );
    const [{ pauseMs }] = rewrites as [CacheReport['rewrites'][number]];
    assert.ok(pauseMs !== null && pauseMs < 60_000, `${pauseMs} ms`);

    api.rules.cacheLifetimeMs = Infinity;
    await runClaude(sandbox, 'And on.', { model, resume: sessionId });
    assert.equal((await assertTotals(api, sandbox, sessionFile)).rewrites.length, 1);
  });

  it('says unknown where nobody says why', async () => {
    const { api, sandbox } = claude();
    const { sessionId, sessionFile } = await sessionThatRead(api, sandbox, 1);
    api.rules.cacheLifetimeMs = 0;
    await runClaude(sandbox, 'Go on.', { model, resume: sessionId });
    const { rewrites } = await cacheOf(sandbox, sessionFile);
    assert.deepEqual(
      rewrites.map(({ reason, serverReason }) => [reason, serverReason]),
      [['unknown', null]],
    );
  });

  it('lists a compaction as one, and begins anew with it', async () => {
    const { api, sandbox } = claude();
    const { sessionId, sessionFile } = await sessionThatRead(api, sandbox, 2);
    api.rules.compaction = summary(prose(12_000, 9));
    await runClaude(sandbox, '/compact', { model, resume: sessionId });
    assert.equal((await meter(sandbox, sessionFile)).cache?.state, 'new');
    await runClaude(sandbox, 'Go on.', { model, resume: sessionId });
    const { rewrites } = await assertTotals(api, sandbox, sessionFile);
    assert.deepEqual(
      rewrites.map(({ reason }) => reason),
      ['compaction'],
    );
    const { usage } = lastAnsweredTurn(api).response;
    assert.equal(rewrites[0]?.tokens, usage.cache_creation_input_tokens);
    assert.equal((await meter(sandbox, sessionFile)).cache?.state, 'warm');
  });

  it('begins anew with a fork', async () => {
    const { api, sandbox } = claude();
    const { sessionId } = await sessionThatRead(api, sandbox, 2);
    const before = answeredTurns(api).length;
    api.rules.cacheLifetimeMs = 0;
    const fork = await runClaude(sandbox, 'Go on.', { model, resume: sessionId, fork: true });
    const { rewrites } = await assertTotals(api, sandbox, fork.sessionFile, before);
    assert.deepEqual(rewrites, [], 'what the other session had is no matter of this one');
    const { cache, contextTokens } = await meter(sandbox, fork.sessionFile);
    const { usage } = lastAnsweredTurn(api).response;
    assert.equal(contextTokens, contextTokensAfter(usage));
    assert.deepEqual([cache?.state, (cache?.nextWriteTokens ?? Infinity) < 200], ['warm', true]);
  });

  it('lists a prune by Leeway as one, with what it saved', async () => {
    const { api, sandbox } = claude();
    const { sessionId, sessionFile } = await sessionThatRead(api, sandbox, 3);
    const before = lastAnsweredTurn(api);
    // The first one: what stands behind it is what has to be written again.
    const [read] = (await listItems(sandbox, sessionFile))
      .filter(({ kind, prunable }) => kind === 'toolResult' && prunable)
      .sort((a, b) => a.line - b.line);
    const { freedTokens } = await prune(sandbox, sessionFile, '--item', read!.id);
    await runClaude(sandbox, 'Go on.', { model, resume: sessionId });
    const { rewrites } = await assertTotals(api, sandbox, sessionFile);
    assert.deepEqual(
      rewrites.map(({ reason, serverReason }) => [reason, serverReason]),
      [['prune', null]],
    );
    const after = lastAnsweredTurn(api);
    assert.ok(after.tokens < before.tokens - freedTokens / 2);
    const { usage } = after.response;
    // the mock writes all that it does not read, but for a few tokens
    assert.equal(rewrites[0]?.tokens, usage.cache_creation_input_tokens);
    const { savedTokens, requests } = rewrites[0].pruned!;
    assert.equal(requests, 1);
    assert.ok(
      Math.abs(savedTokens! - freedTokens) < 0.06 * freedTokens,
      `${savedTokens} were saved, ${freedTokens} freed`,
    );

    await runClaude(sandbox, 'And on.', { model, resume: sessionId });
    const later = (await assertTotals(api, sandbox, sessionFile)).rewrites;
    assert.deepEqual(
      later.map(({ pruned }) => pruned?.requests),
      [2],
    );
    const { stdout } = await runCommand(sandbox, ['cache', sessionFile]);
    assert.match(stdout, /pruned; ~[\d.]+K less in each of 2 requests since\n/);
  });
});
