import type { Item } from '../accounting/item';
import { tokenizerOf } from '../accounting/tokenizerOf';
import type { TokenizerGeneration } from '../models/modelFamily';
import type { Transcript } from '../transcript/transcript';
import { entryOf } from './itemEntry';
import { placeholderOf } from './placeholder';

/** An item that may be pruned, with what that would free. */
export interface Candidate {
  readonly item: Item;
  readonly placeholder: string;
  readonly freedTokens: number;
  /** How many items came after it. */
  readonly age: number;
}

/**
 * The items that can go, in file order, with what each frees by its estimate.
 *
 * @param damaged offsets of records that are not touched.
 */
export function candidatesOf(
  items: readonly Item[],
  transcript: Transcript,
  model: string | null,
  damaged: ReadonlySet<number>,
): Candidate[] {
  const generation = tokenizerOf(transcript, model);
  return items.flatMap((item, index) => {
    const entry = entryOf(transcript, item);
    if (item.keptBecause !== null || entry === null || damaged.has(entry.offset)) return [];
    const placeholder = placeholderOf(item);
    const freedTokens = item.tokens - tokensLeft(item, placeholder, generation);
    return freedTokens <= 0
      ? []
      : [{ item, placeholder, freedTokens, age: items.length - 1 - index }];
  });
}

/**
 * What stays of an item, by its bytes: the placeholder with the wrapper around it, and of a call
 * its name, keys and path.
 */
function tokensLeft(item: Item, placeholder: string, generation: TokenizerGeneration): number {
  const frame =
    item.kind === 'toolCall'
      ? CALL_FRAME_BYTES
      : item.machineText === 'taskNotification'
        ? NOTIFICATION_FRAME_BYTES
        : 0;
  const bytes = Buffer.byteLength(placeholder) + frame;
  return (
    Math.ceil(bytes / PLACEHOLDER_BYTES_PER_TOKEN[generation]) +
    (item.kind === 'toolCall' ? CALL_TOKENS : WRAPPER_TOKENS)
  );
}

/** Paths and numbers take more tokens than prose. */
const PLACEHOLDER_BYTES_PER_TOKEN = { old: 3, new: 2.3 } as const;
const CALL_FRAME_BYTES = 90;
/** Which task it was, how it ended, and the file of its output. */
const NOTIFICATION_FRAME_BYTES = 330;
/** What the message format adds to a call and to anything else; see `itemTokens`. */
const CALL_TOKENS = 70;
const WRAPPER_TOKENS = 12;
