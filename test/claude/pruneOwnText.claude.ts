import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { reply, text } from './mockReply';
import { listItems, prune, undo } from './prunedSession';
import { requestDifferences } from './requestDifference';
import { assertOnlyPruned, requestOnResume } from './resumedSession';
import { runClaude } from './runClaude';
import { model } from './sessionsToPrune';
import { useClaude } from './useClaude';
import { prose } from './workspaceFiles';

describe('a session of which a pasted text is pruned', () => {
  const claude = useClaude();

  it('is resumed with how the text began and ended, and otherwise the same; undone it is resumed whole', async () => {
    const { api, sandbox } = claude();
    const pasted = `Why does this fail?\n\n${prose(30_000, 7)}\n\nWhat should I try first?`;
    // Not the first prompt: of that a mark in the line about billing is made (2.1.329).
    api.script(reply(text('Hello.')));
    const { sessionId, sessionFile } = await runClaude(sandbox, 'Hello.', { model });
    api.script(reply(text('Try the second.')));
    await runClaude(sandbox, pasted, { model, resume: sessionId });
    api.script(reply(text('You are welcome.')));
    await runClaude(sandbox, 'Thank you.', { model, resume: sessionId });
    const original = await readFile(sessionFile);
    const whole = await requestOnResume(api, sandbox, sessionId);

    const own = (await listItems(sandbox, sessionFile)).find(
      ({ kind, tokens }) => kind === 'userText' && tokens > 1000,
    )!;
    assert.equal(own.prunable, false, 'nothing takes it along');
    const report = await prune(sandbox, sessionFile, '--item', own.id);
    const pruned = await requestOnResume(api, sandbox, sessionId);
    assertOnlyPruned(report, whole, pruned);
    const [changed, ...others] = requestDifferences(whole, pruned);
    assert.deepEqual(others, []);
    assert.match(
      String(changed!.after),
      /^\[pruned: [^\n]*\]\nWhy does this fail\?[^]*\n\[…\]\n[^]*What should I try first\?$/,
    );
    const [still] = (await listItems(sandbox, sessionFile)).filter(({ id }) => id === own.id);
    assert.equal(still!.label, own.label);

    await undo(sandbox, sessionFile);
    assert.ok(original.equals(await readFile(sessionFile)));
    assert.deepEqual(requestDifferences(whole, await requestOnResume(api, sandbox, sessionId)), []);
  }).timeout(120_000);
});
