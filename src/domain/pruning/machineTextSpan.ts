import type { RecordedText } from '../transcript/entry';
import { isMachineText, recordedOrigin, recordedText } from '../transcript/recordedText';
import { memberAt, memberOf, stringOf, type JsonSpan, type Span } from './jsonSpans';

/**
 * Whether a text of a record is one that no person wrote and that is pruned: judged by the record
 * as it stands there, whatever a plan says. A slash command stays, since it was typed.
 */
export function isPrunableText(
  bytes: Buffer,
  record: JsonSpan,
  text: JsonSpan | undefined,
): text is JsonSpan {
  const recorded = recordedSpan(bytes, record, text);
  return isMachineText(recorded) && recorded.kind !== 'command';
}

/**
 * What Claude Code wrote down in a text of a record: `null` where a person wrote it, `undefined`
 * where it is no text of theirs, or a summary.
 */
export function recordedSpan(
  bytes: Buffer,
  record: JsonSpan,
  text: JsonSpan | undefined,
): RecordedText | null | undefined {
  const words = stringOf(bytes, text);
  if (words === null || stringOf(bytes, memberOf(record, 'type')) !== 'user') return undefined;
  if (isTrue(bytes, memberOf(record, 'isCompactSummary'))) return undefined;
  const kind = stringOf(bytes, memberAt(record, 'origin', 'kind'));
  const isMeta = isTrue(bytes, memberOf(record, 'isMeta'));
  return recordedText(words, recordedOrigin({ isMeta, origin: { kind } }));
}

/**
 * What takes the place of a text. The tag around it stays, by which Claude Code and everybody else
 * knows that nobody typed it; and of a notification what says which task ended how, without which
 * Claude Code would tell at the next start that the task never did (measured, 2.1.329).
 */
export function wrappedPlaceholder(bytes: Buffer, text: JsonSpan, placeholder: string): string {
  const words = stringOf(bytes, text) ?? '';
  const tag = TAG.exec(words)?.[1];
  if (tag === undefined) return placeholder;
  const within = tag === NOTIFICATION ? withElements(words, placeholder) : placeholder;
  return `<${tag}>\n${within}\n</${tag}>`;
}

const NOTIFICATION = 'task-notification';
const TAG =
  /^<(system-reminder|task-notification|(?:local-command|bash)-std(?:out|err)|ide_(?:opened_file|selection))>/;
const KEPT_ELEMENTS = ['task-id', 'tool-use-id', 'output-file', 'status'] as const;
/** A path is the longest of them; what is longer is none. */
const ELEMENT_LENGTH = 1024;

function withElements(notification: string, placeholder: string): string {
  const kept = KEPT_ELEMENTS.flatMap((name) => {
    const start = notification.indexOf(`<${name}>`);
    const end = start === -1 ? -1 : notification.indexOf(`</${name}>`, start);
    if (end === -1 || end - start > ELEMENT_LENGTH) return [];
    return [notification.slice(start, end + name.length + 3)];
  });
  return [...kept, `<summary>${placeholder}</summary>`].join('\n');
}

/** Whether a string stands there that a prune left, in its tag or without one. */
export function isLeftPlaceholder(bytes: Buffer, { start, end }: Span): boolean {
  return LEFT.test(bytes.toString('latin1', start, Math.min(end, start + LEFT_BYTES)));
}

const LEFT =
  /^"(?:<[a-z_-]{1,40}>\\n){0,2}(?:<[a-z-]{1,40}>[^<]{0,1024}<\/[a-z-]{1,40}>\\n){0,4}(?:<summary>)?\[pruned/;
const LEFT_BYTES = 8 * ELEMENT_LENGTH;

function isTrue(bytes: Buffer, span: JsonSpan | undefined): boolean {
  return span?.kind === 'other' && bytes.toString('latin1', span.start, span.end) === 'true';
}
