import { fileUse } from '../accounting/toolCalls';
import type { AssistantEntry, ConversationEntry } from '../transcript/entry';
import { firstAtOrAfter } from '../transcript/inFileOrder';
import { ERROR_LENGTH, PATH_LENGTH, SUBJECT_LENGTH, TITLE_LENGTH } from '../transcript/keptLengths';
import type { Transcript } from '../transcript/transcript';
import { keptWhole } from './cutText';
import type { EntryContent } from './entryContent';
import { checkRuns } from './checkRuns';
import { correctionsOf } from './corrections';
import { answersOf, plansOf, type QuotedContent } from './decisionsIn';
import type { FailedCall, HandoffFacts, Said, TouchedFile } from './handoffFacts';
import { promptWords, withoutReminders } from './promptWords';
import { callsOf, shellCalls, subjectOf, type Quoted } from './quotedEntries';
import { summaryWords } from './summaryWords';
import { TaskList } from './taskList';

/** Files that are listed, the newest; the rest of a huge session is counted only. */
const MAX_FILES = 300;
/** What lies there is nobody's work: scratch files, the output of tasks. */
const TEMPORARY = /[\\/](?:tmp|temp)[\\/]/i;
const MAX_ASKED = 24;
/**
 * How refusals of a person begin, which are no failure of the tool; and what a search that finds
 * nothing says.
 */
const NO_FAILURE =
  /^(?:The user doesn't want|Error: The user doesn't want|\[Request interrupted|Permission to use|(?:Exit code 1)?\s*$)/;

/**
 * Puts together what a handoff tells.
 *
 * @param contents of the quoted entries, by their offset; one that could not be read again is
 * missing, and left out.
 * @param restated what a person chose from before the last compaction.
 */
export function collectFacts(
  transcript: Transcript,
  trunk: readonly ConversationEntry[],
  quoted: readonly Quoted[],
  contents: ReadonlyMap<number, EntryContent>,
  restated: readonly Said[] = [],
): HandoffFacts {
  const turnAt = turnCounter(trunk);
  const of = (as: Quoted['as']): QuotedContent[] =>
    quoted.flatMap(({ entry, as: reason }) => {
      const content = contents.get(entry.offset);
      return reason === as && content !== undefined ? [{ entry, content }] : [];
    });
  const said = (as: Quoted['as'], text: (content: EntryContent) => string): Said[] =>
    of(as).flatMap(({ entry, content }) => {
      const words = text(content).trim();
      return words === '' ? [] : [{ text: words, turn: turnAt(entry.offset) }];
    });
  const tasks = new TaskList();
  for (const { content } of of('task')) tasks.add(content);
  const last = trunk.findLast((entry) => entry.kind === 'assistant' || entry.kind === 'user');
  return {
    session: {
      sessionId: transcript.sessionId,
      title: transcript.title === null ? null : keptWhole(transcript.title, TITLE_LENGTH),
      cwd: transcript.cwd,
      branch: branchOf(of('end')),
      model:
        trunk.findLast(
          (entry): entry is AssistantEntry =>
            entry.kind === 'assistant' && !entry.isSynthetic && entry.model !== null,
        )?.model ?? null,
      turns: turnAt(Infinity),
      compactions: trunk.filter((entry) => entry.kind === 'system' && entry.compaction !== null)
        .length,
      endedMs: trunk.findLast((entry) => entry.timestampMs !== null)?.timestampMs ?? null,
    },
    prompts: said('prompt', ({ texts }) => promptWords(texts)),
    asked: askedBetween(trunk, quoted, turnAt),
    corrections: correctionsOf(of('correction'), turnAt),
    conclusions: said('conclusion', ({ texts }) => texts.join('\n\n')),
    summary: said('summary', ({ texts }) => summaryWords(texts.join('\n\n'))).at(-1) ?? null,
    tasks: tasks.all(),
    restated,
    plans: plansOf(of('plan'), turnAt),
    answers: of('question').flatMap(({ content }) => answersOf(content)),
    files: touchedFiles(transcript, trunk),
    checks: checkRuns(shellCalls(transcript, trunk), contents, transcript.cwd),
    errors: failedCalls(transcript, of('error'), turnAt),
    blocked:
      last?.kind === 'assistant' && last.apiError !== null
        ? keptWhole(last.apiError.text, ERROR_LENGTH)
        : null,
  };
}

/** Turns begin with a prompt. @returns the turn that an offset belongs to. */
function turnCounter(trunk: readonly ConversationEntry[]): (offset: number) => number {
  const starts = trunk.filter((entry) => entry.kind === 'user' && entry.prompt !== null);
  return (offset) => firstAtOrAfter(starts, offset + 1);
}

/** Prompts that are not quoted, by what the transcript keeps of them. */
function askedBetween(
  trunk: readonly ConversationEntry[],
  quoted: readonly Quoted[],
  turnAt: (offset: number) => number,
): Said[] {
  const told = new Set(
    quoted.filter(({ as }) => as === 'prompt' || as === 'correction').map(({ entry }) => entry),
  );
  return trunk
    .flatMap((entry) => {
      if (entry.kind !== 'user' || entry.prompt === null || told.has(entry)) return [];
      const text = withoutReminders(keptWhole(entry.prompt, TITLE_LENGTH)).trim();
      return text === '' ? [] : [{ text, turn: turnAt(entry.offset) }];
    })
    .slice(-MAX_ASKED);
}

/** `HEAD` stands for no branch at all. */
function branchOf(end: readonly { readonly content: EntryContent }[]): string | null {
  const branch = end.at(-1)?.content.branch?.trim() ?? '';
  return branch === '' || branch === 'HEAD' ? null : branch;
}

function touchedFiles(transcript: Transcript, trunk: readonly ConversationEntry[]): TouchedFile[] {
  const files = new Map<string, TouchedFile>();
  for (const { entry, call } of callsOf(trunk)) {
    const use = fileUse(call);
    if (use === null || call.path === null || keptWhole(call.path, PATH_LENGTH) !== call.path)
      continue;
    if (failed(transcript, call.toolUseId) || isScratch(call.path, transcript.cwd)) continue;
    const known = files.get(call.path) ?? {
      path: call.path,
      reads: 0,
      edits: 0,
      isCreated: use === 'write',
      lastChangeMs: null,
    };
    files.delete(call.path); // so that the order is that of the last touch
    files.set(
      call.path,
      use === 'read'
        ? { ...known, reads: known.reads + 1 }
        : {
            ...known,
            edits: known.edits + 1,
            lastChangeMs: entry.timestampMs ?? known.lastChangeMs,
          },
    );
  }
  return [...files.values()].slice(-MAX_FILES);
}

function isScratch(path: string, cwd: string | null): boolean {
  return TEMPORARY.test(path) && !(cwd !== null && cwd !== '' && path.startsWith(cwd));
}

function failed(transcript: Transcript, toolUseId: string): boolean {
  return (
    transcript
      .resultsOf(toolUseId)[0]
      ?.blocks.some(
        (block) => block.kind === 'toolResult' && block.toolUseId === toolUseId && block.isError,
      ) ?? false
  );
}

function failedCalls(
  transcript: Transcript,
  found: readonly QuotedContent[],
  turnAt: (offset: number) => number,
): FailedCall[] {
  return found.flatMap(({ entry, content }) =>
    content.results.flatMap(({ toolUseId, isError, text }) => {
      const call = transcript.callOf(toolUseId);
      if (!isError || call === undefined || NO_FAILURE.test(text)) return [];
      return [
        {
          toolName: keptWhole(call.toolName, SUBJECT_LENGTH),
          subject: subjectOf(call),
          text: text.replace(/<\/?tool_use_error>/g, ''),
          turn: turnAt(entry.offset),
        },
      ];
    }),
  );
}
