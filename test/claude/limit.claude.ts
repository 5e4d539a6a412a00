import assert from 'node:assert/strict';
import { writeUserSettings } from './claudeSandbox';
import { assertShowsLastUsage } from './expectations';
import { runClaude } from './runClaude';
import { useClaude } from './useClaude';
import { prose } from './workspaceFiles';

describe('the limit', () => {
  const claude = useClaude();

  it('is 200K for a model without the 1M window, and 1M once [1m] is asked for', async () => {
    const { api, sandbox } = claude();
    const { sessionId, sessionFile } = await runClaude(sandbox, 'Hello.', {
      model: 'claude-sonnet-4-6',
    });
    const plain = await assertShowsLastUsage(api, sandbox, sessionFile);
    assert.equal(plain.limitTokens, 200_000, plain.limitReason);

    await runClaude(sandbox, 'Hello.', { model: 'claude-sonnet-4-6[1m]', resume: sessionId });
    const large = await assertShowsLastUsage(api, sandbox, sessionFile);
    assert.equal(large.limitTokens, 1_000_000, large.limitReason);
    assert.notEqual(large.limitReason, plain.limitReason);
  });

  it('is 1M for a native model, and 200K with CLAUDE_CODE_DISABLE_1M_CONTEXT in the settings, where the CLI compacts by itself', async () => {
    const { api, sandbox } = claude();
    const model = 'claude-opus-5-5';
    const { sessionId, sessionFile } = await runClaude(sandbox, prose(680_000, 3), { model });
    const native = await assertShowsLastUsage(api, sandbox, sessionFile);
    assert.equal(native.limitTokens, 1_000_000, native.limitReason);

    await writeUserSettings(sandbox, { env: { CLAUDE_CODE_DISABLE_1M_CONTEXT: '1' } });
    const disabled = await assertShowsLastUsage(api, sandbox, sessionFile);
    assert.equal(disabled.limitTokens, 200_000, disabled.limitReason);
    assert.notEqual(disabled.limitReason, native.limitReason);

    await runClaude(sandbox, 'Go on.', { model, resume: sessionId });
    assert.ok(
      api.requests.some(({ kind }) => kind === 'compaction'),
      'the CLI keeps to that limit',
    );
  });
});
