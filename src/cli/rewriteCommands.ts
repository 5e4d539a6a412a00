import { parseArgs } from 'node:util';
import { placeOf } from '../domain/accounting/itemId';
import { tokenCountLoader } from '../domain/accounting/loadTokenCount';
import { priceFacts } from '../domain/accounting/priceFacts';
import { silentLog } from '../log';
import { readSnapshot, type ReadSnapshotOptions } from '../operations/reading/readSnapshot';
import {
  previewPrune,
  pruneSession,
  type PruneRequest,
} from '../operations/rewriting/pruneSession';
import { loadAgain, type LoadOutcome } from '../operations/loading/loadAgain';
import type { PruneChoice } from '../domain/pruning/prunePlan';
import { restoreSession } from '../operations/rewriting/restoreSession';
import {
  rewriteTools,
  type Refused,
  type RewriteTools,
} from '../operations/rewriting/rewriteSession';
import { earlierDirectory } from '../io/keeping/adoptEarlierFolder';
import { takeOverEarlier } from '../operations/rewriting/takeOverEarlier';
import { sessionPlace } from '../io/sessions/sessionPlace';
import {
  pruneAsJson,
  pruneAsText,
  refusalAsJson,
  refusalWords,
  restoreAsJson,
  restoreAsText,
} from '../wording/pruneReport';
import type { PriceAsked } from '../wording/pruneCostWords';
import { inEnglish } from '../wording/translate';
import { environmentDirectory } from './environmentDirectory';
import { printError, printJson, printText } from './print';

export const REWRITE_USAGE = [
  '       leeway prune FILE (--item ID... | --recipe NAME | --target TOKENS [--thinking]) [--dry-run] [--into-copy] [--assume-closed] [--json]',
  '       leeway restore FILE [--item ID | --backup ID] [--assume-closed] [--json]',
].join('\n');

export const REWRITE_OPTIONS = [
  '  prune FILE   replaces content by short placeholders, after a backup',
  '      --item ID...     the items with these ids, as `items` lists them',
  '      --recipe NAME    images (all but the newest, --keep N, default 3), outdated (read again or edited later), duplicates,',
  '                       old-results (before the newest --steps N, default 10, and larger than --above TOKENS, default 1000);',
  '                       a step is a reply with its tool calls; thinking (of earlier turns, before the newest 10 steps)',
  '      --target TOKENS  down to this size, or as near to it as pruning comes; with --thinking also by thinking of earlier turns',
  '      --dry-run        only tells what it would do, and what it costs',
  '      --into-copy      makes a new session and leaves this one alone',
  '  restore FILE undoes the last prune and keeps what came after',
  '      --item ID        puts back one pruned item alone, as `items` lists it; the rest stays pruned',
  '      --backup ID      puts back a whole backup instead',
  '  prune, restore',
  '      --assume-closed  also where the session was written within the last minutes and it cannot be known whether it is open',
  '',
  'prune and restore end with 3 when they refuse (the session is busy, has changed, or would be damaged), and tell why.',
].join('\n');

/** What a command that rewrites a session was asked for; a text where it was asked wrongly. */
export type RewriteCommand =
  | {
      readonly command: 'prune';
      readonly request: PruneRequest;
      readonly dryRun: boolean;
      readonly assumeClosed: boolean;
      readonly json: boolean;
    }
  | {
      readonly command: 'restore';
      readonly path: string;
      readonly backupId: string | null;
      readonly itemId: string | null;
      readonly assumeClosed: boolean;
      readonly json: boolean;
    };

const REFUSED = 3;
const UNREAD = 1;

/** Whether the arguments name a command of this file. */
export function isRewriteCommand(args: readonly string[]): boolean {
  const command = args.find((argument) => !argument.startsWith('-'));
  return command === 'prune' || command === 'restore';
}

export function parseRewriteCommand(args: readonly string[]): RewriteCommand | string {
  let parsed;
  try {
    parsed = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        item: { type: 'string', multiple: true },
        recipe: { type: 'string' },
        thinking: { type: 'boolean' },
        target: { type: 'string' },
        keep: { type: 'string' },
        steps: { type: 'string' },
        above: { type: 'string' },
        backup: { type: 'string' },
        'dry-run': { type: 'boolean' },
        'into-copy': { type: 'boolean' },
        'assume-closed': { type: 'boolean' },
        json: { type: 'boolean' },
      },
    });
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
  const { values, positionals } = parsed;
  const [command, ...rest] = positionals;
  // `--item A B` leaves B behind.
  const more = values.item === undefined ? [] : rest.filter((each) => placeOf(each) !== null);
  const files = rest.filter((each) => !more.includes(each));
  const [path] = files;
  if (path === undefined || files.length > 1) return 'One session file is needed.';
  const json = values.json === true;
  const assumeClosed = values['assume-closed'] === true;
  if (command === 'restore') {
    const foreign = Object.keys(values).find(
      (name) => !['json', 'item', 'backup', 'assume-closed'].includes(name),
    );
    if (foreign !== undefined) return `--${foreign} goes with prune.`;
    const ids = [...(values.item ?? []), ...more];
    const [itemId = null] = ids;
    const backupId = values.backup ?? null;
    return ids.length > 1
      ? 'restore puts back one --item at a time.'
      : itemId !== null && backupId !== null
        ? 'One of --item and --backup is enough.'
        : { command, path, backupId, itemId, assumeClosed, json };
  }
  if (values.backup !== undefined) return '--backup goes with restore.';
  const choice = choiceOf({
    ...values,
    item: values.item === undefined ? undefined : [...values.item, ...more],
  });
  return typeof choice === 'string'
    ? choice
    : {
        command: 'prune',
        request: { path, choice, intoCopy: values['into-copy'] === true },
        dryRun: values['dry-run'] === true,
        assumeClosed,
        json,
      };
}

/** @param readingOf how a session file is read: the price of a prune follows from its replies. */
export async function runRewriteCommand(
  command: RewriteCommand,
  readingOf: (file: string) => Promise<ReadSnapshotOptions>,
): Promise<number> {
  const path = command.command === 'restore' ? command.path : command.request.path;
  const tools = { ...(await localTools(path)), assumeClosed: command.assumeClosed };
  if (command.command === 'restore' || !command.dryRun) await adoptEarlier(tools);
  if (command.command === 'restore') {
    const { backupId, itemId } = command;
    const restored = await restoreSession(
      { path, backupId, ...(itemId === null ? {} : { itemId }) },
      tools,
    );
    if (restored.kind === 'refused') return refuse(restored, command.json);
    const load = await takenUp(tools, restored.takesEffect, restored.from.sessionId);
    if (command.json) printJson(restoreAsJson(restored, load));
    else printText(restoreAsText(restored, inEnglish, load));
    return 0;
  }
  const outcome = await (command.dryRun
    ? previewPrune(command.request, tools)
    : pruneSession(command.request, tools));
  if (outcome.kind === 'refused') return refuse(outcome, command.json);
  const asked = outcome.kind === 'preview' ? await askPrice(path, await readingOf(path)) : null;
  const load =
    outcome.kind === 'pruned' ? await takenUp(tools, outcome.takesEffect, outcome.sessionId) : null;
  if (command.json) printJson(pruneAsJson(outcome, asked, load));
  else printText(pruneAsText(outcome, asked, inEnglish, load));
  return 0;
}

/** `null` where no Claude Code has the session open. */
async function takenUp(
  { configDirectory }: RewriteTools,
  takesEffect: 'atNextStart' | 'afterResume',
  sessionId: string,
): Promise<LoadOutcome | null> {
  if (takesEffect === 'atNextStart') return null;
  return loadAgain(configDirectory, sessionId, {
    onWaiting: () =>
      printError('Claude Code works in this session: it is loaded when its turn has ended.'),
  });
}

async function askPrice(path: string, options: ReadSnapshotOptions): Promise<PriceAsked> {
  const snapshot = await readSnapshot(path, options);
  const facts = 'problem' in snapshot ? null : priceFacts(snapshot);
  return facts === null ? null : { facts, nowMs: Date.now() };
}

interface ChoiceValues {
  readonly item?: readonly string[] | undefined;
  readonly recipe?: string | undefined;
  readonly target?: string | undefined;
  readonly thinking?: boolean | undefined;
  readonly keep?: string | undefined;
  readonly steps?: string | undefined;
  readonly above?: string | undefined;
}

function choiceOf({
  item,
  recipe,
  target,
  thinking,
  keep,
  steps,
  above,
}: ChoiceValues): PruneChoice | string {
  if ([item, recipe, target].filter((each) => each !== undefined).length !== 1)
    return 'One of --item, --recipe and --target is needed.';
  if (thinking !== undefined && target === undefined) return '--thinking goes with --target.';
  if (keep !== undefined && recipe !== 'images') return '--keep goes with --recipe images.';
  if ((steps ?? above) !== undefined && recipe !== 'old-results')
    return '--steps and --above go with --recipe old-results.';
  const [tokens, keepNewest, olderThanRounds, largerThanTokens] = [
    target ?? '0',
    keep ?? '3',
    steps ?? '10',
    above ?? '1000',
  ].map((value) => (/^\d{1,9}$/.test(value) ? Number(value) : NaN)) as [
    number,
    number,
    number,
    number,
  ];
  if ([tokens, keepNewest, olderThanRounds, largerThanTokens].some(Number.isNaN))
    return '--target, --keep, --steps and --above need whole numbers.';
  if (item !== undefined) return { kind: 'items', ids: item };
  if (target !== undefined)
    return { kind: 'target', tokens, ...(thinking === true ? { withThinking: true } : {}) };
  switch (recipe) {
    case 'images':
      return { kind: 'recipe', recipe, keepNewest };
    case 'outdated':
      return { kind: 'recipe', recipe: 'superseded' };
    case 'duplicates':
    case 'thinking':
      return { kind: 'recipe', recipe };
    case 'old-results':
      return {
        kind: 'recipe',
        recipe: 'oldResults',
        olderThanRounds,
        turnsAgo: 0,
        largerThanTokens,
      };
    default:
      return `Unknown recipe: ${recipe ?? ''}`;
  }
}

/** What an earlier build kept can be restored only from its place; tells where that is not so. */
async function adoptEarlier(tools: RewriteTools): Promise<void> {
  const { kind, leftFiles, code } = await takeOverEarlier(tools, tools.log);
  const place = earlierDirectory(tools.configDirectory);
  if (kind === 'postponed')
    printError(`An earlier build is rewriting a session; its backups stay in ${place}.`);
  if (kind === 'failed')
    printError(`Backups of an earlier build could not be moved (${code}): ${place}`);
  else if (leftFiles > 0)
    printError(
      `Some files of an earlier build stay in ${place}; their places are taken by different ones.`,
    );
}

async function localTools(path: string): Promise<RewriteTools> {
  const place = await sessionPlace(path, environmentDirectory());
  return rewriteTools({ ...place, log: silentLog, loadTokenCount: tokenCountLoader() });
}

function refuse(refused: Refused, json: boolean): number {
  if (json) printJson(refusalAsJson(refused, inEnglish));
  printError(refusalWords(refused, inEnglish));
  if (refused.reason === 'maybeOpen')
    printError('Where you know that it is closed: --assume-closed.');
  return ['missing', 'unreadable', 'noSession'].includes(refused.reason) ? UNREAD : REFUSED;
}
