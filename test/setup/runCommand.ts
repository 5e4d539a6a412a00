import { spawn } from 'node:child_process';

/**
 * Runs a command to its end and returns what it printed.
 *
 * @throws Error with the command's last error lines when it cannot start, fails, or takes longer
 * than `timeLimitMs`.
 */
export function runCommand(
  command: string,
  args: string[],
  options: { cwd?: string; env?: NodeJS.ProcessEnv; timeLimitMs: number },
): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      cwd: options.cwd,
      env: options.env,
      stdio: ['ignore', 'pipe', 'pipe'],
      shell: process.platform === 'win32' && command === 'npm', // npm is a .cmd there
      timeout: options.timeLimitMs,
    });
    let printed = '';
    let errors = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => (printed += text));
    child.stderr.setEncoding('utf8').on('data', (text: string) => (errors += text));
    child.on('error', (error) =>
      reject(new Error(`${command} could not be started: ${error.message}`)),
    );
    child.on('close', (code, signal) => {
      if (code === 0) {
        resolve(printed);
        return;
      }
      const why =
        signal === null
          ? `ended with ${String(code)}`
          : `was stopped by ${signal} (time limit ${options.timeLimitMs / 1000} s)`;
      const printedLast = errors.trim().split('\n').slice(-3).join(' ');
      reject(new Error(`${command} ${args.slice(0, 2).join(' ')} ${why}. ${printedLast}`));
    });
  });
}
