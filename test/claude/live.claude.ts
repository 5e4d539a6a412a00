import assert from 'node:assert/strict';
import { sessionFiles } from './claudeSandbox';
import { assertEstimates, assertShowsLastUsage, responseWritten, written } from './expectations';
import { meter } from './meter';
import { reply, text } from './mockReply';
import { useClaude } from './useClaude';

const model = 'claude-sonnet-4-6';

describe('a session that is open in a terminal', () => {
  const claude = useClaude();

  it('is named by sessions/<pid>.json as idle and busy, and metered all along', async () => {
    const { api, sandbox, openTerminal } = claude();
    const terminal = await openTerminal({ model });
    const { sessionId } = await terminal.submit('Hello.');
    const sessionFile = (await sessionFiles(sandbox)).get(sessionId)!;
    await responseWritten(api, sessionFile);
    await assertShowsLastUsage(api, sandbox, sessionFile);

    const held = api.hold(reply(text('Done at last.')));
    terminal.type('Take your time.');
    const request = await held.arrived;
    const busy = await terminal.liveRecord();
    assert.deepEqual(
      { pid: busy?.pid, status: busy?.status, cwd: busy?.cwd },
      { pid: terminal.pid, status: 'busy', cwd: sandbox.workspace },
    );
    await written('Take your time.', sessionFile);
    assertEstimates(await meter(sandbox, sessionFile), request.tokens, 0.02);

    held.release();
    await terminal.idle();
    await responseWritten(api, sessionFile);
    await assertShowsLastUsage(api, sandbox, sessionFile);

    await terminal.close();
    assert.equal(await terminal.liveRecord(), undefined, 'the record goes with the process');
  });

  it('goes on in a new file after /clear', async () => {
    const { api, sandbox, openTerminal } = claude();
    const terminal = await openTerminal({ model });
    const first = await terminal.submit('Hello.');
    const firstFile = (await sessionFiles(sandbox)).get(first.sessionId)!;
    await responseWritten(api, firstFile);
    const before = await assertShowsLastUsage(api, sandbox, firstFile);

    const cleared = await terminal.submit('/clear');
    assert.notEqual(cleared.sessionId, first.sessionId);
    api.script(
      reply(text('A fresh start, with many more words than before, so that the numbers differ.')),
    );
    await terminal.submit('Hello again.');
    const secondFile = (await sessionFiles(sandbox)).get(cleared.sessionId)!;
    await responseWritten(api, secondFile);
    const after = await assertShowsLastUsage(api, sandbox, secondFile);
    assert.equal(after.sessionId, cleared.sessionId);
    assert.deepEqual(await meter(sandbox, firstFile), before, 'the old session keeps its number');
  });
});
