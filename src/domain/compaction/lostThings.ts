import { fileUse } from '../accounting/toolCalls';
import type { Item } from '../accounting/item';
import type { EntryContent } from '../handoff/entryContent';
import { answersOf, plansOf, type QuotedContent } from '../handoff/decisionsIn';
import { promptWords } from '../handoff/promptWords';
import { cutAt } from '../handoff/cutText';
import { TaskList } from '../handoff/taskList';
import { allWords, distinctiveWords } from './distinctiveWords';
import type { ConversationEntry } from '../transcript/entry';

/** One thing that the context held before, and that its summary seems not to have. */
export interface LostThing {
  readonly kind: 'prompt' | 'plan' | 'answer' | 'task' | 'file' | 'rule';
  /**
   * At most 2,000 characters, and a mark where more was cut; a path of a file or a rule. From the
   * transcript, so hostile.
   */
  readonly text: string;
  /** What it takes to say it again, or, of a file, about what reading it again would take. */
  readonly tokens: number;
  readonly isCounted: boolean;
  /** `null` where it is of no turn. */
  readonly turn: number | null;
  /** Line of the session file, from 1, that it came in with. */
  readonly line: number | null;
  /** How many of its distinctive words the summary has; `null` of a file or a rule. */
  readonly words: { readonly found: number; readonly of: number } | null;
  /** The summary, or a remark behind it, has its name, though not its content. */
  readonly isNamed: boolean;
  /** It was changed in that context. */
  readonly isEdited: boolean;
}

/** Of one kind of things. */
export interface LostGroup {
  /** So many there were that can be compared: "go on" has no word to be known by. */
  readonly of: number;
  /** There were more, which nobody looked at: the newest were. */
  readonly isCut: boolean;
  /** Those that are missing, at most 200. */
  readonly lost: readonly LostThing[];
  /** So many more are missing. */
  readonly more: number;
}

/** What a summary can be asked. */
export interface SummaryText {
  readonly text: string;
  readonly words: ReadonlySet<string>;
}

const MOST_LISTED = 200;
const TEXT_LENGTH = 2000;
const CUT = '[…]';
/** A summary that has as many of the distinctive words of a text speaks of it. */
const SPOKEN_OF = 0.5;

export function summaryText(text: string): SummaryText {
  return { text: text.toLowerCase(), words: allWords(text) };
}

interface Sized {
  /** Tokens of a text. */
  readonly countText: (text: string) => number;
  readonly isCounted: boolean;
  readonly turnAt: (offset: number) => number;
}

/** What a person typed. @param isCut there was more than these. */
export function lostPrompts(
  prompts: readonly QuotedContent[],
  summary: SummaryText,
  sized: Sized,
  isCut = false,
): LostGroup {
  const said = prompts.flatMap(({ entry, content }) => {
    const text = promptWords(content.texts);
    return text === '' ? [] : [textThing('prompt', text, placeOf(entry, sized), summary, sized)];
  });
  return { ...groupOf(said), isCut };
}

interface Decided {
  readonly plans: readonly QuotedContent[];
  readonly questions: readonly QuotedContent[];
  /** What told of tasks before, and what does now. */
  readonly tasks: readonly EntryContent[];
  readonly tasksNow: readonly EntryContent[];
  /** The newest plan stands in the context again, word for word. */
  readonly isPlanBack: boolean;
}

/** Plans that were accepted, answers to what Claude asked, and tasks that are open. */
export function lostDecisions(
  { plans, questions, tasks, tasksNow, isPlanBack }: Decided,
  summary: SummaryText,
  sized: Sized,
): LostGroup {
  const open = openTasks([...tasks, ...tasksNow]);
  const shown = new Set(openTasks(tasksNow));
  const accepted = plansOf(plans, sized.turnAt);
  const standing = isPlanBack ? accepted.slice(0, -1) : accepted;
  const answered = questions.flatMap(({ entry, content }) =>
    answersOf(content).map(({ question, answer }) => ({ text: `${question} → ${answer}`, entry })),
  );
  const things = [
    ...standing.map(({ text, turn }) =>
      textThing('plan', text, { turn, line: null }, summary, sized),
    ),
    ...answered.map(({ text, entry }) =>
      textThing('answer', text, placeOf(entry, sized), summary, sized),
    ),
    ...open.map((text) => textThing('task', text, NOWHERE, summary, sized)),
  ];
  return groupOf(things, ({ kind, text }) => kind === 'task' && shown.has(text));
}

function openTasks(contents: readonly EntryContent[]): string[] {
  const list = new TaskList();
  for (const content of contents) list.add(content);
  return list.all().flatMap(({ text, status }) => (status === 'done' ? [] : [text]));
}

interface Shown {
  /** What the context held before and holds no more. */
  readonly gone: readonly Item[];
  /** What it holds now. */
  readonly now: readonly Item[];
  /** Paths that Claude Code attached again without writing it down. */
  readonly reattached: ReadonlySet<string>;
}

/** Files that were read, written or attached, and whose content stands in the context no more. */
export function lostFiles({ gone, now, reattached }: Shown, summary: SummaryText): LostGroup {
  const back = new Set([...reattached, ...now.filter(showsFile).map(({ path }) => path)]);
  const edited = new Set(gone.filter(isChange).map(({ path }) => path));
  const referenced = new Set(now.filter(isReference).map(({ path }) => path));
  const files = largestOf(gone.filter(showsFile), 'file', summary, edited).map((file) => ({
    ...file,
    isNamed: file.isNamed || referenced.has(file.text),
  }));
  return groupOf(files, ({ text }) => back.has(text));
}

/** Memory files of folders: Claude Code reads them with the first file there, not again for all. */
export function lostRules(
  { gone, now }: Omit<Shown, 'reattached'>,
  summary: SummaryText,
): LostGroup {
  const back = new Set(now.filter(isRule).map(({ path }) => path));
  return groupOf(largestOf(gone.filter(isRule), 'rule', summary, new Set()), ({ text }) =>
    back.has(text),
  );
}

/** Whether an item shows what a file holds. */
export function showsFile({ kind, path, toolName, attachmentType, isError }: Item): boolean {
  if (path === null || isError) return false;
  if (kind === 'attachment') return attachmentType === 'file';
  if (kind !== 'toolResult' && kind !== 'toolCall' && kind !== 'document') return false;
  const use = useOf(toolName, path);
  return kind === 'toolCall' ? use === 'write' : use === 'read';
}

export function isRule({ kind, path, attachmentType }: Item): boolean {
  return kind === 'attachment' && attachmentType === 'nested_memory' && path !== null;
}

function isChange({ kind, path, toolName }: Item): boolean {
  const use = path === null ? null : useOf(toolName, path);
  return kind === 'toolCall' && (use === 'edit' || use === 'write');
}

/** Claude Code says that it read the file, and that it is too large to be attached. */
function isReference({ attachmentType }: Item): boolean {
  return attachmentType === 'compact_file_reference';
}

function useOf(toolName: string | null, path: string): ReturnType<typeof fileUse> {
  return toolName === null ? null : fileUse({ toolName, path });
}

/** By path; of each the largest that was shown of it. The largest first. */
function largestOf(
  items: readonly Item[],
  kind: 'file' | 'rule',
  { text }: SummaryText,
  edited: ReadonlySet<string | null>,
): LostThing[] {
  const byPath = new Map<string, Item>();
  for (const item of items) {
    const before = byPath.get(item.path!);
    if (before === undefined || item.tokens > before.tokens) byPath.set(item.path!, item);
  }
  return [...byPath.values()]
    .sort((a, b) => b.tokens - a.tokens)
    .map(({ path, tokens, isExact, turn, cameInLine }) => ({
      ...{ kind, text: path!, tokens, isCounted: isExact, turn, line: cameInLine, words: null },
      isNamed: text.includes(nameOf(path!)),
      isEdited: edited.has(path),
    }));
}

/** Its last part: a summary seldom has the whole way. */
function nameOf(path: string): string {
  return (path.split(/[\\/]/).at(-1) ?? path).toLowerCase();
}

const NOWHERE = { turn: null, line: null } as const;

function placeOf(
  { offset, line }: ConversationEntry,
  { turnAt }: Sized,
): Pick<LostThing, 'turn' | 'line'> {
  return { turn: turnAt(offset), line };
}

function textThing(
  kind: LostThing['kind'],
  text: string,
  place: Pick<LostThing, 'turn' | 'line'>,
  summary: SummaryText,
  { countText, isCounted }: Sized,
): LostThing {
  const distinctive = distinctiveWords(text);
  const kept = cutAt(text, TEXT_LENGTH);
  const said = kept.length < text.length ? `${kept.trimEnd()} ${CUT}` : text;
  const found = [...distinctive].filter((word) => summary.words.has(word)).length;
  return {
    ...{ kind, text: said, tokens: Math.round(countText(said)), isCounted },
    ...place,
    words: { found, of: distinctive.size },
    ...{ isNamed: false, isEdited: false },
  };
}

function groupOf(
  things: readonly LostThing[],
  isBack: (thing: LostThing) => boolean = () => false,
): LostGroup {
  const compared = things.filter(({ words }) => words?.of !== 0);
  const missing = compared.filter((thing) => !isBack(thing) && !isSpokenOf(thing));
  const lost = missing.slice(0, MOST_LISTED);
  return { of: compared.length, isCut: false, lost, more: missing.length - lost.length };
}

function isSpokenOf({ words }: LostThing): boolean {
  return words !== null && words.found >= words.of * SPOKEN_OF;
}
