import { afterEach, beforeEach } from 'mocha';
import { openClaudeTerminal } from './claudeTerminal';
import type { ClaudeTerminal } from './claudeTerminal';
import { createClaudeSandbox, removeClaudeSandbox } from './claudeSandbox';
import type { Account, ClaudeSandbox } from './claudeSandbox';
import { startMockMessagesApi } from './mockMessagesApi';
import type { MockMessagesApi } from './mockMessagesApi';

export interface ClaudeTest {
  api: MockMessagesApi;
  sandbox: ClaudeSandbox;
  /** Opens the CLI in a terminal that is closed with the test. */
  openTerminal: (options: {
    model: string;
    resume?: string;
    prompt?: string;
    pluginDirectory?: string;
  }) => Promise<ClaudeTerminal>;
}

/**
 * Gives each test of the surrounding suite a mock and a sandbox of its own; call the result inside
 * the test to get them.
 */
export function useClaude(options: { account?: Account; binary?: string } = {}): () => ClaudeTest {
  let current: ClaudeTest | undefined;
  const terminals: ClaudeTerminal[] = [];

  beforeEach(async () => {
    const api = await startMockMessagesApi();
    const sandbox = await createClaudeSandbox({
      binary: process.env['CLAUDE_BINARY']!,
      ...options,
      apiUrl: api.url,
    });
    current = {
      api,
      sandbox,
      openTerminal: async (terminalOptions) => {
        const terminal = await openClaudeTerminal(sandbox, terminalOptions);
        terminals.push(terminal);
        return terminal;
      },
    };
  });

  afterEach(async () => {
    if (current === undefined) return;
    const { api, sandbox } = current;
    current = undefined;
    api.releaseAll(); // a test that failed half way has not
    await Promise.all(terminals.splice(0).map((terminal) => terminal.close()));
    await removeClaudeSandbox(sandbox);
    await api.stop();
  });

  return () => current!;
}
