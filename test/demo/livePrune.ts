import { existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { formatTokens } from '../../src/wording/formatTokens';
import { createClaudeSandbox, removeClaudeSandbox, sessionFiles } from '../claude/claudeSandbox';
import type { ClaudeSandbox } from '../claude/claudeSandbox';
import { openClaudeTerminal, type ClaudeTerminal } from '../claude/claudeTerminal';
import { companionFolder, installCompanion, toldBy } from '../claude/companionInstall';
import { lastAnsweredTurn, responseWritten } from '../claude/expectations';
import { startMockMessagesApi, type MockMessagesApi } from '../claude/mockMessagesApi';
import { contextTokensAfter, reply, text, toolUse } from '../claude/mockReply';
import { listItems, prune } from '../claude/prunedSession';
import { prose } from '../claude/workspaceFiles';
import { cacheDirectory } from '../setup/cacheDirectory';
import type { Report } from '../setup/cachedInstall';
import { fetchClaudeCli } from '../setup/claudeCli';
import type { DemoFolders } from './demoFolders';

const MODEL = 'claude-sonnet-4-6';
const FILE_BYTES = 120_000;

export interface LivePruneStep {
  /** A reply, the prune that the running process has taken up, the reply after it. */
  readonly stage: 'before' | 'taken' | 'measured';
  /** That the meter is to show. */
  readonly tokens: number;
}

/**
 * Prunes a session while the real Claude Code has it open, as it was fetched into the cache: with
 * a home of its own, a dummy key, and a mock of the API on this machine. The person's own `claude`
 * and what it keeps are not touched.
 *
 * @param onStep before the story goes on.
 * @throws Error where Claude Code cannot be fetched or does not do as it should.
 */
export async function showLivePrune(
  folders: DemoFolders,
  report: Report,
  onStep: (step: LivePruneStep) => Promise<void> = () => Promise.resolve(),
): Promise<void> {
  const binary = await fetchClaudeCli(path.join(cacheDirectory, 'claude-code'), report);
  const api = await startMockMessagesApi();
  const sandbox = await createClaudeSandbox({ binary, apiUrl: api.url, folders });
  try {
    if (!existsSync(companionFolder(sandbox))) await installCompanion(sandbox);
    const terminal = await openClaudeTerminal(sandbox, { model: MODEL });
    try {
      await tell({ api, sandbox, terminal }, report, onStep);
    } finally {
      await terminal.close();
    }
  } finally {
    await removeClaudeSandbox(sandbox);
    await api.stop();
  }
}

interface Stage {
  readonly api: MockMessagesApi;
  readonly sandbox: ClaudeSandbox;
  readonly terminal: ClaudeTerminal;
}

async function tell(
  { api, sandbox, terminal }: Stage,
  report: Report,
  onStep: (step: LivePruneStep) => Promise<void>,
): Promise<void> {
  const folder = path.join(sandbox.workspace, 'logs');
  await mkdir(folder, { recursive: true });
  const files = ['importer.log', 'statements.csv'].map((name) => path.join(folder, name));
  for (const [at, file] of files.entries()) await writeFile(file, prose(FILE_BYTES, 90 + at));
  const reads = files.map((file) => reply(toolUse('Read', { file_path: file })));
  api.script(...reads, reply(text('Both read.')));
  const { sessionId } = await terminal.submit('Why did the import of June stop?');
  const sessionFile = (await sessionFiles(sandbox)).get(sessionId)!;
  await responseWritten(api, sessionFile);
  await toldBy(sandbox, sessionId, ({ contextTokens }) => contextTokens !== null);
  const before = contextTokensAfter(lastAnsweredTurn(api).response.usage);
  report(`a real Claude Code in a terminal: ${formatTokens(before, 0)}`);
  await onStep({ stage: 'before', tokens: before });

  const asked = api.requests.length;
  const [largest] = (await listItems(sandbox, sessionFile)).filter(({ prunable }) => prunable);
  const pruned = await prune(sandbox, sessionFile, '--item', largest!.id);
  if (pruned.takenUpAtMs === null || api.requests.length !== asked)
    throw new Error(`Claude Code has not taken the prune up: ${pruned.notTakenUp ?? 'it asked'}.`);
  report(`pruned while it runs: ~${formatTokens(pruned.afterTokens, 0)}, without a request`);
  await onStep({ stage: 'taken', tokens: pruned.afterTokens });

  await terminal.submit('And now?');
  await responseWritten(api, sessionFile);
  const after = contextTokensAfter(lastAnsweredTurn(api).response.usage);
  report(`its next reply measured ${formatTokens(after, 0)}`);
  await onStep({ stage: 'measured', tokens: after });
}
