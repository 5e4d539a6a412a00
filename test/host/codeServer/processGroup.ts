import type { ChildProcess } from 'node:child_process';
import { spawn } from 'node:child_process';
import { once } from 'node:events';

const gracePeriodMs = 5_000;

/** A program with everything it started, ended together; also when this process exits before. */
export interface ProcessGroup {
  child: ChildProcess;
  /** Asks the group to end, and forces it after five seconds. */
  stop(): Promise<void>;
}

/**
 * Starts `command` as the head of a process group of its own, its standard output and errors piped.
 */
export function startProcessGroup(
  command: string,
  args: string[],
  options: { cwd: string; env: NodeJS.ProcessEnv },
): ProcessGroup {
  const child = spawn(command, args, {
    ...options,
    detached: process.platform !== 'win32',
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const killGroup = (): void => signalGroup(child, 'SIGKILL');
  process.prependOnceListener('exit', killGroup); // before the directories it works in are removed

  return {
    child,
    async stop() {
      if (child.exitCode === null && child.signalCode === null && child.pid !== undefined) {
        const ended = once(child, 'exit');
        const force = setTimeout(killGroup, gracePeriodMs);
        signalGroup(child, 'SIGTERM');
        await ended;
        clearTimeout(force);
      }
      killGroup(); // members that outlived their head
      process.off('exit', killGroup);
    },
  };
}

function signalGroup(child: ChildProcess, signal: NodeJS.Signals): void {
  if (child.pid === undefined) return;
  if (process.platform === 'win32') {
    child.kill(signal); // there are no groups; what VS Code starts ends with it
    return;
  }
  try {
    process.kill(-child.pid, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error; // no member left
  }
}
