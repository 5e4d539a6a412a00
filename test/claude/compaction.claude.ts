import assert from 'node:assert/strict';
import { assertEstimates, assertShowsLastUsage, lastAnsweredTurn } from './expectations';
import { meter } from './meter';
import { reply, text, toolUse } from './mockReply';
import { runClaude } from './runClaude';
import { useClaude } from './useClaude';
import { prose, writeWorkspaceFile } from './workspaceFiles';

const model = 'claude-haiku-4-5-20251001';

describe('the number around a headless /compact', () => {
  const claude = useClaude();

  it('is exact before it, close to the next request right after it, and exact again after the next reply', async () => {
    const { api, sandbox } = claude();
    const files = await Promise.all(
      [5, 6, 7].map((seed) => writeWorkspaceFile(sandbox, `${seed}.md`, prose(60_000, seed))),
    );
    api.script(
      reply(...files.map((file) => toolUse('Read', { file_path: file }))),
      reply(text(prose(1_000, 8))),
    );
    const { sessionId, sessionFile } = await runClaude(sandbox, 'Read these.', { model });
    const before = await assertShowsLastUsage(api, sandbox, sessionFile);

    await runClaude(sandbox, '/compact', { model, resume: sessionId });
    assert.equal(api.requests.findLast(({ kind }) => kind === 'compaction')?.status, 200);
    const rightAfter = await meter(sandbox, sessionFile);

    await runClaude(sandbox, 'Go on.', { model, resume: sessionId });
    const cost = lastAnsweredTurn(api).tokens;
    assertEstimates(rightAfter, cost, 0.05);
    assert.ok(
      rightAfter.contextTokens < before.contextTokens / 2,
      `${rightAfter.contextTokens} of ${before.contextTokens} are left`,
    );
    await assertShowsLastUsage(api, sandbox, sessionFile);
  });

  it('keeps the conversation when the compaction fails, and counts what the failure has added', async () => {
    const { api, sandbox } = claude();
    const { sessionId, sessionFile } = await runClaude(sandbox, prose(20_000, 9), { model });
    api.rules.compaction = { status: 400, type: 'invalid_request_error', message: 'Not today.' };
    await runClaude(sandbox, '/compact', { model, resume: sessionId });
    const rightAfter = await meter(sandbox, sessionFile);

    await runClaude(sandbox, 'Go on.', { model, resume: sessionId });
    assertEstimates(rightAfter, lastAnsweredTurn(api).tokens, 0.02);
    await assertShowsLastUsage(api, sandbox, sessionFile);
  });
});
