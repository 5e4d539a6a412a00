import assert from 'node:assert/strict';
import { lastAnsweredTurn, responseWritten } from './expectations';
import { meter } from './meter';
import { contextTokensAfter, reply, text } from './mockReply';
import { pruneLargest, undo } from './prunedSession';
import { model, sessionThatRead } from './sessionsToPrune';
import { until } from './until';
import { useClaude } from './useClaude';

describe('a session that is open while it is pruned', () => {
  const claude = useClaude();

  it('is metered by what its process sends, until that has loaded the file, and so is its undo', async () => {
    const { api, sandbox, openTerminal } = claude();
    const { sessionId, sessionFile } = await sessionThatRead(api, sandbox, 3);
    const terminal = await openTerminal({ model, resume: sessionId });
    const prompt = async (words: string): Promise<number> => {
      api.script(reply(text(`Answer to: ${words}`)));
      await terminal.submit(words);
      await responseWritten(api, sessionFile);
      return contextTokensAfter(lastAnsweredTurn(api).response.usage);
    };
    const told = async () => {
      const { contextTokens, exact, held } = await meter(sandbox, sessionFile);
      return { contextTokens, exact, held };
    };
    /** The terminal is idle before Claude Code has written that it let go of the session. */
    const released = () =>
      until('the file to be loaded', 10_000, async () => (await told()).held === null);
    const near = (tokens: number, other: number) =>
      assert.ok(Math.abs(tokens - other) < 0.06 * other, `${tokens} is not near ${other}`);

    const before = await prompt('Before.');
    assert.deepEqual(await told(), { contextTokens: before, exact: true, held: null });
    const { freedTokens, takesEffect } = await pruneLargest(sandbox, sessionFile, 2);
    assert.equal(takesEffect, 'afterResume');

    const pruned = await told();
    assert.deepEqual([pruned.contextTokens, pruned.held?.isMeasured], [before, false]);
    near(pruned.held!.fileTokens!, before - freedTokens);
    const unloaded = await prompt('Without /resume.');
    assert.ok(unloaded > before, 'the process still sends what was pruned');
    const shown = await told();
    assert.deepEqual(
      [shown.contextTokens, shown.exact, shown.held?.isMeasured],
      [unloaded, true, true],
    );
    near(shown.held!.fileTokens!, unloaded - freedTokens);

    await terminal.submit(`/resume ${sessionId}`);
    await released();
    near((await told()).contextTokens, unloaded - freedTokens);
    const loaded = await prompt('After /resume.');
    assert.deepEqual(await told(), { contextTokens: loaded, exact: true, held: null });
    near(loaded, unloaded - freedTokens);

    await undo(sandbox, sessionFile);
    const undone = await told();
    assert.equal(undone.contextTokens, loaded, 'the process goes on without it');
    near(undone.held!.fileTokens!, unloaded);
    await terminal.submit(`/resume ${sessionId}`);
    await released();
    const whole = await told();
    assert.equal(whole.exact, false, 'no reply has measured it yet');
    near(whole.contextTokens, unloaded);
    const last = await prompt('With everything again.');
    assert.deepEqual(await told(), { contextTokens: last, exact: true, held: null });
    near(last, unloaded);

    await pruneLargest(sandbox, sessionFile, 2);
    assert.notEqual((await told()).held, null);
    await terminal.close();
    await released();
    near((await told()).contextTokens, last - freedTokens);
  }).timeout(180_000);
});
