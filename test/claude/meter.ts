import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import type { ClaudeSandbox } from './claudeSandbox';

/** What `meter FILE --json` prints. */
export interface MeterReport {
  sessionId: string;
  model: string;
  contextTokens: number;
  exact: boolean;
  limitTokens: number | null;
  limitReason: string;
  walls: { kind: string; tokens: number }[];
  held: null | { fileTokens: number | null; isMeasured: boolean };
  blocked: null | { kind: 'credits'; case: 'grown' | 'entitlement' };
  cache: null | { state: string; warmUntil: string | null; nextWriteTokens: number | null };
}

const cli = path.join(__dirname, '../../dist/cli.js');

/**
 * Runs the built command on a session file, with the config directory of the sandbox that wrote it.
 */
export async function meter(sandbox: ClaudeSandbox, sessionFile: string): Promise<MeterReport> {
  const { HOME, PATH, CLAUDE_CONFIG_DIR } = sandbox.environment;
  const { stdout } = await promisify(execFile)(
    process.execPath,
    [cli, 'meter', sessionFile, '--json'],
    {
      cwd: sandbox.workspace,
      env: { HOME, PATH, CLAUDE_CONFIG_DIR },
      timeout: 30_000,
    },
  );
  return JSON.parse(stdout) as MeterReport;
}
