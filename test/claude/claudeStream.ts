import { spawn } from 'node:child_process';
import type { ClaudeSandbox } from './claudeSandbox';
import { until } from './until';

/** The CLI as the VS Code extension of Claude Code runs it: it speaks JSON, without a terminal. */
export interface ClaudeStream {
  pid: number;
  /** Sends a prompt, and waits for the end of its turn. */
  submit(prompt: string): Promise<void>;
  /** Sends a prompt, and does not wait. */
  send(prompt: string): void;
  /** How many turns have ended. */
  ended(): number;
  /** Ends it as its host does, by closing its input. */
  close(): Promise<void>;
}

const TURN_LIMIT_MS = 30_000;
const END_LIMIT_MS = 10_000;

/** Begins a session; it is in its sandbox's list of runs until it has ended. */
export function openClaudeStream(
  sandbox: ClaudeSandbox,
  { model, resume }: { readonly model: string; readonly resume?: string },
): ClaudeStream {
  const format = ['--input-format', 'stream-json', '--output-format', 'stream-json', '--verbose'];
  const args = [
    ...format,
    ...['--permission-prompt-tool', 'stdio', '--setting-sources', 'user,project,local'],
    ...['--allowedTools', 'Read', 'Bash', 'Write', '--model', model],
    ...(resume === undefined ? [] : ['--resume', resume]),
  ];
  const child = spawn(sandbox.binary, args, {
    cwd: sandbox.workspace,
    env: { ...sandbox.environment, CLAUDE_CODE_ENTRYPOINT: 'claude-vscode' },
  });
  const closed = new Promise<void>((resolve) => void child.on('close', () => resolve()));
  sandbox.runs.add(closed);
  let printed = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (printed += text));
  child.stderr.resume();
  child.stdin.on('error', () => undefined); // it has ended already
  const ended = (): number => printed.split('\n').filter(isResult).length;
  const send = (content: string): void => {
    const message = { role: 'user', content };
    child.stdin.write(`${JSON.stringify({ type: 'user', message })}\n`);
  };
  return {
    pid: child.pid!,
    ended,
    send,
    submit: async (prompt) => {
      const before = ended();
      send(prompt);
      await until('the end of the turn', TURN_LIMIT_MS, () =>
        Promise.resolve(ended() > before || undefined),
      );
    },
    close: async () => {
      child.stdin.end();
      const killing = setTimeout(() => child.kill('SIGKILL'), END_LIMIT_MS);
      await closed.finally(() => clearTimeout(killing));
      sandbox.runs.delete(closed);
    },
  };
}

function isResult(line: string): boolean {
  return line.startsWith('{') && (JSON.parse(line) as { type?: unknown }).type === 'result';
}
