import { SUBJECT_LENGTH } from '../transcript/keptLengths';
import { fileUse } from '../accounting/toolCalls';
import type { ConversationEntry, ToolUseBlock } from '../transcript/entry';
import type { Transcript } from '../transcript/transcript';
import { holdsCheck } from './checksIn';
import type { ShellCall } from './checkRuns';
import { keptWhole } from './cutText';
import { correctionsIn, isPrompt } from './typedEntries';

/** The newest prompts beside the first one. */
const LATEST_PROMPTS = 4;
const CONCLUSIONS = 3;
const PLANS = 3;
const QUESTIONS = 12;
const SHELL_CALLS = 80;
const ERRORS = 8;
/** Task calls that are replayed: more than a session has by far. */
const TASK_ENTRIES = 600;
/** Errors further back were dealt with somehow. */
const ERROR_TURNS = 6;

/** A place of the conversation that a handoff quotes, and why. */
export interface Quoted {
  readonly entry: ConversationEntry;
  readonly as:
    | 'prompt'
    | 'conclusion'
    | 'summary'
    | 'task'
    | 'plan'
    | 'question'
    | 'correction'
    | 'check'
    | 'error'
    | 'end';
}

/**
 * Which entries of a conversation have to be read again with their texts: a bounded number, however
 * long the session. In file order, an entry once for each reason.
 *
 * @param trunk from `trunkOf`.
 */
export function quotedEntries(
  transcript: Transcript,
  trunk: readonly ConversationEntry[],
): readonly Quoted[] {
  const prompts = trunk.filter(isPrompt);
  const calls = callsOf(trunk);
  const named = (...names: string[]): ToolUseBlock[] =>
    calls.filter(({ call }) => names.includes(call.toolName)).map(({ call }) => call);
  const summary = trunk.findLast((entry) => entry.kind === 'user' && entry.isCompactSummary);
  const quoted: Quoted[] = [
    ...[...prompts.slice(0, 1), ...prompts.slice(1).slice(-LATEST_PROMPTS)].map((entry) => ({
      entry,
      as: 'prompt' as const,
    })),
    ...conclusionsOf(trunk).map((entry) => ({ entry, as: 'conclusion' as const })),
    ...(summary === undefined ? [] : [{ entry: summary, as: 'summary' as const }]),
    ...taskEntries(transcript, trunk, calls).map((entry) => ({ entry, as: 'task' as const })),
    ...withResults(transcript, calls, named('ExitPlanMode').slice(-PLANS)).map((entry) => ({
      entry,
      as: 'plan' as const,
    })),
    ...withResults(transcript, calls, named('AskUserQuestion').slice(-QUESTIONS)).map((entry) => ({
      entry,
      as: 'question' as const,
    })),
    ...withResults(
      transcript,
      calls,
      shellCalls(transcript, trunk).map(({ call }) => call),
    ).map((entry) => ({ entry, as: 'check' as const })),
    ...correctionsIn(trunk).map((entry) => ({ entry, as: 'correction' as const })),
    ...unresolved(transcript, trunk).map((entry) => ({ entry, as: 'error' as const })),
    ...trunk
      .filter(({ kind }) => kind === 'assistant' || kind === 'user')
      .slice(-1)
      .map((entry) => ({ entry, as: 'end' as const })),
  ];
  return quoted.sort((a, b) => a.entry.offset - b.entry.offset);
}

/**
 * Shell calls that test or build something, as far as the beginning of a command tells: of a long
 * one it does not, so its text must be read again.
 */
export function shellCalls(
  transcript: Transcript,
  trunk: readonly ConversationEntry[],
): readonly ShellCall[] {
  return callsOf(trunk)
    .filter(({ call }) => isCheck(call) || (SHELLS.has(call.toolName) && isCut(call)))
    .slice(-SHELL_CALLS)
    .map(({ entry, call }) => ({
      entry,
      call,
      result: transcript.resultsOf(call.toolUseId)[0] ?? null,
    }));
}

const SHELLS: ReadonlySet<string> = new Set(['Bash', 'PowerShell']);

function isCheck(call: ToolUseBlock): boolean {
  return SHELLS.has(call.toolName) && holdsCheck(subjectOf(call));
}

function isCut(call: ToolUseBlock): boolean {
  return subjectOf(call) !== (call.subject ?? '');
}

/** What a call is about, as far as it can be told: a transcript keeps the beginning alone. */
export function subjectOf({ subject }: ToolUseBlock): string {
  return keptWhole(subject ?? '', SUBJECT_LENGTH);
}

interface PlacedCall {
  readonly entry: ConversationEntry;
  readonly call: ToolUseBlock;
}

/** All tool calls, in file order. */
export function callsOf(trunk: readonly ConversationEntry[]): readonly PlacedCall[] {
  return trunk.flatMap((entry) =>
    entry.blocks.flatMap((block) => (block.kind === 'toolUse' ? [{ entry, call: block }] : [])),
  );
}

/** The last entry with words in it of each of the newest turns. */
function conclusionsOf(trunk: readonly ConversationEntry[]): ConversationEntry[] {
  const found: ConversationEntry[] = [];
  let isSought = true;
  for (let at = trunk.length - 1; at >= 0 && found.length < CONCLUSIONS; at--) {
    const entry = trunk[at]!;
    if (entry.kind === 'user' && entry.prompt !== null) isSought = true;
    else if (
      isSought &&
      entry.kind === 'assistant' &&
      !entry.isSynthetic &&
      entry.blocks.some((block) => block.kind === 'text' && block.textBytes > 0)
    ) {
      found.unshift(entry);
      isSought = false;
    }
  }
  return found;
}

/** What tells of tasks: calls with their results, and the newest reminder. */
export function taskEntries(
  transcript: Transcript,
  trunk: readonly ConversationEntry[],
  calls: readonly PlacedCall[] = callsOf(trunk),
): ConversationEntry[] {
  const todos = calls.filter(({ call }) => call.toolName === 'TodoWrite').slice(-1);
  const tasks = calls
    .filter(({ call }) => call.toolName === 'TaskCreate' || call.toolName === 'TaskUpdate')
    .slice(-TASK_ENTRIES);
  const reminder = trunk.findLast(
    (entry) =>
      entry.kind === 'attachment' &&
      (entry.attachmentType === 'task_reminder' || entry.attachmentType === 'todo_reminder'),
  );
  return [
    ...withResults(
      transcript,
      calls,
      [...todos, ...tasks].map(({ call }) => call),
    ),
    ...(reminder === undefined ? [] : [reminder]),
  ];
}

/** The newest calls of one tool, with their results. */
export function entriesOfTool(
  transcript: Transcript,
  trunk: readonly ConversationEntry[],
  toolName: string,
  most: number,
): ConversationEntry[] {
  const calls = callsOf(trunk);
  const wanted = calls.flatMap(({ call }) => (call.toolName === toolName ? [call] : []));
  return withResults(transcript, calls, wanted.slice(-most));
}

function withResults(
  transcript: Transcript,
  calls: readonly PlacedCall[],
  wanted: readonly ToolUseBlock[],
): ConversationEntry[] {
  const chosen = new Set(wanted);
  const found = new Set<ConversationEntry>();
  for (const { entry, call } of calls) {
    if (!chosen.has(call)) continue;
    found.add(entry);
    const [result] = transcript.resultsOf(call.toolUseId);
    if (result !== undefined) found.add(result);
  }
  return [...found];
}

/**
 * Results of the newest turns that are errors, where nothing later of the same tool about the same
 * thing went well.
 */
function unresolved(
  transcript: Transcript,
  trunk: readonly ConversationEntry[],
): ConversationEntry[] {
  const wentWell = new Set<string>();
  const found: ConversationEntry[] = [];
  let turns = 0;
  for (let at = trunk.length - 1; at >= 0 && turns < ERROR_TURNS && found.length < ERRORS; at--) {
    const entry = trunk[at]!;
    if (entry.kind !== 'user') continue;
    if (entry.prompt !== null) turns++;
    for (const block of entry.blocks) {
      const call = block.kind === 'toolResult' ? transcript.callOf(block.toolUseId) : undefined;
      if (block.kind !== 'toolResult' || call === undefined) continue;
      const key = subjectKey(call);
      if (!block.isError) wentWell.add(key);
      else if (!wentWell.has(key) && !isAnotherMatter(call)) {
        wentWell.add(key); // told once, by its newest failure
        found.unshift(entry);
      }
    }
  }
  return found;
}

/** A file that could be changed after all is no error any more, whichever tool did it. */
function subjectKey(call: ToolUseBlock): string {
  const use = fileUse(call);
  return use === null
    ? `${call.toolName} ${call.subject ?? call.toolUseId}`
    : `${use === 'read' ? 'read' : 'change'} ${call.path ?? ''}`;
}

/** Told elsewhere: what was asked, planned or checked. */
function isAnotherMatter(call: ToolUseBlock): boolean {
  return call.toolName === 'AskUserQuestion' || call.toolName === 'ExitPlanMode' || isCheck(call);
}
