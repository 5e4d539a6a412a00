import { placeOf } from '../accounting/itemId';
import type { ConversationEntry } from '../transcript/entry';
import type { Transcript } from '../transcript/transcript';
import { fitOf, fittedShares } from './fittedTokens';
import type { ContentEdit, EditedRecord, LineEdits, PrunedCall, RecordEdit } from './lineEdit';
import { entryOf } from './itemEntry';
import type { PlannedItem, PrunePlan, PruneSource } from './prunePlan';
import { countedIn, usageEdits } from './usageEdits';

/** What is needed to put the items of a prune back one by one. */
interface PruneNotes {
  readonly freedTokens: readonly number[];
  readonly uncountedIds: readonly string[];
  readonly counterUuids: readonly string[];
}

/**
 * What a plan changes on which record: the items, Claude Code's own copies of them, and the
 * counters it goes by. An item that the source does not hold any more is left out.
 */
export function lineEdits(source: PruneSource, plan: PrunePlan): LineEdits {
  const found = foundItems(source, plan);
  const edits = new Edits();
  for (const { entry, planned } of found) edits.addItem(source.transcript, entry, planned);
  const freed = found.map(({ entry: { offset }, tokens }) => ({ offset, tokens }));
  for (const { entry, edit } of usageEdits(source, freed)) edits.add(entry, edit);
  return edits.inFileOrder;
}

/** What a backup notes of a plan: in whole tokens, as the context becomes smaller. */
export function pruneNotes(source: PruneSource, plan: PrunePlan): PruneNotes {
  const found = foundItems(source, plan);
  const isCounted = countedIn(source);
  const freed = found.map(({ entry: { offset }, tokens }) => ({ offset, tokens }));
  return {
    freedTokens: sharesOf(source, plan),
    uncountedIds: found
      .filter(({ entry }) => !isCounted(entry.offset))
      .map(({ planned }) => planned.id),
    counterUuids: usageEdits(source, freed).flatMap(({ entry: { uuid } }) =>
      uuid === null ? [] : [uuid],
    ),
  };
}

/** The edits of some items without any counters, in the file that they were pruned from. */
export function contentEdits(transcript: Transcript, ids: readonly string[]): LineEdits {
  const edits = new Edits();
  for (const id of ids) {
    const place = placeOf(id);
    const entry =
      place === null
        ? undefined
        : place.uuid === null
          ? transcript.conversation.find(({ offset }) => offset === place.offset)
          : transcript.entryOf(place.uuid);
    if (entry !== undefined && entry.kind !== 'metadata')
      edits.addItem(transcript, entry, { id, placeholder: SOME_PLACEHOLDER, isNamed: true });
  }
  return edits.inFileOrder;
}

/** Only where something changes matters, not into what. */
const SOME_PLACEHOLDER = '[pruned: again]';

interface FoundItem {
  readonly entry: ConversationEntry;
  readonly planned: PlannedItem;
  readonly tokens: number;
}

function foundItems(source: PruneSource, plan: PrunePlan): FoundItem[] {
  const byId = new Map(source.items.map((item) => [item.id, item]));
  const shares = sharesOf(source, plan);
  return plan.items.flatMap((planned, index) => {
    const item = byId.get(planned.id);
    const entry = item === undefined ? null : entryOf(source.transcript, item);
    return entry === null ? [] : [{ entry, planned, tokens: shares[index]! }];
  });
}

function sharesOf({ items, usage }: PruneSource, plan: PrunePlan): number[] {
  return fittedShares(
    plan.items.map(({ freedTokens }) => freedTokens),
    fitOf(items, usage.tokens),
  );
}

class Edits {
  private readonly records = new Map<
    number,
    { readonly entry: ConversationEntry; readonly edits: RecordEdit[] }
  >();
  private readonly prunedCalls: PrunedCall[] = [];

  get inFileOrder(): LineEdits {
    return {
      records: [...this.records.values()]
        .map(({ entry, edits }): EditedRecord => ({
          offset: entry.offset,
          uuid: entry.uuid,
          edits,
        }))
        .sort((a, b) => a.offset - b.offset),
      // A call without an id is like no other.
      prunedCalls: this.prunedCalls.filter(({ toolUseId }) => toolUseId !== ''),
    };
  }

  add(entry: ConversationEntry, added: RecordEdit): void {
    const record = this.records.get(entry.offset) ?? { entry, edits: [] };
    this.records.set(entry.offset, record);
    record.edits.push(added);
  }

  addItem(
    transcript: Transcript,
    entry: ConversationEntry,
    { id, placeholder, isNamed }: Pick<ContentEdit, 'id' | 'placeholder' | 'isNamed'>,
  ): void {
    const place = placeOf(id);
    if (place === null) return;
    const { block: at, part } = place;
    this.add(entry, { kind: 'content', id, block: at, part, placeholder, isNamed });
    const block = entry.blocks[place.block];
    if (block?.kind === 'toolResult' && place.part === null)
      this.prunedCalls.push({ toolUseId: block.toolUseId, what: 'result', placeholder });
    if (block?.kind !== 'toolUse') return;
    this.prunedCalls.push({ toolUseId: block.toolUseId, what: 'input', placeholder });
    for (const result of transcript.resultsOf(block.toolUseId)) this.add(result, { kind: 'copy' });
  }
}
