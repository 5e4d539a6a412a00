import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { build } from 'esbuild';
import { makeTemporaryDirectory } from '../fixtures/temporaryDirectory';
import type { CaseMessage, CasesOrder } from './casesProcess';
import { FuzzFigures } from './fuzzFigures';

const USAGE =
  'Usage: npm run fuzz [-- --cases N | --minutes M] [--seed S] [--sessions DIR] [--case NUMBER]';
const ROOT = join(__dirname, '../..');
/** No case takes a tenth of it. */
const SILENT_MS = 60_000;
/** In MB: the vocabulary takes 150 of it, and a session of 200 KB nothing to speak of. */
const HEAP_MB = 600;

/**
 * `npm run fuzz`: changes sessions in their structure, does to them all that can be done, and ends
 * with 1 where something was not as it has to be. Without a seed it takes one of its own and names
 * it; a seed and a number make the same case again.
 */
async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      cases: { type: 'string' },
      minutes: { type: 'string' },
      seed: { type: 'string' },
      sessions: { type: 'string' },
      case: { type: 'string' },
    },
  });
  const number = (text: string | undefined, otherwise: number): number =>
    text === undefined ? otherwise : /^\d+(?:\.\d+)?$/.test(text) ? Number(text) : NaN;
  const seed = number(values.seed, Date.now() % 1_000_000);
  const only = number(values.case, -1);
  const minutes = number(values.minutes, values.cases === undefined && only < 0 ? 1 : Infinity);
  const cases = only >= 0 ? only + 1 : number(values.cases, Infinity);
  if ([seed, minutes, cases, only].some(Number.isNaN)) throw new Error(USAGE);

  const folder = await makeTemporaryDirectory('leeway-fuzz-');
  const figures = new FuzzFigures(seed, values.sessions ?? null);
  try {
    const script = await bundled(folder.path);
    const deadlineMs = Date.now() + minutes * 60_000;
    const order = {
      seed,
      sessions: values.sessions ?? null,
      configDirectory: join(folder.path, 'claude'),
      findings: join(ROOT, 'out/fuzz'),
    };
    for (let from = Math.max(0, only); from < cases && Date.now() < deadlineMs;)
      from = await runCases(
        script,
        { ...order, from, upTo: Math.min(cases, Number.MAX_SAFE_INTEGER) },
        deadlineMs,
        figures,
      );
  } finally {
    await folder.remove();
  }
  console.log(figures.toString());
  return figures.findings === 0 ? 0 : 1;
}

async function bundled(folder: string): Promise<string> {
  const outfile = join(folder, 'cases.js');
  await build({
    entryPoints: [join(__dirname, 'casesProcess.ts')],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node20',
    mainFields: ['module', 'main'], // jsonc-parser's main asks for its parts at run time
    sourcemap: 'inline',
    logLevel: 'warning',
  });
  return outfile;
}

/** Until the deadline, or until its process has ended. @returns the number of the next case. */
async function runCases(
  script: string,
  order: CasesOrder,
  deadlineMs: number,
  figures: FuzzFigures,
): Promise<number> {
  const child = fork(script, [], {
    execArgv: [`--max-old-space-size=${String(HEAP_MB)}`, '--enable-source-maps'],
    env: { PATH: process.env['PATH'], HOME: order.configDirectory, TMPDIR: order.configDirectory },
  });
  let current = order.from;
  const deadline = { isOver: false };
  let silent: NodeJS.Timeout | undefined;
  const stop = setTimeout(
    () => {
      deadline.isOver = true;
      end(child);
    },
    Math.min(Math.max(0, deadlineMs - Date.now()), 2 ** 31 - 1),
  );
  child.on('message', (message: CaseMessage) => {
    current = message.number + (message.kind === 'begins' ? 0 : 1);
    figures.add(message);
    clearTimeout(silent);
    silent = setTimeout(() => end(child), SILENT_MS);
  });
  const exited = once(child, 'exit') as Promise<[number | null, string | null]>;
  child.send(order);
  const [code, signal] = await exited;
  clearTimeout(silent);
  clearTimeout(stop);
  if (deadline.isOver) return Infinity;
  if (code === 0) return order.upTo;
  figures.lost(current, signal ?? `code ${String(code)}`);
  return current + 1;
}

function end(child: ChildProcess): void {
  child.kill('SIGKILL');
}

main().then(
  (code) => (process.exitCode = code),
  (error: unknown) => {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 2;
  },
);
