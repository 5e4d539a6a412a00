import { execFile } from 'node:child_process';
import path from 'node:path';
import type { ClaudeSandbox } from './claudeSandbox';

/** What `prune FILE --json` prints. */
export interface PruneReport {
  items: { id: string; freedTokens: number; placeholder: string }[];
  freedTokens: number;
  beforeTokens: number;
  afterTokens: number;
  reached: boolean;
  backup: string | null;
  sessionId: string;
  path: string;
  takesEffect: 'atNextStart' | 'afterResume';
  takenUpAtMs: number | null;
  notTakenUp: string | null;
}

/** An item as `items FILE --json` lists it. */
export interface ListedItem {
  id: string;
  kind: string;
  line: number;
  label: string;
  tokens: number;
  live: boolean;
  prunable: boolean;
}

const cli = path.join(__dirname, '../../dist/cli.js');

/**
 * Runs the built command on a session file, with the config directory of the sandbox that wrote it.
 */
export function runCommand(
  sandbox: ClaudeSandbox,
  args: readonly string[],
): Promise<{ exitCode: number; stdout: string; stderr: string }> {
  const { HOME, PATH, CLAUDE_CONFIG_DIR } = sandbox.environment;
  return new Promise((resolve) => {
    execFile(
      process.execPath,
      [cli, ...args],
      {
        cwd: sandbox.workspace,
        env: { HOME, PATH, CLAUDE_CONFIG_DIR },
        timeout: 60_000,
        maxBuffer: 64 * 1024 * 1024,
      },
      (error, stdout, stderr) => {
        resolve({
          exitCode: error === null ? 0 : typeof error.code === 'number' ? error.code : -1,
          stdout,
          stderr,
        });
      },
    );
  });
}

/** Prunes, and throws when it is refused. */
export function prune(
  sandbox: ClaudeSandbox,
  sessionFile: string,
  ...choice: string[]
): Promise<PruneReport> {
  return inJson<PruneReport>(sandbox, ['prune', sessionFile, ...choice, '--json']);
}

/** Undoes the last prune, and throws when that is refused. */
export async function undo(sandbox: ClaudeSandbox, sessionFile: string): Promise<void> {
  await inJson(sandbox, ['restore', sessionFile, '--json']);
}

export async function listItems(
  sandbox: ClaudeSandbox,
  sessionFile: string,
): Promise<ListedItem[]> {
  return (await inJson<{ items: ListedItem[] }>(sandbox, ['items', sessionFile, '--json'])).items;
}

async function inJson<Report>(sandbox: ClaudeSandbox, args: string[]): Promise<Report> {
  const { exitCode, stdout, stderr } = await runCommand(sandbox, args);
  if (exitCode !== 0)
    throw new Error(`${args[0] ?? ''} ended with ${exitCode}: ${stderr}${stdout}`);
  return JSON.parse(stdout) as Report;
}

/** Prunes the largest items. */
export async function pruneLargest(
  sandbox: ClaudeSandbox,
  sessionFile: string,
  items: number,
  ...options: string[]
): Promise<PruneReport> {
  const largest = (await listItems(sandbox, sessionFile))
    .filter(({ prunable }) => prunable)
    .slice(0, items);
  return prune(sandbox, sessionFile, ...largest.flatMap(({ id }) => ['--item', id]), ...options);
}
