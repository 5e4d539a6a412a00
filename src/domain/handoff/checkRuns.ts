import type { ConversationEntry, ToolUseBlock, UserEntry } from '../transcript/entry';
import { asString } from '../transcript/parseBlocks';
import { checkOf } from './checksIn';
import type { EntryContent } from './entryContent';
import type { CheckRun } from './handoffFacts';
import { shellParts, type ShellPart } from './shellParts';

/** A shell call whose text was read again. */
export interface ShellCall {
  readonly entry: ConversationEntry;
  readonly call: ToolUseBlock;
  readonly result: UserEntry | null;
}

/** Test and build commands that are told, of each kind the ones that were run most often. */
const CHECKS = 6;
/** Longer ones are no commands that a person would type again, and none is ever cut. */
const COMMAND_LENGTH = 300;
/** `npm run lint` and `npm run test` are of two kinds. */
const SCRIPT_RUNNER = /^(?:npm|pnpm|yarn|bun|deno|uv|poetry)$/;

/**
 * The test and build commands of a session, each whole and once, with its last run; what matters
 * most first: of each kind (`go test`, `npm run lint`) the one that was run most often.
 *
 * @param calls in file order. @param home where the next session will run: from there each command
 * does what it did.
 */
export function checkRuns(
  calls: readonly ShellCall[],
  contents: ReadonlyMap<number, EntryContent>,
  home: string | null,
): CheckRun[] {
  const last = new Map<string, CheckRun & { readonly kind: string }>();
  for (const { entry, call, result } of calls) {
    const content = contents.get(entry.offset);
    const input = content?.calls.find(({ toolUseId }) => toolUseId === call.toolUseId)?.input;
    const parts = shellParts(asString(input?.['command']) ?? '');
    const told =
      result === null
        ? undefined
        : contents
            .get(result.offset)
            ?.results.find(({ toolUseId }) => toolUseId === call.toolUseId);
    for (const { at, command, kind } of checksAmong(parts, content?.folder ?? home, home)) {
      const runs = (last.get(command)?.runs ?? 0) + 1;
      last.delete(command); // so that the order is that of the last runs
      last.set(command, {
        command,
        kind,
        runs,
        outcome: told === undefined ? 'unknown' : outcomeOf(parts, at, told.isError),
        output: told !== undefined && printsLast(parts, at) ? printed(told.text) : '',
        atMs: result?.timestampMs ?? null,
      });
    }
  }
  return chosen([...last.values()].reverse());
}

/** @param runs the newest first. */
function chosen(runs: readonly (CheckRun & { readonly kind: string })[]): CheckRun[] {
  const kinds = new Map<string, CheckRun[]>();
  for (const { kind, ...run } of runs.toSorted((a, b) => b.runs - a.runs)) {
    const alike = kinds.get(kind);
    if (alike === undefined) kinds.set(kind, [run]);
    else alike.push(run);
  }
  const most = Math.max(0, ...[...kinds.values()].map(({ length }) => length));
  const inTurn = Array.from({ length: most }, (_, turn) =>
    [...kinds.values()].flatMap((alike) => alike.slice(turn, turn + 1)),
  );
  return inTurn.flat().slice(0, CHECKS);
}

interface Check {
  readonly at: number;
  readonly command: string;
  readonly kind: string;
}

/** Each check of a line, with the way from the next session's folder to where it ran. */
function checksAmong(
  parts: readonly ShellPart[],
  start: string | null,
  home: string | null,
): Check[] {
  let way = wayTo(start, home);
  return parts.flatMap(({ text, joinedBy }, at) => {
    if (/^cd\s/.test(text)) way = wayBy(text, way, home);
    const check = joinedBy === '|' ? null : checkOf(text);
    const command = check === null ? '' : `${way}${check}`;
    if (check === null || command.length > COMMAND_LENGTH || command.includes('\n')) return [];
    const words = check.split(/\s+/).filter((word) => !/^-|=/.test(word));
    const isScript = words[1] === 'run' && SCRIPT_RUNNER.test(words[0]!);
    return [{ at, command, kind: words.slice(0, isScript ? 3 : 2).join(' ') }];
  });
}

/** By a `cd`: a path that leads from here on, or one of its own. */
function wayBy(change: string, way: string, home: string | null): string {
  const given = unquoted(change.slice(2));
  if (/^[/\\~$]|^[a-z]:|^-|\.\./i.test(given))
    return /^[/\\]|^[a-z]:/i.test(given) ? wayTo(given, home, change) : `${change} && `;
  return way === '' ? `${change} && ` : `${way}${change} && `;
}

/** @param as how a person would go there, where it lies outside. */
function wayTo(folder: string | null, home: string | null, as = ''): string {
  if (folder === null || home === null) return '';
  const [to, from] = [comparable(folder), comparable(home)];
  if (to.toLowerCase() === from.toLowerCase()) return '';
  if (to.toLowerCase().startsWith(`${from.toLowerCase()}/`)) {
    const within = to.slice(from.length + 1);
    return `cd ${/^[\w./-]+$/.test(within) ? within : `"${within}"`} && `;
  }
  return as === '' ? `cd "${folder}" && ` : `${as} && `;
}

/** `D:\\ledger` is `/d/ledger` to a shell on Windows. */
function comparable(path: string): string {
  return path
    .replaceAll('\\', '/')
    .replace(/^([a-z]):/i, (_, drive: string) => `/${drive.toLowerCase()}`)
    .replace(/(?<!\/)\/+$/, '');
}

function unquoted(text: string): string {
  return text.trim().replace(/^(["'])([^]*)\1$/, '$2');
}

/** The exit code is that of the whole line, and in a pipe that of its last command. */
function outcomeOf(parts: readonly ShellPart[], at: number, isError: boolean): CheckRun['outcome'] {
  const after = parts.slice(at + 1).map(({ joinedBy }) => joinedBy);
  if (!isError) return after.every((joint) => joint === '&&') ? 'ended' : 'notTold';
  const before = parts.slice(0, at).every(({ text }) => /^(?:cd|export)\s/.test(text));
  return before && after.length === 0 ? 'failed' : 'notTold';
}

/** Nothing comes behind it but what its own output goes through. */
function printsLast(parts: readonly ShellPart[], at: number): boolean {
  return parts.slice(at + 1).every(({ joinedBy }) => joinedBy === '|');
}

/** Claude Code's own word for nothing is none of the command's. */
function printed(text: string): string {
  return /^\(Bash completed with no output\)\s*$/.test(text) ? '' : text;
}
