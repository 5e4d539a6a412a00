import assert from 'node:assert/strict';
import { loadAgain } from '../../src/operations/loading/loadAgain';
import { createClaudeSandbox, removeClaudeSandbox, sessionFiles } from './claudeSandbox';
import type { ClaudeSandbox } from './claudeSandbox';
import { openClaudeStream } from './claudeStream';
import { openClaudeTerminal } from './claudeTerminal';
import { installCompanion, toldBy } from './companionInstall';
import { makeManagedMachine, type ManagedMachine } from './managedMachine';
import { startMockMessagesApi, type MockMessagesApi } from './mockMessagesApi';
import { model } from './sessionsToPrune';

// Where managed settings are, Claude Code guards what plugins of a person may do. Elsewhere than on
// Linux they cannot be there for one process alone.
if (process.platform === 'linux')
  describe('the companion where an organization guards Claude Code', () => {
    let machine: ManagedMachine;
    let api: MockMessagesApi;
    let sandbox: ClaudeSandbox;
    beforeEach(async () => {
      const binary = process.env['COMPANION_CLAUDE_BINARY']!;
      machine = await makeManagedMachine(binary, { cleanupPeriodDays: 30 });
      api = await startMockMessagesApi();
      sandbox = await createClaudeSandbox({ binary: machine.binary, apiUrl: api.url });
      await installCompanion(sandbox);
    });
    afterEach(async () => {
      await removeClaudeSandbox(sandbox);
      await api.stop();
      await machine.remove();
    });
    const told = (sessionId: string) =>
      toldBy(sandbox, sessionId, ({ contextTokens }) => contextTokens !== null);

    it('tells, and loads a session again in a terminal', async () => {
      const terminal = await openClaudeTerminal(sandbox, { model });
      try {
        const { sessionId } = await terminal.submit('Hello.');
        assert.equal((await told(sessionId)).windowTokens, 200_000);
        assert.equal((await loadAgain(sandbox.configDirectory, sessionId)).kind, 'loaded');
      } finally {
        await terminal.close();
      }
    }).timeout(90_000);

    it('changes no request, does not try to, and says why', async () => {
      const stream = openClaudeStream(sandbox, { model });
      try {
        await stream.submit('Hello.');
        const [[sessionId, wirePath]] = [...(await sessionFiles(sandbox))] as [[string, string]];
        assert.equal((await told(sessionId)).hearsRequests, false);
        assert.deepEqual(await loadAgain(sandbox.configDirectory, sessionId, { wirePath }), {
          kind: 'notLoaded',
          reason: 'unheard',
        });
      } finally {
        await stream.close();
      }
    }).timeout(90_000);
  });
