import { asCount } from './asCount';
import type { CacheMiss, InputCounters, Usage } from './entry';
import { asFields, asString } from './parseBlocks';
import type { Fields } from './entryFrame';

/** The counters of a message; `null` where it has none. */
export function usageOf(usage: Fields | null): Usage | null {
  if (usage === null) return null;
  // The CLI believes the last iteration over the sum (measured, 2.1.329); after a fallback to
  // another model they differ.
  const iterations = Array.isArray(usage['iterations']) ? usage['iterations'] : [];
  const last = asFields(iterations.at(-1));
  const whole = inputOf(usage);
  const ofLast = last === null ? null : inputOf(last);
  const isOfLast = ofLast !== null && sumOf(ofLast) > 0 && sumOf(whole) > 0;
  const input = isOfLast ? ofLast : whole;
  return {
    contextTokens: sumOf(input),
    outputTokens: asCount((isOfLast ? last! : usage)['output_tokens']) ?? 0,
    input,
  };
}

/** Why the server had to read a prompt anew, in its own word; `null` where it says none we know. */
export function cacheMissOf(diagnostics: Fields | null): CacheMiss | null {
  const type = asString(asFields(diagnostics?.['cache_miss_reason'])?.['type']);
  return type !== null && MISSES.has(type) ? MISSES.get(type)! : null;
}

/** @param value hostile: nothing but the two words is one. */
export function cacheRequestedOf(value: unknown): '5m' | '1h' | null {
  return value === '5m' || value === '1h' ? value : null;
}

const MISSES: ReadonlyMap<string, CacheMiss> = new Map([
  ['model_changed', 'modelChanged'],
  ['system_changed', 'systemChanged'],
  ['tools_changed', 'toolsChanged'],
  ['messages_changed', 'messagesChanged'],
  ['previous_message_not_found', 'previousMessageNotFound'],
  ['unavailable', 'unavailable'],
]);

function inputOf(usage: Fields): InputCounters {
  const writtenTokens = asCount(usage['cache_creation_input_tokens']) ?? 0;
  const split = asFields(usage['cache_creation']);
  // The sum is what the context goes by, so the parts are never more than it.
  const oneHourTokens = Math.min(writtenTokens, asCount(split?.['ephemeral_1h_input_tokens']) ?? 0);
  return {
    readTokens: asCount(usage['cache_read_input_tokens']) ?? 0,
    writtenTokens,
    oneHourTokens,
    fiveMinuteTokens: Math.min(
      writtenTokens - oneHourTokens,
      asCount(split?.['ephemeral_5m_input_tokens']) ?? 0,
    ),
    uncachedTokens: asCount(usage['input_tokens']) ?? 0,
  };
}

function sumOf({ readTokens, writtenTokens, uncachedTokens }: InputCounters): number {
  return readTokens + writtenTokens + uncachedTokens;
}
