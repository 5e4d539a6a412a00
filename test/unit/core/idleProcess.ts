import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';

/**
 * A process of our own that does nothing, for the suite that asks: what Claude Code would be, for
 * those who look at processes.
 */
export function useIdleProcess(): { pid(): number } {
  let child: ChildProcess;
  before(async () => {
    child = spawn(process.execPath, ['-e', 'setInterval(() => undefined, 1e6)'], {
      stdio: 'ignore',
    });
    await once(child, 'spawn');
  });
  after(async () => {
    child.kill();
    await once(child, 'exit');
  });
  return { pid: () => child.pid! };
}
