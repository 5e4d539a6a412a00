import { bytesFingerprint } from './bytesFingerprint';
import { memberOf, rawLength, type JsonSpan, type Span } from './jsonSpans';
import { SHORT_PLACEHOLDER } from './placeholder';
import { emptied, LONG_STRING_BYTES } from './shortenedStrings';
import type { Splice } from './splice';

/**
 * The strings that a prune took out, known by length and fingerprint: their copies go too, or the
 * file would hardly shrink.
 */
export class RemovedStrings {
  private readonly lengths = new Set<number>();
  private readonly fingerprints = new Set<string>();

  get isEmpty(): boolean {
    return this.lengths.size === 0;
  }

  add(bytes: Buffer, span: Span): void {
    if (rawLength(span) < LONG_STRING_BYTES || bytes[span.start] !== QUOTE) return;
    this.lengths.add(rawLength(span));
    this.fingerprints.add(bytesFingerprint(bytes, span.start + 1, span.end - 1));
  }

  /**
   * Copies within a value. An image's becomes a text part where it is one, and is emptied
   * elsewhere.
   */
  copiesIn(bytes: Buffer, value: JsonSpan, whole: (media: JsonSpan) => string): Splice[] {
    if (this.isEmpty) return [];
    const splices: Splice[] = [];
    const visit = (span: JsonSpan, key: string): void => {
      if (span.kind === 'string') {
        if (this.has(bytes, span))
          splices.push(
            key === 'base64'
              ? emptied(span)
              : { start: span.start, end: span.end, json: JSON.stringify(SHORT_PLACEHOLDER) },
          );
      } else if (span.kind === 'array') for (const item of span.items) visit(item, key);
      else if (span.kind === 'object') {
        const data = memberOf(memberOf(span, 'source'), 'data');
        if (data !== undefined && this.has(bytes, data))
          splices.push({ start: span.start, end: span.end, json: whole(span) });
        else for (const member of span.members) visit(member.value, member.key);
      }
    };
    visit(value, '');
    return splices;
  }

  private has(bytes: Buffer, span: JsonSpan): boolean {
    return (
      span.kind === 'string' &&
      this.lengths.has(rawLength(span)) &&
      this.fingerprints.has(bytesFingerprint(bytes, span.start + 1, span.end - 1))
    );
  }
}

const QUOTE = 0x22;
