import assert from 'node:assert/strict';
import { writeUserSettings } from './claudeSandbox';
import { assertShowsLastUsage } from './expectations';
import { meter } from './meter';
import type { MeterReport } from './meter';
import type { MockMessagesApi } from './mockMessagesApi';
import { reply, text } from './mockReply';
import type { Reply } from './mockReply';
import { runClaude } from './runClaude';
import { useClaude } from './useClaude';
import { prose } from './workspaceFiles';

/**
 * The CLI adds an estimate of the next prompt, so the last reply is kept this far from a wall, on
 * either side.
 */
const marginTokens = 1_000;

describe('the walls that the meter names', () => {
  const claude = useClaude();

  for (const model of ['claude-sonnet-4-6', 'claude-opus-5-5']) {
    it(`are where the CLI compacts by itself, ${model}`, async () => {
      const { api, sandbox } = claude();
      const { sessionId, sessionFile } = await runClaude(sandbox, 'Hello.', { model });
      const wall = wallTokens(await meter(sandbox, sessionFile), 'autoCompact')!;
      const go = () => runClaude(sandbox, 'Go on.', { model, resume: sessionId });

      api.script(leaving(wall - marginTokens), leaving(wall + marginTokens));
      await go();
      await go();
      await assertShowsLastUsage(api, sandbox, sessionFile);
      assert.equal(hasCompacted(api), false, 'not before the wall');
      await go();
      assert.equal(hasCompacted(api), true, 'past the wall');
    });
  }

  it('put auto-compaction at the limit where the CLI waits for the API to refuse', async () => {
    const { api, sandbox } = claude();
    const model = 'claude-haiku-4-5-20251001';
    const { sessionId, sessionFile } = await runClaude(sandbox, 'Hello.', { model });
    const { limitTokens } = await meter(sandbox, sessionFile);
    const go = (prompt: string) => runClaude(sandbox, prompt, { model, resume: sessionId });

    await go(prose(400_000, 1));
    api.script(leaving(limitTokens! - marginTokens));
    await go('Go on.');
    assert.equal(wallTokens(await meter(sandbox, sessionFile), 'autoCompact'), limitTokens);
    await go('Go on.');
    assert.equal(hasCompacted(api), false, 'not before the limit');
    assert.equal((await go(prose(400_000, 2))).isError, false);
    assert.deepEqual(
      api.requests.slice(-3).map(({ kind, status }) => `${kind} ${status}`),
      ['turn 400', 'compaction 200', 'turn 200'],
    );
  });

  it('are where the CLI sends nothing any more, with auto-compaction off', async () => {
    const { api, sandbox } = claude();
    const model = 'claude-haiku-4-5-20251001';
    await writeUserSettings(sandbox, { autoCompactEnabled: false });
    const { sessionId, sessionFile } = await runClaude(sandbox, 'Hello.', { model });
    const report = await meter(sandbox, sessionFile);
    assert.equal(wallTokens(report, 'autoCompact'), undefined);
    const wall = wallTokens(report, 'blocked')!;
    const go = () => runClaude(sandbox, 'Go on.', { model, resume: sessionId });

    api.script(leaving(wall - marginTokens), leaving(wall + marginTokens));
    await go();
    assert.equal((await go()).isError, false, 'not before the wall');
    const sent = api.requests.length;
    assert.equal((await go()).isError, true, 'past the wall');
    assert.equal(api.requests.length, sent);
  });
});

function hasCompacted(api: MockMessagesApi): boolean {
  return api.requests.some(({ kind }) => kind === 'compaction');
}

/** A reply that says the context holds so much after it. */
function leaving(contextTokens: number): Reply {
  const usage = {
    input_tokens: contextTokens - 10,
    cache_creation_input_tokens: 0,
    cache_read_input_tokens: 0,
    output_tokens: 10,
  };
  return { ...reply(text('Here.')), usage };
}

function wallTokens(report: MeterReport, kind: string): number | undefined {
  return report.walls.find((wall) => wall.kind === kind)?.tokens;
}
