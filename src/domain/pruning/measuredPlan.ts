import { isMediaBlock } from '../accounting/contentBytes';
import { blockTokens } from '../accounting/itemTokens';
import { placeOf, type ItemPlace } from '../accounting/itemId';
import type { TokenizerGeneration } from '../models/modelFamily';
import type { TokenCount } from '../accounting/tokenCount';
import type { ContentBlock, ConversationEntry } from '../transcript/entry';
import { parseLine } from '../transcript/parseEntry';
import {
  NOTHING_HELD,
  NOTHING_MEASURED,
  type HeldPlaceholders,
  type MeasuredItems,
} from './candidates';
import { contextAfter, fitOf } from './fittedTokens';
import { entryOf } from './itemEntry';
import { placeOfPlan } from './placesOfItems';
import type { PlannedItem, PrunePlan, PruneSource, SkippedItem } from './prunePlan';
import { pruneRecord } from './pruneRecord';
import { RemovedStrings } from './removedStrings';

/** Where a record stands in the session file. */
export interface RecordExtent {
  readonly offset: number;
  readonly bytes: number;
}

/**
 * The records that a plan touches, in the order of its items: what {@link measuredPlan} wants read.
 * `null` for an item that is gone, or measured already.
 */
export function plannedExtents(
  source: PruneSource,
  plan: PrunePlan,
  known: MeasuredItems = NOTHING_MEASURED,
): (RecordExtent | null)[] {
  const byId = new Map(source.items.map((item) => [item.id, item]));
  return plan.items.map(({ id }) => {
    const item = known.has(id) ? undefined : byId.get(id);
    const entry = item === undefined ? null : entryOf(source.transcript, item);
    return entry === null ? null : { offset: entry.offset, bytes: entry.bytes };
  });
}

/**
 * The same plan with what it really frees: each record is pruned, and counted before and after.
 * Items of which nothing goes are left out.
 *
 * @param records as {@link plannedExtents} names them; `null` where one could not be read.
 * @param count a text's tokens; `null` goes by bytes.
 * @param known what was measured before.
 */
export function measuredPlan(
  source: PruneSource,
  plan: PrunePlan,
  records: readonly (Buffer | null)[],
  count: TokenCount | null,
  held: HeldPlaceholders = NOTHING_HELD,
  known: MeasuredItems = NOTHING_MEASURED,
): PrunePlan {
  const { generation } = source.usage;
  const byId = new Map(source.items.map((item) => [item.id, item]));
  const lost: SkippedItem[] = [];
  const items = plan.items.flatMap((item, index) => {
    const before = known.get(item.id);
    if (before !== undefined) return [{ ...item, ...before }];
    const bytes = records[index] ?? null;
    const freed = bytes === null ? null : freedBy(bytes, item, generation, count);
    const of = byId.get(item.id);
    // What replies have counted is nearer than what its text tells.
    const scale =
      freed === null || of?.isMeasured !== true || freed.ofTokens === 0
        ? 1
        : of.tokens / freed.ofTokens;
    // All of thinking goes, and its reply tells its size where its text and signature cannot.
    const freedTokens =
      freed === null
        ? null
        : of?.kind === 'thinking'
          ? of.tokens
          : Math.round(freed.tokens * scale);
    if (freedTokens !== null && (freedTokens > 0 || held.has(item.id)))
      return [
        {
          ...{ ...item, freedTokens: Math.max(0, freedTokens) },
          ...(freed?.becomes == null ? {} : { becomes: freed.becomes }),
        },
      ];
    lost.push({
      id: item.id,
      reason: bytes === null ? 'gone' : freedTokens === null ? 'damaged' : 'small',
    });
    return [];
  });
  const freedTokens = items.reduce((sum, item) => sum + item.freedTokens, 0);
  const fit = fitOf(source.items, plan.beforeTokens);
  const afterTokens = contextAfter(plan.beforeTokens, freedTokens, fit);
  const less = Math.round((plan.freedTokens - freedTokens) * fit);
  return {
    ...plan,
    items,
    freedTokens,
    afterTokens,
    reached:
      plan.targetTokens === null
        ? items.length > 0
        : afterTokens !== null && afterTokens <= plan.targetTokens,
    lowestTokens:
      plan.lowestTokens === null || afterTokens === null
        ? null
        : Math.min(afterTokens, Math.max(0, plan.lowestTokens + less)),
    skipped: [...plan.skipped, ...lost],
    place: placeOfPlan(
      source.items,
      items.map(({ id }) => id),
      { beforeTokens: plan.beforeTokens, afterTokens },
    ),
  };
}

interface Freed {
  readonly tokens: number;
  /** All that the item is, by the same measure. */
  readonly ofTokens: number;
  /** The text that stands in its place then, where it is more than the placeholder. */
  readonly becomes: string | null;
}

/** @returns `null` where the record does not hold the item, or cannot be read as a whole. */
function freedBy(
  record: Buffer,
  item: PlannedItem,
  generation: TokenizerGeneration,
  count: TokenCount | null,
): Freed | null {
  const { id, placeholder, isNamed } = item;
  const place = placeOf(id);
  if (place === null) return null;
  const { block, part } = place;
  const pruned = pruneRecord(
    record,
    [{ kind: 'content', id, block, part, placeholder, isNamed }],
    new RemovedStrings(),
  );
  if (pruned.missed.length > 0) return null;
  const sizeOf: SizeOf = (block, role) => blockTokens(block, role, generation, count);
  const was = readEntry(record);
  const is = readEntry(pruned.bytes);
  return {
    tokens: entrySize(was, sizeOf) - entrySize(is, sizeOf),
    ofTokens: was === null ? 0 : itemSize(was, place, sizeOf),
    becomes: textAround(placeholder, is, block),
  };
}

function textAround(
  placeholder: string,
  entry: ConversationEntry | null,
  index: number,
): string | null {
  const block = entry?.kind === 'user' ? entry.blocks[index] : undefined;
  return block?.kind === 'text' && block.text !== placeholder ? (block.text ?? null) : null;
}

type SizeOf = (block: ContentBlock, role: 'assistant' | 'text') => number;

function readEntry(record: Buffer): ConversationEntry | null {
  const [entry] = parseLine(record, 1, 0, record.length, 'texts').entries;
  return entry === undefined || entry.kind === 'metadata' ? null : entry;
}

function entrySize(entry: ConversationEntry | null, sizeOf: SizeOf): number {
  const role = entry?.kind === 'assistant' ? 'assistant' : 'text';
  return sumOf((entry?.blocks ?? []).map((block) => sizeOf(block, role)));
}

/** Pictures and documents within a result are items of their own; an attachment is one item. */
function itemSize(
  entry: ConversationEntry,
  { block: index, part }: Pick<ItemPlace, 'block' | 'part'>,
  sizeOf: SizeOf,
): number {
  if (entry.kind === 'attachment') return entrySize(entry, sizeOf);
  const block = entry.blocks[index];
  if (block?.kind !== 'toolResult')
    return block === undefined
      ? 0
      : sizeOf(block, entry.kind === 'assistant' ? 'assistant' : 'text');
  const ofPart = (each: ContentBlock): number => sizeOf(each, 'text');
  const own = part === null ? null : block.parts[part];
  if (own !== null) return own === undefined ? 0 : ofPart(own);
  return ofPart(block) - sumOf(block.parts.filter(isMediaBlock).map(ofPart));
}

function sumOf(sizes: readonly number[]): number {
  return sizes.reduce((sum, size) => sum + size, 0);
}
