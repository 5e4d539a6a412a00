import type { MachineTextKind, RecordedText } from './entry';
import { asFields, asString } from './parseBlocks';

/** Who a record says that its text is from; both are Claude Code's own fields. */
export interface RecordedOrigin {
  readonly isMeta: boolean;
  readonly origin: string | null;
}

/** Origins that name no person. Of one that is not known a person's words are to be expected. */
const MACHINE_ORIGINS: ReadonlySet<string> = new Set(['task-notification', 'observer-activity']);
/**
 * After a compaction that a plugin answered, it stands at every message, a person's as well
 * (2.1.332): it says nothing of whose words they are.
 */
const SAYS_NOTHING = 'plugin';
const COMMAND_TAGS = ['command-name', 'command-message', 'command-args', 'skill-format'];
const OUTPUT_TAGS = ['local-command-stdout', 'local-command-stderr', 'bash-stdout', 'bash-stderr'];
const NOTE_TAGS = ['system-reminder', 'local-command-caveat', 'ide_opened_file', 'ide_selection'];
const INTERRUPTIONS = [
  '[Request interrupted by user]',
  '[Request interrupted by user for tool use]',
];
/** What older versions put behind a notification: where to read on. */
const TRAILERS = [
  'Read the output file to retrieve the result: ',
  'Full transcript available at: ',
];
const TRAILER_LENGTH = 1000;
const OPENING_TAG = /<([a-z_-]{1,40})>/y;
const BLANKS = /\s*/y;
/** More elements stand in no record of Claude Code's. */
const MOST_ELEMENTS = 8;

/** The fields of a record that say whose its text is. */
export function recordedOrigin(fields: Readonly<Record<string, unknown>>): RecordedOrigin {
  const origin = asString(asFields(fields['origin'])?.['kind']);
  return { isMeta: fields['isMeta'] === true, origin: origin === SAYS_NOTHING ? null : origin };
}

/**
 * Whether Claude Code wrote a text in the user's place. What a record says of its origin decides;
 * where it says nothing, the text must be a record of Claude Code's as a whole: one that merely
 * holds or begins with a tag is a person's. Linear in the text.
 *
 * @returns `null` for what a person wrote.
 */
export function recordedText(
  text: string,
  { isMeta, origin }: RecordedOrigin,
): RecordedText | null {
  if (origin !== null && !MACHINE_ORIGINS.has(origin)) return null;
  const found = ofWholeShape(text);
  if (found !== null) return found;
  if (origin === 'task-notification') return { kind: 'taskNotification', subject: text.trim() };
  return isMeta || origin !== null ? { kind: 'note', subject: text.trim() } : null;
}

export function isMachineText(
  recorded: RecordedText | null | undefined,
): recorded is RecordedText & { readonly kind: MachineTextKind } {
  return recorded != null && recorded.kind !== 'typedCommand';
}

/** Whether it says that a person stopped what was going on. */
export function isInterruption({ kind, subject }: RecordedText): boolean {
  return kind === 'note' && INTERRUPTIONS.includes(subject);
}

/** @returns `null` for any other text than a whole record of Claude Code's. */
function ofWholeShape(text: string): RecordedText | null {
  const whole = text.trim();
  if (INTERRUPTIONS.includes(whole)) return { kind: 'note', subject: whole };
  const { elements, rest } = elementsOf(whole);
  const first = elements[0];
  if (first === undefined) return null;
  const [tag, content] = first;
  if (tag === 'task-notification')
    return elements.length === 1 && isTrailer(rest)
      ? { kind: 'taskNotification', subject: summaryIn(content) }
      : null;
  if (rest !== '') return null;
  const areAll = (tags: readonly string[]): boolean =>
    elements.every(([each]) => tags.includes(each));
  if (tag === 'bash-input' && elements.length === 1)
    return { kind: 'typedCommand', subject: `! ${content.trim()}` };
  if (areAll(COMMAND_TAGS)) return commandOf(new Map(elements));
  if (areAll(OUTPUT_TAGS))
    return { kind: 'commandOutput', subject: firstWordsOf(elements.map(([, words]) => words)) };
  return areAll(NOTE_TAGS) ? { kind: 'note', subject: content.trim() } : null;
}

/** One element after the other from the beginning on, and what stands behind them. */
function elementsOf(whole: string): {
  readonly elements: readonly (readonly [tag: string, content: string])[];
  readonly rest: string;
} {
  const elements: [string, string][] = [];
  let at = 0;
  while (elements.length < MOST_ELEMENTS) {
    OPENING_TAG.lastIndex = at;
    const tag = OPENING_TAG.exec(whole)?.[1];
    if (tag === undefined) break;
    const close = whole.indexOf(`</${tag}>`, OPENING_TAG.lastIndex);
    if (close === -1) break;
    elements.push([tag, whole.slice(OPENING_TAG.lastIndex, close)]);
    BLANKS.lastIndex = close + tag.length + 3;
    BLANKS.exec(whole);
    at = BLANKS.lastIndex;
  }
  return { elements, rest: whole.slice(at) };
}

function commandOf(elements: ReadonlyMap<string, string>): RecordedText | null {
  const name = elements.get('command-name')?.trim();
  if (name === undefined) return null;
  const typed = elements.get('command-args')?.trim() ?? '';
  return typed === ''
    ? { kind: 'command', subject: name }
    : { kind: 'typedCommand', subject: `${name} ${typed}` };
}

function isTrailer(rest: string): boolean {
  return (
    rest === '' ||
    (rest.length <= TRAILER_LENGTH &&
      !rest.includes('\n') &&
      TRAILERS.some((trailer) => rest.startsWith(trailer)))
  );
}

function summaryIn(notification: string): string {
  const [open, close] = ['<summary>', '</summary>'];
  const start = notification.indexOf(open);
  const end = start === -1 ? -1 : notification.indexOf(close, start);
  return (end === -1 ? notification : notification.slice(start + open.length, end)).trim();
}

function firstWordsOf(contents: readonly string[]): string {
  return contents.map((content) => content.trim()).find((content) => content !== '') ?? '';
}
