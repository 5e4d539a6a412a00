import { asCount } from '../transcript/asCount';
import { memberAt, memberOf, numberOf, type JsonSpan } from './jsonSpans';
import type { Splice } from './splice';

/** Lowered in this order: what is no longer sent would mostly have come from the cache. */
const INPUT_COUNTERS = [
  'cache_read_input_tokens',
  'cache_creation_input_tokens',
  'input_tokens',
] as const;

/**
 * Makes the counters of one line of a response say that it was sent `contextTokens`.
 * `output_tokens` stays. `iterations` is emptied: Claude Code believes its last entry over the sums
 * (2.1.329); where the two name different outputs, the context takes the difference. A line that
 * reports nothing stays as it is.
 */
export function usageSplices(bytes: Buffer, record: JsonSpan, contextTokens: number): Splice[] {
  const usage = memberAt(record, 'message', 'usage');
  if (usage?.kind !== 'object') return [];
  const counters = INPUT_COUNTERS.map((key) => {
    const span = memberOf(usage, key);
    const value = asCount(numberOf(bytes, span));
    // What is no counter was not counted, and stays.
    return { span: value === null ? undefined : span, value: value ?? 0 };
  });
  const sent = counters.reduce((sum, { value }) => sum + value, 0);
  if (sent === 0) return [];
  const splices: Splice[] = [];
  const iterations = memberOf(usage, 'iterations');
  const last = iterations?.kind === 'array' ? iterations.items.at(-1) : undefined;
  const output = (counters: JsonSpan): number =>
    asCount(numberOf(bytes, memberOf(counters, 'output_tokens'))) ?? 0;
  const outputMoved =
    last !== undefined &&
    INPUT_COUNTERS.some((key) => (asCount(numberOf(bytes, memberOf(last, key))) ?? 0) > 0)
      ? output(last) - output(usage)
      : 0;
  let left = Math.max(1, Math.round(contextTokens + outputMoved)) - sent;
  for (const { span, value } of counters) {
    if (left === 0 || span === undefined) continue;
    // All of it may go from one counter, none below zero; what is to be added goes to the first.
    const changed = Math.max(0, value + left);
    if (changed !== value)
      splices.push({ start: span.start, end: span.end, json: String(changed) });
    left -= changed - value;
  }
  if (iterations?.kind === 'array' && last !== undefined)
    splices.push({ start: iterations.start, end: iterations.end, json: '[]' });
  return splices;
}

/**
 * Where the file ends after a compaction, Claude Code believes the size that its boundary states.
 */
export function postTokensSplices(bytes: Buffer, record: JsonSpan, tokens: number): Splice[] {
  const span = memberAt(record, 'compactMetadata', 'postTokens');
  if (span === undefined || asCount(numberOf(bytes, span)) === null) return [];
  return [{ start: span.start, end: span.end, json: String(Math.max(1, Math.round(tokens))) }];
}
