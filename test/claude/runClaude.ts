import { spawn } from 'node:child_process';
import { sessionFiles } from './claudeSandbox';
import type { ClaudeSandbox } from './claudeSandbox';

export interface RunOptions {
  /** Without one the settings decide. */
  model?: string;
  /** The session to go on with. */
  resume?: string;
  /** With `resume`: go on in a copy under a new id. */
  fork?: boolean;
  /** A picture that is pasted along with the prompt. */
  pasted?: Buffer;
  /** Further variables, over those of the sandbox. */
  environment?: Record<string, string>;
}

export interface ClaudeRun {
  exitCode: number;
  sessionId: string;
  sessionFile: string;
  /** The final text, or the error. */
  result: string;
  isError: boolean;
}

const timeLimitMs = 60_000;

/**
 * Runs the CLI once without a terminal (`claude -p`) and returns when it has ended, its session
 * file complete. Reading files in the workspace and shell commands are allowed beforehand; nobody
 * could answer.
 *
 * @param prompt goes in through stdin, since a command line does not hold a large one. `/compact`
 * is a prompt too.
 * @throws Error when the CLI prints something else than its result, or takes longer than a minute
 * and is killed.
 */
export async function runClaude(
  sandbox: ClaudeSandbox,
  prompt: string,
  options: RunOptions = {},
): Promise<ClaudeRun> {
  const format =
    options.pasted === undefined
      ? ['--output-format', 'json']
      : ['--input-format', 'stream-json', '--output-format', 'stream-json', '--verbose'];
  const args = [
    '-p',
    ...format,
    '--allowedTools',
    'Read',
    'Bash',
    ...(options.model === undefined ? [] : ['--model', options.model]),
    ...(options.resume === undefined ? [] : ['--resume', options.resume]),
    ...(options.fork === true ? ['--fork-session'] : []),
  ];
  const child = spawn(sandbox.binary, args, {
    cwd: sandbox.workspace,
    env: { ...sandbox.environment, ...options.environment },
    timeout: timeLimitMs,
    killSignal: 'SIGKILL',
  });
  child.stdin.on('error', () => undefined); // it ended without reading; its output says why
  child.stdin.end(
    options.pasted === undefined ? prompt : promptWithPicture(prompt, options.pasted),
  );
  let printed = '';
  let errors = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (printed += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (errors += text));
  const ended = new Promise<number | null>((resolve, reject) =>
    child.on('error', reject).on('close', resolve),
  );
  sandbox.runs.add(ended);
  const exitCode = await ended.finally(() => sandbox.runs.delete(ended));
  if (exitCode === null)
    throw new Error(`claude -p was killed after ${timeLimitMs / 1000} s. ${errors}`);

  const report = parseReport(printed.trimEnd().split('\n').at(-1)!);
  if (report === undefined)
    throw new Error(`claude -p ended with ${exitCode} and no result: ${errors || printed}`);
  const sessionFile = (await sessionFiles(sandbox)).get(report.session_id);
  if (sessionFile === undefined)
    throw new Error(`claude -p left no file for session ${report.session_id}.`);
  return {
    exitCode,
    sessionId: report.session_id,
    sessionFile,
    result: report.result ?? '',
    isError: report.is_error,
  };
}

function promptWithPicture(prompt: string, picture: Buffer): string {
  const source = { type: 'base64', media_type: 'image/png', data: picture.toString('base64') };
  return `${JSON.stringify({
    type: 'user',
    message: {
      role: 'user',
      content: [
        { type: 'text', text: prompt },
        { type: 'image', source },
      ],
    },
  })}\n`;
}

interface Report {
  session_id: string;
  result?: string;
  is_error: boolean;
}

function parseReport(printed: string): Report | undefined {
  try {
    return JSON.parse(printed) as Report;
  } catch {
    return undefined;
  }
}
