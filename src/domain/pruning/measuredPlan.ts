import { blockTokens } from '../accounting/itemTokens';
import { placeOf } from '../accounting/itemId';
import { tokenizerGeneration, type TokenizerGeneration } from '../models/modelFamily';
import type { TokenCount } from '../accounting/tokenCount';
import { parseLine } from '../transcript/parseEntry';
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
 * `null` for an item that is gone.
 */
export function plannedExtents(source: PruneSource, plan: PrunePlan): (RecordExtent | null)[] {
  const byId = new Map(source.items.map((item) => [item.id, item]));
  return plan.items.map(({ id }) => {
    const item = byId.get(id);
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
 */
export function measuredPlan(
  source: PruneSource,
  plan: PrunePlan,
  records: readonly (Buffer | null)[],
  count: TokenCount | null,
): PrunePlan {
  const generation = tokenizerGeneration(source.usage.model ?? '');
  const lost: SkippedItem[] = [];
  const items = plan.items.flatMap((item, index) => {
    const bytes = records[index] ?? null;
    const freedTokens = bytes === null ? null : freedBy(bytes, item, generation, count);
    if (freedTokens !== null && freedTokens > 0) return [{ ...item, freedTokens }];
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

/** @returns `null` where the record does not hold the item, or cannot be read as a whole. */
function freedBy(
  record: Buffer,
  { id, placeholder }: PlannedItem,
  generation: TokenizerGeneration,
  count: TokenCount | null,
): number | null {
  const place = placeOf(id);
  if (place === null) return null;
  const pruned = pruneRecord(
    record,
    [{ kind: 'content', id, block: place.block, part: place.part, placeholder }],
    new RemovedStrings(),
  );
  return pruned.missed.length > 0
    ? null
    : tokensOf(record, generation, count) - tokensOf(pruned.bytes, generation, count);
}

function tokensOf(
  record: Buffer,
  generation: TokenizerGeneration,
  count: TokenCount | null,
): number {
  const [entry] = parseLine(record, 1, 0, record.length, 'texts').entries;
  if (entry === undefined || entry.kind === 'metadata') return 0;
  const role = entry.kind === 'assistant' ? 'assistant' : 'text';
  return entry.blocks.reduce((sum, block) => sum + blockTokens(block, role, generation, count), 0);
}
