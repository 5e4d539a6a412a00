import { dirname } from 'node:path';
import { runProgram } from '../claudeProgram/runProgram';

const TIME_LIMIT_MS = 3_000;

/**
 * Whether git keeps a file, so that a change of it reaches others. False where git does not answer.
 * Never throws.
 */
export async function isTrackedByGit(
  file: string,
  env: Readonly<Record<string, string>>,
): Promise<boolean> {
  const run = await runProgram(
    'git',
    ['-c', 'core.fsmonitor=false', 'ls-files', '--error-unmatch', '--', file],
    { cwd: dirname(file), env: { ...env, GIT_OPTIONAL_LOCKS: '0' }, timeLimitMs: TIME_LIMIT_MS },
  );
  return run.ended === 'exited' && run.exitCode === 0;
}
