import type { JsonSpan } from './jsonSpans';
import { recordedSpan } from './machineTextSpan';

/** Of each end so much stays: a question stands at one of them, and between them what was pasted. */
const END_LENGTH = 400;
/** Of a placeholder with both ends, what is not its first line; in bytes, of mostly ASCII text. */
export const OWN_TEXT_FRAME_BYTES = 2 * END_LENGTH + 8;

/**
 * Whether a text of a record is one that a person wrote, and no slash command: judged by the record
 * as it stands there. It goes only where just that was asked for.
 */
export function isOwnText(
  bytes: Buffer,
  record: JsonSpan,
  text: JsonSpan | undefined,
): text is JsonSpan {
  return recordedSpan(bytes, record, text) === null;
}

/** What takes the place of such a text: a placeholder, and how the text began and ended. */
export function withEnds(text: string, placeholder: string): string {
  if (text.length <= 2 * END_LENGTH) return placeholder;
  const [head, tail] = [text.slice(0, END_LENGTH), text.slice(-END_LENGTH)];
  return [placeholder, beginning(head).trim(), '[…]', ending(tail).trim()].join('\n');
}

/** Up to the end of a line, else of a word, where one is in its second half. */
function beginning(head: string): string {
  for (const blank of ['\n', ' ']) {
    const at = head.lastIndexOf(blank);
    if (at >= head.length / 2) return head.slice(0, at);
  }
  return head.replace(/[\ud800-\udbff]$/, '');
}

function ending(tail: string): string {
  for (const blank of ['\n', ' ']) {
    const at = tail.indexOf(blank);
    if (at !== -1 && at < tail.length / 2) return tail.slice(at + 1);
  }
  return tail.replace(/^[\udc00-\udfff]/, '');
}
