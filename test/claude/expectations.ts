import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { meter } from './meter';
import type { MeterReport } from './meter';
import { contextTokensAfter } from './mockReply';
import type { LoggedRequest, MockMessagesApi } from './mockMessagesApi';
import type { ClaudeSandbox } from './claudeSandbox';
import { until } from './until';

const flushTimeLimitMs = 10_000;

export type AnsweredTurn = LoggedRequest & Required<Pick<LoggedRequest, 'response'>>;

/** The turns that the mock has answered, in the order in which they arrived. */
export function answeredTurns(api: MockMessagesApi): AnsweredTurn[] {
  return api.requests.filter(
    (request): request is AnsweredTurn => request.kind === 'turn' && request.response !== undefined,
  );
}

export function lastAnsweredTurn(api: MockMessagesApi): AnsweredTurn {
  const turn = answeredTurns(api).at(-1);
  assert.ok(turn !== undefined, 'the mock has answered a turn');
  return turn;
}

/**
 * Asserts that the meter shows, as exact, the counters of the last response that the mock has
 * given.
 */
export async function assertShowsLastUsage(
  api: MockMessagesApi,
  sandbox: ClaudeSandbox,
  sessionFile: string,
): Promise<MeterReport> {
  const { usage } = lastAnsweredTurn(api).response;
  const report = await meter(sandbox, sessionFile);
  assert.deepEqual(
    { contextTokens: report.contextTokens, exact: report.exact },
    { contextTokens: contextTokensAfter(usage), exact: true },
    `reported by the mock: ${JSON.stringify(usage)}`,
  );
  return report;
}

/**
 * Asserts that the meter's number is an estimate, and no further from `tokens` than `tolerance` of
 * it.
 */
export function assertEstimates(report: MeterReport, tokens: number, tolerance: number): void {
  assert.equal(report.exact, false, 'an estimate says so');
  const deviation = Math.abs(report.contextTokens - tokens) / tokens;
  assert.ok(
    deviation <= tolerance,
    `${report.contextTokens} is ${(deviation * 100).toFixed(1)} % off ${tokens}`,
  );
}

/**
 * Waits until a session file holds the last response of the mock: a CLI that goes on running is
 * idle before it has written it.
 */
export async function responseWritten(api: MockMessagesApi, sessionFile: string): Promise<void> {
  await written(`"${lastAnsweredTurn(api).response.messageId}"`, sessionFile);
}

/**
 * Waits until a session file holds these words: a request may be on its way before its prompt is
 * written.
 */
export async function written(words: string, sessionFile: string): Promise<void> {
  await until(`${words} in the session file`, flushTimeLimitMs, async () =>
    (await readFile(sessionFile, 'utf8').catch(() => '')).includes(words),
  );
}
