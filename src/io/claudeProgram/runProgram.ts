import { spawn, type ChildProcess } from 'node:child_process';
import type { Writable } from 'node:stream';

export interface RunOptions {
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
  readonly timeLimitMs: number;
  readonly signal?: AbortSignal;
  /** Called with each whole line of its output, cut at 1 MB. */
  readonly onLine?: (line: string) => void;
  /**
   * Called once it runs, with what it reads; without it, there is no input. Whatever it started
   * ends with it then.
   */
  readonly onStart?: (input: ProgramInput) => void;
}

/** What a program reads. Writing to one that has ended does nothing. */
export interface ProgramInput {
  write(text: string): void;
  end(): void;
}

export interface ProgramRun {
  /** `cannotStart`: it never ran. `timeout` and `cancelled`: it was ended by us. */
  readonly ended: 'exited' | 'killed' | 'timeout' | 'cancelled' | 'cannotStart';
  readonly exitCode: number | null;
  /** Node's code of the failure to start. */
  readonly errorCode: string | null;
  /** The last part of what it printed. */
  readonly stdout: string;
  readonly stderr: string;
}

const KEPT_CHARACTERS = 64 * 1024;
const MAX_LINE_CHARACTERS = 1024 * 1024;
/** Time to end by itself when asked to. */
const GRACE_MS = 4_000;

/**
 * Runs a program without a shell, and ends it with all that it started when its time is up. Never
 * throws.
 */
export function runProgram(
  path: string,
  args: readonly string[],
  { cwd, env, timeLimitMs, signal, onLine, onStart }: RunOptions,
): Promise<ProgramRun> {
  return new Promise((resolve) => {
    let stopped: 'timeout' | 'cancelled' | null = null;
    let errorCode: string | null = null;
    const stdout = keptText(onLine);
    const stderr = keptText();
    if (signal?.aborted === true) {
      resolve({ ended: 'cancelled', exitCode: null, errorCode: null, stdout: '', stderr: '' });
      return;
    }
    let child: ChildProcess;
    try {
      // A process group of its own, so that hooks and servers that it started end with it.
      child = spawn(path, [...args], {
        cwd,
        env: { ...env },
        stdio: [onStart === undefined ? 'ignore' : 'pipe', 'pipe', 'pipe'],
        detached: process.platform !== 'win32',
        windowsHide: true,
      });
    } catch (error) {
      resolve({
        ended: 'cannotStart',
        exitCode: null,
        errorCode: codeOf(error),
        stdout: '',
        stderr: '',
      });
      return;
    }
    let killing: NodeJS.Timeout | undefined;
    let leaving: NodeJS.Timeout | undefined;
    const stop = (why: 'timeout' | 'cancelled'): void => {
      stopped ??= why;
      end(child, 'SIGTERM');
      killing ??= setTimeout(() => end(child, 'SIGKILL'), GRACE_MS);
    };
    const onAbort = (): void => stop('cancelled');
    const timer = setTimeout(() => stop('timeout'), timeLimitMs);
    signal?.addEventListener('abort', onAbort, { once: true });
    child.stdout?.setEncoding('utf8').on('data', stdout.add);
    child.stderr?.setEncoding('utf8').on('data', stderr.add);
    child.on('error', (error) => (errorCode = codeOf(error)));
    const finish = (exitCode: number | null, killedBy: NodeJS.Signals | null): void => {
      clearTimeout(timer);
      clearTimeout(killing);
      clearTimeout(leaving);
      signal?.removeEventListener('abort', onAbort);
      const ended =
        stopped ??
        (errorCode !== null && child.pid === undefined
          ? 'cannotStart'
          : killedBy !== null
            ? 'killed'
            : 'exited');
      stdout.end();
      if (onStart !== undefined) end(child, 'SIGKILL'); // what is left of its group
      resolve({ ended, exitCode, errorCode, stdout: stdout.text(), stderr: stderr.text() });
    };
    // What it left running may hold its output open: then the end of the process itself counts, a
    // moment later.
    child.once('exit', () => {
      if (onStart !== undefined) end(child, 'SIGTERM');
      leaving = setTimeout(() => {
        child.stdout?.destroy();
        child.stderr?.destroy();
      }, GRACE_MS);
    });
    child.once('close', finish);
    if (child.stdin !== null && child.pid !== undefined) onStart?.(inputOf(child.stdin));
  });
}

function inputOf(stdin: Writable): ProgramInput {
  stdin.on('error', () => undefined); // it ended without reading on
  return {
    write: (text) => {
      if (stdin.writable) stdin.write(text);
    },
    end: () => {
      stdin.end();
    },
  };
}

function end(child: ChildProcess, signal: NodeJS.Signals): void {
  if (child.pid === undefined) return;
  try {
    if (process.platform === 'win32') child.kill(signal);
    else process.kill(-child.pid, signal);
  } catch {
    child.kill(signal); // its group is gone already
  }
}

function keptText(onLine?: (line: string) => void): {
  add: (text: string) => void;
  end: () => void;
  text: () => string;
} {
  let kept = '';
  let line = '';
  const emit = (): void => {
    if (line !== '') onLine?.(line);
    line = '';
  };
  return {
    add: (text) => {
      kept = (kept + text).slice(-KEPT_CHARACTERS);
      if (onLine === undefined) return;
      const parts = text.split('\n');
      for (const [index, part] of parts.entries()) {
        if (index > 0) emit();
        if (line.length < MAX_LINE_CHARACTERS)
          line += part.slice(0, MAX_LINE_CHARACTERS - line.length);
      }
    },
    end: emit,
    text: () => kept,
  };
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : 'UNKNOWN';
}
