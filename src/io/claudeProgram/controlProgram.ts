import { setTimeout as delay } from 'node:timers/promises';
import { asSettings } from '../claudeSettings/readSettingsFile';
import { runProgram, type ProgramInput, type ProgramRun, type RunOptions } from './runProgram';

/** What a control request came to; `null` where the program ended before it answered. */
type ControlAnswer = { readonly response: unknown } | { readonly error: string } | null;

/** Asks one thing. @param request with its `subtype`. */
export type AskControl = (request: Readonly<Record<string, unknown>>) => Promise<ControlAnswer>;

export interface Controlled<Result> {
  /** `null` where the program never ran. */
  readonly result: Result | null;
  readonly run: ProgramRun;
}

/** Time to end by itself once its input has. */
const LEAVING_MS = 2_000;

/**
 * Runs a program that answers control requests, one line of JSON each, as Claude Code does with
 * `--input-format stream-json`; it ends when all was asked, and all that it started ends with it.
 * Never throws but for what `talk` does.
 *
 * @param talk asks, and makes the result. It is over once the program has ended: what is asked then
 * is answered by `null`.
 */
export async function controlProgram<Result>(
  path: string,
  args: readonly string[],
  talk: (ask: AskControl) => Promise<Result>,
  options: Omit<RunOptions, 'onLine' | 'onStart'>,
): Promise<Controlled<Result>> {
  const answers = new Answers();
  const ended = new AbortController();
  const leaving = new AbortController();
  const stopping = AbortSignal.any([leaving.signal, ...(options.signal ? [options.signal] : [])]);
  let talking: Promise<Result> | null = null;
  const running = runProgram(path, args, {
    ...options,
    signal: stopping,
    onLine: (line) => answers.take(line),
    onStart: (input) => {
      talking = talk((request) => answers.ask(input, request)).finally(() => {
        input.end();
        delay(LEAVING_MS, null, { signal: ended.signal }).then(
          () => leaving.abort(),
          () => undefined, // it has left
        );
      });
      talking.catch(() => undefined); // told below
    },
  });
  const run = await running;
  ended.abort();
  answers.end();
  const result = await (talking as Promise<Result> | null);
  const isLeft = run.ended === 'cancelled' && options.signal?.aborted !== true;
  return { result, run: isLeft ? { ...run, ended: 'exited' } : run };
}

/** The answers of one program, each to whoever asked. */
class Answers {
  private readonly waiting = new Map<string, (answer: ControlAnswer) => void>();
  private asked = 0;
  private isOver = false;

  ask(input: ProgramInput, request: Readonly<Record<string, unknown>>): Promise<ControlAnswer> {
    if (this.isOver) return Promise.resolve(null);
    const id = `leeway-${String(++this.asked)}`;
    return new Promise((resolve) => {
      this.waiting.set(id, resolve);
      input.write(`${JSON.stringify({ type: 'control_request', request_id: id, request })}\n`);
    });
  }

  take(line: string): void {
    if (!line.includes('"control_response"')) return;
    const told = asSettings(parsed(line));
    const response = told?.['type'] === 'control_response' ? asSettings(told['response']) : null;
    const id = String(response?.['request_id']);
    const answer = this.waiting.get(id);
    if (response === null || answer === undefined) return;
    this.waiting.delete(id);
    answer(
      response['subtype'] === 'success'
        ? { response: response['response'] }
        : { error: typeof response['error'] === 'string' ? response['error'] : '' },
    );
  }

  end(): void {
    this.isOver = true;
    for (const answer of this.waiting.values()) answer(null);
    this.waiting.clear();
  }
}

function parsed(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return null;
  }
}
