import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { adviseOn } from '../../src/domain/recovery/advice';
import { blockFactsOf } from './blockFactsOf';
import { formerModel, grow } from './grownSession';
import { reply, text, toolUse } from './mockReply';
import { meter } from './meter';
import { prune } from './prunedSession';
import { runClaude } from './runClaude';
import { until } from './until';
import { useClaude, type ClaudeTest } from './useClaude';
import { prose, writeWorkspaceFile } from './workspaceFiles';

const timeLimitMs = 60_000;

describe('recover, a grown session that is open', function () {
  this.timeout(180_000);
  const claude = useClaude({ account: 'subscriber' });

  it('compacts itself at the next prompt of the same process, as the first step says', async () => {
    const test = claude();
    const { api, sandbox } = test;
    const session = await grow(test);
    const terminal = await test.openTerminal({ model: formerModel, resume: session.sessionId });
    api.rules.creditsAboveTokens = 200_000;
    await terminal.submit('Go on.');
    await until(
      'the refusal',
      timeLimitMs,
      async () => (await meter(sandbox, session.sessionFile)).blocked?.case === 'grown',
    );

    const { facts } = await blockFactsOf(test, session.sessionFile);
    const { steps } = adviseOn(facts);
    assert.deepEqual(
      [facts.openness === 'closed', facts.sessionVersion, steps[0]?.kind],
      [false, '2.1.329', 'promptAgain'],
    );
    assert.equal(steps[1]?.kind === 'compact' && steps[1].how, 'typed');

    await terminal.submit('Go on.');
    await until(
      'it to be unblocked',
      timeLimitMs,
      async () => (await meter(sandbox, session.sessionFile)).blocked === null,
    );
    await until(
      'a reply',
      timeLimitMs,
      async () => (await meter(sandbox, session.sessionFile)).exact,
    );
    assert.ok((await meter(sandbox, session.sessionFile)).contextTokens < 200_000);
    assert.ok((await readFile(session.sessionFile, 'utf8')).includes('compact_boundary'));
  });
});

for (const account of ['apiKey', 'subscriber'] as const) {
  describe(`recover, a grown session that is pruned, ${account}`, function () {
    this.timeout(180_000);
    const claude = useClaude({ account });

    it('answers with the former model, nothing summarized', async () => {
      const test = claude();
      const { api, sandbox } = test;
      const { sessionId, sessionFile } = await sessionThatRead(test);
      api.rules.creditsAboveTokens = 200_000;
      assert.equal(
        (await runClaude(sandbox, 'Go on.', { model: formerModel, resume: sessionId })).isError,
        true,
      );
      assert.equal((await meter(sandbox, sessionFile)).blocked?.case, 'grown');
      await prune(sandbox, sessionFile, '--target', '60');
      assert.equal(
        (await runClaude(sandbox, 'Go on.', { model: formerModel, resume: sessionId })).isError,
        false,
      );
      assert.deepEqual(
        [api.requests.at(-1)?.model, api.requests.some(({ kind }) => kind === 'compaction')],
        [formerModel, false],
      );
      const after = await meter(sandbox, sessionFile);
      assert.deepEqual(
        [after.blocked, after.exact, after.contextTokens < 200_000],
        [null, true, true],
      );
    });

    it('does so in the terminal where it is open, once /resume has loaded it again', async () => {
      const test = claude();
      const { api, sandbox } = test;
      const { sessionId, sessionFile } = await sessionThatRead(test);
      const terminal = await test.openTerminal({ model: formerModel, resume: sessionId });
      api.rules.creditsAboveTokens = 200_000;
      await terminal.submit('Go on.');
      await until(
        'the refusal',
        timeLimitMs,
        async () => (await meter(sandbox, sessionFile)).blocked?.case === 'grown',
      );
      await prune(sandbox, sessionFile, '--target', '60');
      await terminal.submit(`/resume ${sessionId}`);
      await terminal.submit('Go on.');
      await until('a reply', timeLimitMs, async () => (await meter(sandbox, sessionFile)).exact);
      // A process that was refused as a subscriber's compacts at its next prompt whatever the size;
      // the step on the page says so.
      assert.deepEqual(
        [
          (await meter(sandbox, sessionFile)).blocked,
          api.requests.some(({ kind }) => kind === 'compaction'),
        ],
        [null, account === 'subscriber'],
      );
    });
  });
}

/** A session of some 230K tokens, most of them in files that it has read. */
async function sessionThatRead({
  api,
  sandbox,
}: ClaudeTest): Promise<{ sessionId: string; sessionFile: string }> {
  let session = await runClaude(sandbox, 'Add CSV import to the ledger', { model: formerModel });
  for (let seed = 0; seed < 12; seed++) {
    const file = await writeWorkspaceFile(sandbox, `${String(seed)}.md`, prose(70_000, seed));
    api.script(reply(toolUse('Read', { file_path: file })), reply(text('Read.')));
    session = await runClaude(sandbox, `Read ${String(seed)}.md.`, {
      model: formerModel,
      resume: session.sessionId,
    });
  }
  assert.ok((await meter(sandbox, session.sessionFile)).contextTokens > 205_000);
  return session;
}
