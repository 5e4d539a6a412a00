import { spawn } from 'node:child_process';
import type { ChildProcessWithoutNullStreams } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { ClaudeSandbox } from './claudeSandbox';
import { until } from './until';

/** What the CLI tells about itself in `sessions/<pid>.json`. */
interface LiveRecord {
  pid: number;
  sessionId: string;
  cwd: string;
  procStart: string;
  kind: string;
  status: 'idle' | 'busy';
  statusUpdatedAt: number;
}

/** The CLI in a pseudo-terminal, as a person has it open. */
export interface ClaudeTerminal {
  pid: number;
  /** What `sessions/<pid>.json` says now; undefined while it is absent or being written. */
  liveRecord(): Promise<LiveRecord | undefined>;
  /** Types keys as they are: without Enter they stay a draft, and `\n` is a line of it. */
  press(keys: string): void;
  /** Types one line and Enter. */
  type(line: string): void;
  /** Types one line and Enter, and waits until the CLI has dealt with it and is idle again. */
  submit(line: string): Promise<LiveRecord>;
  /** Waits until the CLI is idle again after the line typed last. */
  idle(): Promise<LiveRecord>;
  /** Everything shown so far, control sequences included: for messages about failures. */
  shown(): string;
  /** Leaves with `/exit`; a CLI that does not leave is killed. */
  close(): Promise<void>;
}

const timeLimitMs = 30_000;
const exitTimeLimitMs = 10_000;

/**
 * Opens the CLI in a pseudo-terminal and waits until it takes input. Needs `script`, of util-linux
 * or of macOS.
 */
export async function openClaudeTerminal(
  sandbox: ClaudeSandbox,
  options: { model: string; resume?: string; prompt?: string; pluginDirectory?: string },
): Promise<ClaudeTerminal> {
  const args = [
    '--model',
    options.model,
    ...(options.pluginDirectory === undefined ? [] : ['--plugin-dir', options.pluginDirectory]),
    ...(options.resume === undefined ? [] : ['--resume', options.resume]),
    ...(options.prompt === undefined ? [] : [options.prompt]),
  ];
  const pidFile = path.join(sandbox.configDirectory, `terminal-${randomUUID()}.pid`);
  const program = [sandbox.binary, ...args].map(quoted).join(' ');
  const command = `stty rows 40 cols 120; echo $$ > ${quoted(pidFile)}; exec ${program}`;
  const terminal = inPseudoTerminal(command, sandbox);
  let shown = '';
  terminal.stdout.setEncoding('utf8').on('data', (text: string) => (shown += text));
  terminal.stderr.setEncoding('utf8').on('data', (text: string) => (shown += text));
  terminal.stdin.on('error', () => undefined); // it has left already
  let hasEnded = false;
  const ended = new Promise<void>((resolve) => {
    const end = () => {
      hasEnded = true;
      resolve();
    };
    terminal
      .on('error', (error) => {
        shown += error.message;
        end();
      })
      .on('close', end);
  });

  let pid = 0;
  let typedAt = 0;
  const liveRecord = () =>
    readLiveRecord(path.join(sandbox.configDirectory, 'sessions', `${pid}.json`));
  const wait = <T>(what: string, ask: () => Promise<T | undefined>) =>
    until(what, timeLimitMs, () => {
      if (hasEnded) throw new Error('claude is not in its terminal any more.');
      return ask();
    }).catch((error: unknown) => {
      throw new Error(`${String(error)} Its terminal shows: ${shown.slice(-2000)}`);
    });
  const idle = () =>
    wait('claude to be idle', async () => {
      const record = await liveRecord();
      return record?.status === 'idle' && record.statusUpdatedAt >= typedAt ? record : undefined;
    });
  const type = (line: string) => {
    typedAt = Date.now();
    terminal.stdin.write(`${line}\r`);
  };
  const press = (keys: string) => {
    terminal.stdin.write(keys);
  };
  const close = async () => {
    if (hasEnded) return;
    type('/exit');
    await until('claude to leave', exitTimeLimitMs, () => !isRunning(pid)).catch(() =>
      process.kill(pid, 'SIGKILL'),
    );
    terminal.stdin.end();
    const killing = setTimeout(() => terminal.kill('SIGKILL'), exitTimeLimitMs);
    await ended;
    clearTimeout(killing);
  };

  try {
    pid = await wait(
      'claude to start',
      async () => Number(await readFile(pidFile, 'utf8').catch(() => '')) || undefined,
    );
    await idle();
  } catch (error) {
    await close();
    throw error;
  }
  return {
    pid,
    liveRecord,
    press,
    type,
    idle,
    close,
    shown: () => shown,
    submit: (line) => {
      type(line);
      return idle();
    },
  };
}

function inPseudoTerminal(command: string, sandbox: ClaudeSandbox): ChildProcessWithoutNullStreams {
  const options = { cwd: sandbox.workspace, env: sandbox.environment };
  if (process.platform === 'linux')
    return spawn('script', ['-qfec', command, '/dev/null'], options);
  // The script of macOS does not take a socket for its input, which is what Node's pipes are; cat
  // makes it a real pipe.
  return spawn('sh', ['-c', 'cat | script -q /dev/null sh -c "$0"', command], options);
}

async function readLiveRecord(file: string): Promise<LiveRecord | undefined> {
  try {
    return JSON.parse(await readFile(file, 'utf8')) as LiveRecord;
  } catch {
    return undefined;
  }
}

/** Also false while the process is not known yet. */
function isRunning(pid: number): boolean {
  try {
    return pid !== 0 && process.kill(pid, 0);
  } catch {
    return false;
  }
}

function quoted(word: string): string {
  return `'${word.replaceAll("'", `'\\''`)}'`;
}
