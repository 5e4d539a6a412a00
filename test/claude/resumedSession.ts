import assert from 'node:assert/strict';
import type { ClaudeSandbox } from './claudeSandbox';
import type { MockMessagesApi } from './mockMessagesApi';
import type { PruneReport } from './prunedSession';
import { disappearedTokens, requestDifferences } from './requestDifference';
import type { MessagesRequest } from './requestTokens';
import { runClaude } from './runClaude';
import { model } from './sessionsToPrune';

/**
 * Asserts that the second request is the first one with placeholders for the pruned items, and that
 * these free what was said.
 */
export function assertOnlyPruned(
  report: PruneReport,
  whole: MessagesRequest,
  pruned: MessagesRequest,
): void {
  const differences = requestDifferences(whole, pruned);
  const shown = JSON.stringify(
    differences.map(({ place, after }) => [place, JSON.stringify(after).slice(0, 200)]),
  );
  const left = differences.map(({ after }) => JSON.stringify(after));
  for (const { placeholder } of report.items)
    assert.ok(
      left.some((after) => after.includes(JSON.stringify(placeholder).slice(1, -1))),
      `${placeholder} in ${shown}`,
    );
  for (const after of left) assert.match(after, /\[pruned/, shown);
  const disappeared = disappearedTokens(differences);
  assert.ok(
    Math.abs(report.freedTokens - disappeared) <= 0.05 * disappeared,
    `${report.freedTokens} tokens were said to go, ${disappeared.toFixed(0)} went: ${shown}`,
  );
}

/**
 * The turn by which the CLI goes on with a session, in a copy of its own, so that the session stays
 * as it is.
 */
export async function turnOnResume(
  api: MockMessagesApi,
  sandbox: ClaudeSandbox,
  sessionId: string,
  prompt = 'Go on.',
  as = model,
) {
  const before = api.requests.length;
  const { isError, result } = await runClaude(sandbox, prompt, {
    model: as,
    resume: sessionId,
    fork: true,
  });
  assert.equal(isError, false, result);
  const requests = api.requests
    .slice(before)
    .filter(({ kind }) => kind === 'turn' || kind === 'compaction');
  assert.deepEqual(
    requests.map(({ kind, status }) => [kind, status]),
    [['turn', 200]],
    'it is answered at once, without a compaction',
  );
  return requests[0]!;
}

export async function requestOnResume(
  api: MockMessagesApi,
  sandbox: ClaudeSandbox,
  sessionId: string,
  as = model,
): Promise<MessagesRequest> {
  return (await turnOnResume(api, sandbox, sessionId, 'Go on.', as)).body;
}
