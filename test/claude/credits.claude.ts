import assert from 'node:assert/strict';
import type { Account } from './claudeSandbox';
import { assertShowsLastUsage } from './expectations';
import { meter } from './meter';
import { runClaude } from './runClaude';
import { useClaude } from './useClaude';
import { prose } from './workspaceFiles';

const nativeOneMillionModel = 'claude-opus-5-5';
const accounts: Account[] = ['apiKey', 'subscriber'];

for (const account of accounts) {
  describe(`the credits block, ${account}`, () => {
    const claude = useClaude({ account });

    it('is one of a grown session after 200K, and over with the next reply', async () => {
      const { api, sandbox } = claude();
      api.rules.creditsAboveTokens = 200_000;
      const model = nativeOneMillionModel;
      const { sessionId, sessionFile } = await runClaude(sandbox, prose(680_000, 1), { model });
      const open = await assertShowsLastUsage(api, sandbox, sessionFile);
      assert.deepEqual(
        { limitTokens: open.limitTokens, blocked: open.blocked },
        { limitTokens: 1_000_000, blocked: null },
      );

      const refused = await runClaude(sandbox, prose(160_000, 2), { model, resume: sessionId });
      assert.deepEqual(
        { isError: refused.isError, status: api.requests.at(-1)?.status },
        { isError: true, status: 429 },
      );
      const blocked = await meter(sandbox, sessionFile);
      assert.deepEqual(blocked.blocked, { kind: 'credits', case: 'grown' });
      assert.equal(blocked.limitTokens, 200_000, blocked.limitReason);

      api.rules.creditsAboveTokens = null;
      await runClaude(sandbox, 'Again.', { model, resume: sessionId });
      const free = await assertShowsLastUsage(api, sandbox, sessionFile);
      assert.deepEqual(
        { limitTokens: free.limitTokens, blocked: free.blocked },
        { limitTokens: 1_000_000, blocked: null },
      );
    });

    it('is one of entitlement in a small session', async () => {
      const { api, sandbox } = claude();
      const { sessionId, sessionFile } = await runClaude(sandbox, 'Hello.', {
        model: 'claude-sonnet-4-6',
      });
      const usedTokens = (await assertShowsLastUsage(api, sandbox, sessionFile)).contextTokens;

      api.rules.creditsAboveTokens = 0;
      const refused = await runClaude(sandbox, 'Hello again.', {
        model: 'claude-sonnet-4-6[1m]',
        resume: sessionId,
      });
      assert.deepEqual(
        { isError: refused.isError, status: api.requests.at(-1)?.status },
        { isError: true, status: 429 },
      );
      const report = await meter(sandbox, sessionFile);
      assert.deepEqual(report.blocked, { kind: 'credits', case: 'entitlement' });
      assert.ok(report.contextTokens >= usedTokens, 'the refused prompt takes nothing away');
    });

    it('is one of entitlement when the very first prompt is refused', async () => {
      const { api, sandbox } = claude();
      api.rules.creditsAboveTokens = 0;
      const { sessionFile } = await runClaude(sandbox, 'Hello.', { model: nativeOneMillionModel });
      assert.deepEqual((await meter(sandbox, sessionFile)).blocked, {
        kind: 'credits',
        case: 'entitlement',
      });
    });
  });
}
