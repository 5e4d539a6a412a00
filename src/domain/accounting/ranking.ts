import type { ConversationEntry } from '../transcript/entry';
import type { Transcript } from '../transcript/transcript';
import type { Item } from './item';

/**
 * Texts up to 16 MB are simply all counted, largest first: some five seconds of the worker's time,
 * and no context holds as much. Beyond that the 100 that are visible at first must be ranked
 * exactly.
 */
const EFFORT = { countAllBytes: 16 * 1024 * 1024, ranked: 100 };
/**
 * No vocabulary has more tokens than bytes; the rest is what {@link ../accounting/itemTokens} makes
 * of them. Escapes in the file may stand for three bytes each.
 */
const TOKENS_PER_BYTE = 1.55;
const BYTES_PER_ESCAPED = 3;
const PER_BLOCK_TOKENS = 70;

/**
 * Which entries to count next, so that in the end no item that was sized by bytes could be among
 * the largest: all of them, or where a context is absurdly large, all that could still reach the
 * top. Largest first. Empty when that is so.
 *
 * @param uncounted entries of the live context that only bytes have sized.
 * @param items the live ones, as they are sized now.
 */
export function nextToCount(
  transcript: Transcript,
  uncounted: readonly ConversationEntry[],
  items: readonly Item[],
  { countAllBytes, ranked } = EFFORT,
): readonly ConversationEntry[] {
  const bounded = uncounted
    .map((entry) => ({ entry, tokens: mostTokens(transcript, entry) }))
    .sort((a, b) => b.tokens - a.tokens);
  const textBytes = uncounted.reduce((sum, entry) => sum + textBytesOf(entry), 0);
  if (textBytes <= countAllBytes) return bounded.map(({ entry }) => entry);
  const counted = items
    .filter(({ isCounted }) => isCounted)
    .map(({ tokens }) => tokens)
    .sort((a, b) => b - a);
  const threshold = counted[ranked - 1] ?? 0;
  return bounded
    .filter(({ tokens }) => tokens >= threshold)
    .slice(0, 2 * ranked)
    .map(({ entry }) => entry);
}

/** More tokens than any item of the entry can have. */
export function mostTokens(transcript: Transcript, entry: ConversationEntry): number {
  const inTexts =
    Math.min(entry.bytes, BYTES_PER_ESCAPED * textBytesOf(entry)) * TOKENS_PER_BYTE +
    entry.blocks.length * PER_BLOCK_TOKENS;
  // What was thought is known by what was said, so that an entry of few words may hold all of a
  // response.
  const response = entry.kind === 'assistant' ? transcript.responseOf(entry) : null;
  return Math.max(inTexts, response?.outputTokens ?? 0);
}

function textBytesOf({ blocks }: Pick<ConversationEntry, 'blocks'>): number {
  let bytes = 0;
  for (const block of blocks) {
    if (block.kind === 'toolResult') bytes += textBytesOf({ blocks: block.parts });
    else if (block.kind === 'text' || block.kind === 'toolUse' || block.kind === 'other')
      bytes += block.textBytes;
  }
  return bytes;
}
