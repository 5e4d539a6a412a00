import { parseArgs } from 'node:util';
import { environmentDirectory } from './cli/environmentDirectory';
import { OVERHEAD_OPTIONS, runOverhead } from './cli/overheadCommand';
import { printError, printJson, printText } from './cli/print';
import { runShow, SHOW_OPTIONS } from './cli/showCommand';
import {
  isRewriteCommand,
  parseRewriteCommand,
  REWRITE_OPTIONS,
  REWRITE_USAGE,
  runRewriteCommand,
} from './cli/rewriteCommands';
import { readClaudeControls } from './io/claudeSettings/readClaudeControls';
import { loadTokenCount, tokenCountLoader } from './domain/accounting/loadTokenCount';
import { silentLog } from './log';
import { sessionPlace } from './io/sessions/sessionPlace';
import {
  readCosts,
  readItems,
  readSnapshot,
  type ReadProblem,
  type ReadSnapshotOptions,
} from './operations/reading/readSnapshot';
import { makeHandoff } from './operations/leaving/writeHandoff';
import { rewritesAsJson, rewritesAsText } from './wording/cacheReport';
import { itemsAsJson, itemsAsText } from './wording/itemsReport';
import { meterAsJson, meterAsText } from './wording/meterReport';
import { inEnglish } from './wording/translate';

const FILE_WORDS =
  'FILE is a session file: <config directory>/projects/<folder>/<session id>.jsonl. Only prune and restore write to it.';

const USAGE = `Usage: leeway meter FILE [--json]
       leeway items FILE [--top N] [--json]
       leeway show FILE --item ID [--json]
       leeway cache FILE [--json]
       leeway overhead FILE [--ask] [--json]
       leeway handoff FILE [--budget N] [--json]
${REWRITE_USAGE}

  meter FILE   how full the context of a Claude Code session is, and which limits lie ahead
  items FILE   what fills it, the largest first
      --top N  at most so many items
${SHOW_OPTIONS}
  cache FILE   what was written into the prompt cache again and why, and what all prompts took,
               those of its subagents too
${OVERHEAD_OPTIONS}
  handoff FILE what a next session has to know of it, as Markdown
      --budget N  at most so many tokens (4000)
  all commands
      --json   as one JSON object
${REWRITE_OPTIONS}

${FILE_WORDS}`;

/** Bad usage ends with 2, a file that cannot be read with 1. */
async function main(args: string[]): Promise<number> {
  if (
    isRewriteCommand(args) &&
    !args.some((argument) => argument === '--help' || argument === '-h')
  ) {
    const command = parseRewriteCommand(args);
    return typeof command === 'string' ? misused(command) : runRewriteCommand(command, readingOf);
  }
  let parsed;
  try {
    parsed = parseArgs({
      args,
      allowPositionals: true,
      options: {
        json: { type: 'boolean' },
        top: { type: 'string' },
        budget: { type: 'string' },
        ask: { type: 'boolean' },
        item: { type: 'string' },
        help: { type: 'boolean', short: 'h' },
      },
    });
  } catch (error) {
    return misused(error instanceof Error ? error.message : String(error));
  }
  const { values, positionals } = parsed;
  if (values.help === true) {
    printText(USAGE);
    return 0;
  }
  const [command, file, ...more] = positionals;
  if (command === undefined) return misused('No command given.');
  if (!isReadCommand(command)) return misused(`Unknown command: ${command}`);
  if (file === undefined || more.length > 0) return misused('One session file is needed.');
  if (values.ask !== undefined && command !== 'overhead')
    return misused('--ask goes with overhead.');
  if ((values.item !== undefined) !== (command === 'show'))
    return misused(command === 'show' ? 'show needs an --item.' : '--item goes with show.');
  if (command === 'handoff') return handoff(file, values.budget ?? '4000', values.json === true);
  if (values.budget !== undefined) return misused('--budget goes with handoff.');
  const top =
    values.top === undefined ? null : /^[1-9]\d{0,8}$/.test(values.top) ? Number(values.top) : NaN;
  if (top !== null && (command !== 'items' || Number.isNaN(top)))
    return misused(
      command === 'items' ? '--top needs a whole number above 0.' : '--top goes with items.',
    );
  const json = values.json === true;
  switch (command) {
    case 'meter':
      return meter(file, json);
    case 'items':
      return items(file, top, json);
    case 'show':
      return show(file, values.item!, json);
    case 'cache':
      return cache(file, json);
    case 'overhead':
      return overhead(file, values.ask === true, json);
  }
}

/** Whether it is a command that only reads. */
function isReadCommand(
  command: string,
): command is 'meter' | 'items' | 'show' | 'cache' | 'overhead' | 'handoff' {
  return ['meter', 'items', 'show', 'cache', 'overhead', 'handoff'].includes(command);
}

async function meter(file: string, json: boolean): Promise<number> {
  const snapshot = await readSnapshot(file, await readingOf(file));
  if ('problem' in snapshot) return unread(snapshot.problem, file);
  const nowMs = Date.now();
  if (json) printJson(meterAsJson(snapshot, nowMs, inEnglish));
  else printText(meterAsText(snapshot, nowMs, inEnglish));
  return 0;
}

async function items(file: string, top: number | null, json: boolean): Promise<number> {
  const inspection = await readItems(file, await readingOf(file));
  if ('problem' in inspection) return unread(inspection.problem, file);
  if (json) printJson(itemsAsJson(inspection, top, inEnglish));
  else printText(itemsAsText(inspection, top, inEnglish));
  return 0;
}

async function cache(file: string, json: boolean): Promise<number> {
  const read = await readCosts(file, await readingOf(file));
  if ('problem' in read) return unread(read.problem, file);
  const nowMs = Date.now();
  if (json) printJson(rewritesAsJson(read, nowMs));
  else printText(rewritesAsText(read, nowMs, inEnglish));
  return 0;
}

async function show(file: string, id: string, json: boolean): Promise<number> {
  const code = await runShow(file, id, json);
  return typeof code === 'number' ? code : unread(code.problem, file);
}

async function overhead(file: string, ask: boolean, json: boolean): Promise<number> {
  const code = await runOverhead(file, { ask, json }, await readingOf(file));
  return typeof code === 'number' ? code : unread(code.problem, file);
}

async function handoff(file: string, budget: string, json: boolean): Promise<number> {
  if (!/^[1-9]\d{2,6}$/.test(budget)) return misused('--budget needs a whole number from 100.');
  const made = await makeHandoff(file, {
    budgetTokens: Number(budget),
    countTokens: await loadTokenCount(),
  });
  if ('problem' in made)
    return unread(made.problem === 'cancelled' ? 'unreadable' : made.problem, file);
  if (json) printJson(JSON.stringify(made));
  else printText(made.markdown);
  return 0;
}

/** By the settings where the file is. */
async function readingOf(
  file: string,
): Promise<ReadSnapshotOptions & { readonly configDirectory: string }> {
  const { configDirectory } = await sessionPlace(file, environmentDirectory());
  return {
    log: silentLog,
    loadTokenCount: tokenCountLoader(),
    configDirectory,
    settingsFor: async (cwd) => ({
      limitTokens: 0,
      usageCreditsWall: 'auto',
      controls: await readClaudeControls({
        configDirectory,
        projectFolder: cwd,
        env: process.env,
      }),
    }),
  };
}

function unread(problem: ReadProblem, file: string): number {
  printError(`${PROBLEMS[problem]}: ${file}`);
  return 1;
}

const PROBLEMS = {
  missing: 'There is no such file',
  unreadable: 'The file cannot be read',
  noSession: 'The file holds no Claude Code session',
} as const;

function misused(message: string): number {
  printError(`${message}\n\n${USAGE}`);
  return 2;
}

main(process.argv.slice(2)).then(
  (code) => (process.exitCode = code),
  (error: unknown) => {
    printError(error instanceof Error ? error.message : String(error));
    process.exitCode = 1;
  },
);
