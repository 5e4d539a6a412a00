import type { Item, KeptReason } from '../accounting/item';
import { tokenizerOf } from '../accounting/tokenizerOf';
import type { TokenizerGeneration } from '../models/modelFamily';
import type { ActiveChain } from '../transcript/activeChain';
import type { Transcript } from '../transcript/transcript';
import { entryOf } from './itemEntry';
import { OWN_TEXT_FRAME_BYTES } from './ownText';
import { placeholderOf } from './placeholder';
import { evidenceIn, type PruneEvidence } from './pruneEvidence';

/** An item that may be pruned, with what that would free. */
export interface Candidate {
  readonly item: Item;
  readonly placeholder: string;
  readonly freedTokens: number;
  /** How many items came after it. */
  readonly age: number;
  readonly evidence: PruneEvidence;
}

/** By the ids of items: what stands in their place where a process holds that already. */
export type HeldPlaceholders = ReadonlyMap<string, string>;

export const NOTHING_HELD: HeldPlaceholders = new Map();

/** What an item was measured to free, 0 where that is nothing. */
export interface MeasuredItem {
  readonly freedTokens: number;
  /**
   * All that stands in its place then, where that is more than the placeholder: the tag around it,
   * or how a text began and ended.
   */
  readonly becomes?: string;
}

/** By the ids of items. */
export type MeasuredItems = ReadonlyMap<string, MeasuredItem>;

export const NOTHING_MEASURED: MeasuredItems = new Map();

/** What candidates are told from, besides their items. */
interface CandidateSource {
  /** Reasons to stay that do not hold here. */
  readonly askedFor: ReadonlySet<KeptReason>;
  readonly transcript: Transcript;
  readonly chain: ActiveChain;
  /** Of the newest response. */
  readonly model: string | null;
  /** Offsets of records that are not touched. */
  readonly damaged: ReadonlySet<number>;
  /** Placeholders of items that are to go however little that frees. */
  readonly held: HeldPlaceholders;
  readonly measured: MeasuredItems;
}

/** The items that can go, in file order, with what each frees: measured, or by its estimate. */
export function candidatesOf(items: readonly Item[], source: CandidateSource): Candidate[] {
  const { transcript, chain, damaged, held, measured, askedFor } = source;
  const generation = tokenizerOf(transcript, source.model);
  const evidenceOf = evidenceIn(transcript, chain);
  return items.flatMap((item, index) => {
    const entry = entryOf(transcript, item);
    const own = held.get(item.id);
    const { keptBecause } = item;
    const mayGo =
      keptBecause === null ||
      (keptBecause === 'small' && own !== undefined) ||
      askedFor.has(keptBecause);
    if (!mayGo || entry === null || damaged.has(entry.offset)) return [];
    const placeholder = own ?? placeholderOf(item);
    const freedTokens =
      measured.get(item.id)?.freedTokens ?? item.tokens - tokensLeft(item, placeholder, generation);
    if (freedTokens <= 0 && own === undefined) return [];
    return [
      {
        ...{ item, placeholder, evidence: evidenceOf(item, entry) },
        freedTokens: Math.max(0, freedTokens),
        age: items.length - 1 - index,
      },
    ];
  });
}

/**
 * What stays of an item, by its bytes: the placeholder with the wrapper around it, and of a call
 * its name, keys and path.
 */
function tokensLeft(item: Item, placeholder: string, generation: TokenizerGeneration): number {
  if (item.kind === 'thinking') return 0;
  const bytes = Buffer.byteLength(placeholder) + frameBytes(item);
  return (
    Math.ceil(bytes / PLACEHOLDER_BYTES_PER_TOKEN[generation]) +
    (item.kind === 'toolCall' ? CALL_TOKENS : WRAPPER_TOKENS)
  );
}

/** What stands around the placeholder. */
function frameBytes({ kind, machineText }: Item): number {
  if (kind === 'toolCall') return CALL_FRAME_BYTES;
  if (kind === 'userText') return OWN_TEXT_FRAME_BYTES;
  return machineText === 'taskNotification' ? NOTIFICATION_FRAME_BYTES : 0;
}

/** Paths and numbers take more tokens than prose. */
const PLACEHOLDER_BYTES_PER_TOKEN = { old: 3, new: 2.3 } as const;
const CALL_FRAME_BYTES = 90;
/** Which task it was, how it ended, and the file of its output. */
const NOTIFICATION_FRAME_BYTES = 330;
/** What the message format adds to a call and to anything else; see `itemTokens`. */
const CALL_TOKENS = 70;
const WRAPPER_TOKENS = 12;
