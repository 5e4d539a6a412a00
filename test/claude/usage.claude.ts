import assert from 'node:assert/strict';
import { sessionFiles } from './claudeSandbox';
import { assertEstimates, assertShowsLastUsage, written } from './expectations';
import { meter } from './meter';
import { reply, text, thinking, toolUse } from './mockReply';
import { runClaude } from './runClaude';
import { useClaude } from './useClaude';
import { onePixelPng, prose, writeWorkspaceFile } from './workspaceFiles';

const models = ['claude-haiku-4-5-20251001', 'claude-sonnet-4-6', 'claude-opus-5-5'];

describe('the number after a real reply', () => {
  const claude = useClaude();

  for (const model of models) {
    it(`is what the mock reported: a plain turn and a second one, ${model}`, async () => {
      const { api, sandbox } = claude();
      const first = await runClaude(sandbox, 'Say hello.', { model });
      const report = await assertShowsLastUsage(api, sandbox, first.sessionFile);
      assert.deepEqual(
        { sessionId: report.sessionId, model: report.model },
        { sessionId: first.sessionId, model },
      );

      await runClaude(sandbox, prose(4_000, 1), { model, resume: first.sessionId });
      await assertShowsLastUsage(api, sandbox, first.sessionFile);
    });

    it(`is what the mock reported: thinking, parallel tools and an image, ${model}`, async () => {
      const { api, sandbox } = claude();
      const [notes, more, picture] = await Promise.all([
        writeWorkspaceFile(sandbox, 'notes.md', prose(20_000, 2)),
        writeWorkspaceFile(sandbox, 'more.md', prose(30_000, 3)),
        writeWorkspaceFile(sandbox, 'picture.png', onePixelPng),
      ]);
      api.script(
        reply(
          thinking('I should look at everything at once.'),
          text('I read all three.'),
          ...[notes, more, picture].map((file) => toolUse('Read', { file_path: file })),
        ),
        reply(toolUse('Bash', { command: 'ls' })),
        reply(thinking('That is all.'), text('Two texts and a picture.')),
      );
      const { sessionFile } = await runClaude(sandbox, 'What lies here?', { model });
      assert.equal(api.requests.filter((request) => request.kind === 'turn').length, 3);
      await assertShowsLastUsage(api, sandbox, sessionFile);
    });
  }

  it('is an estimate close to the request that is under way while a tool result waits for its reply', async () => {
    const { api, sandbox } = claude();
    const file = await writeWorkspaceFile(sandbox, 'long.md', `${prose(60_000, 4)} The very end.`);
    api.script(reply(toolUse('Read', { file_path: file })));
    const held = api.hold(reply(text('Read.')));
    const running = runClaude(sandbox, 'Read it.', { model: 'claude-sonnet-4-6' });
    const request = await held.arrived;
    const [sessionFile] = [...(await sessionFiles(sandbox)).values()] as [string];
    await written('The very end.', sessionFile);
    assertEstimates(await meter(sandbox, sessionFile), request.tokens, 0.05);

    held.release();
    await running;
    await assertShowsLastUsage(api, sandbox, sessionFile);
  });
});
