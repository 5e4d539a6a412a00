import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { silentLog } from '../../src/log';
import { loadAgain } from '../../src/operations/loading/loadAgain';
import { rewriteTools } from '../../src/operations/rewriting/rewriteSession';
import { createClaudeSandbox, removeClaudeSandbox, sessionFiles } from './claudeSandbox';
import type { ClaudeSandbox } from './claudeSandbox';
import { openClaudeStream } from './claudeStream';
import { openClaudeTerminal } from './claudeTerminal';
import { installCompanion, toldBy } from './companionInstall';
import { makeManagedMachine, type ManagedMachine } from './managedMachine';
import { startMockMessagesApi, type MockMessagesApi } from './mockMessagesApi';
import { listItems, prune } from './prunedSession';
import { model } from './sessionsToPrune';
import { beginStream } from './streamSession';

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

    it('has no summary made of a session that is blocked', async () => {
      const test = { api, sandbox };
      const { stream, sessionId, sessionFile } = await beginStream(test, { isBlocked: true });
      try {
        const [largest] = (await listItems(sandbox, sessionFile)).filter(
          ({ prunable }) => prunable,
        );
        await prune(sandbox, sessionFile, '--item', largest!.id);
        const before = api.requests.length;
        const { configDirectory } = sandbox;
        const tools = rewriteTools({ configDirectory, log: silentLog, loadTokenCount: null });
        const load = loadAgain(configDirectory, sessionId, { wirePath: sessionFile, tools });
        assert.deepEqual(await load, { kind: 'notLoaded', reason: 'blocked' });
        assert.equal(api.requests.length, before);
        assert.doesNotMatch(await readFile(sessionFile, 'utf8'), /compact_boundary/);
      } finally {
        await stream.close();
      }
    }).timeout(90_000);
  });
