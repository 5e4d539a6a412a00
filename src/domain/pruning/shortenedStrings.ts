import { memberOf, rawLength, type JsonSpan } from './jsonSpans';
import { SHORT_PLACEHOLDER } from './placeholder';
import type { Splice } from './splice';

/** Strings below this stay: they tell what was done, and their placeholder would be no smaller. */
export const LONG_STRING_BYTES = 200;
/** Keys of an input that stay: with them the call still says which file it was about. */
export const INPUT_NAMES = /^(?:file_path|notebook_path|path)$/;
/** Keys of strings that name a thing rather than hold it, in what Claude Code writes for itself. */
export const RECORD_NAMES =
  /(?:path|file|filename|id|uuid|name|url|type|pattern|signature|hash|command)$/i;
/** Keys of strings that hold an image or a document. */
const BASE64_KEY = /^(?:base64|data)$/;

/**
 * Shortens all long strings within a value, however deep; objects keep their keys, and keys that
 * name something keep their value.
 *
 * @param placeholder of the first string; the others get the short one.
 * @param names keys whose values stay.
 * @param media whether images and documents in it stay: they may be items of their own, and no text
 * could take their place.
 */
export function shortenedStrings(
  value: JsonSpan,
  placeholder: string,
  names: RegExp,
  media: 'keep' | 'replace',
): Splice[] {
  const splices: Splice[] = [];
  const replace = (span: JsonSpan, wrap: (json: string) => string = (json) => json): void => {
    const text = splices.length === 0 ? placeholder : SHORT_PLACEHOLDER;
    splices.push({ start: span.start, end: span.end, json: wrap(JSON.stringify(text)) });
  };
  const visit = (span: JsonSpan, key: string): void => {
    if (span.kind === 'string') {
      if (
        rawLength(span) < LONG_STRING_BYTES ||
        names.test(key) ||
        (media === 'keep' && BASE64_KEY.test(key))
      )
        return;
      replace(span);
    } else if (span.kind === 'array') {
      if (isLongList(span)) replace(span, (json) => `[${json}]`);
      else for (const item of span.items) visit(item, key);
    } else if (span.kind === 'object')
      for (const member of span.members) visit(member.value, member.key);
  };
  visit(value, '');
  return splices;
}

/**
 * What becomes of a copy of an image: no text could stand there (measured with an empty one,
 * 2.1.329).
 */
export function emptied(span: JsonSpan): Splice {
  return { start: span.start, end: span.end, json: '""' };
}

/** Many short strings, such as the lines of a patch: together as long as a long one. */
function isLongList(span: JsonSpan): boolean {
  return (
    span.kind === 'array' &&
    span.items.length > 1 &&
    span.items.every((item) => item.kind === 'string') &&
    span.end - span.start >= LONG_STRING_BYTES
  );
}

/** The object that an image or a document becomes. */
export function textPart(placeholder: string): string {
  return JSON.stringify({ type: 'text', text: placeholder });
}

export function isMedia(type: string | null): boolean {
  return type === 'image' || type === 'document';
}

/** The string that holds an image or a document. */
export function mediaData(span: JsonSpan): JsonSpan | undefined {
  return memberOf(memberOf(span, 'source'), 'data');
}
