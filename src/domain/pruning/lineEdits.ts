import { placeOf } from '../accounting/itemId';
import type { ConversationEntry } from '../transcript/transcript';
import type { EditedRecord, LineEdits, PrunedCall, RecordEdit } from './lineEdit';
import { entryOf } from './itemEntry';
import type { PrunePlan, PruneSource } from './prunePlan';
import { usageEdits } from './usageEdits';

/**
 * What a plan changes on which record: the items, Claude Code's own copies of them, and the
 * counters it goes by. An item that the source does not hold any more is left out.
 */
export function lineEdits(source: PruneSource, plan: PrunePlan): LineEdits {
  const byId = new Map(source.items.map((item) => [item.id, item]));
  const records = new Map<
    number,
    { readonly entry: ConversationEntry; readonly edits: RecordEdit[] }
  >();
  const prunedCalls: PrunedCall[] = [];
  const freed: { offset: number; tokens: number }[] = [];
  const edit = (entry: ConversationEntry, added: RecordEdit): void => {
    const record = records.get(entry.offset) ?? { entry, edits: [] };
    records.set(entry.offset, record);
    record.edits.push(added);
  };

  for (const { id, placeholder, freedTokens } of plan.items) {
    const item = byId.get(id);
    const place = placeOf(id);
    const entry = item === undefined ? null : entryOf(source.transcript, item);
    if (place === null || entry === null) continue;
    edit(entry, { kind: 'content', id, block: place.block, part: place.part, placeholder });
    freed.push({ offset: entry.offset, tokens: freedTokens });
    const block = entry.blocks[place.block];
    if (block?.kind === 'toolResult' && place.part === null)
      prunedCalls.push({ toolUseId: block.toolUseId, what: 'result', placeholder });
    if (block?.kind === 'toolUse') {
      prunedCalls.push({ toolUseId: block.toolUseId, what: 'input', placeholder });
      for (const result of source.transcript.resultsOf(block.toolUseId))
        edit(result, { kind: 'copy' });
    }
  }
  for (const { entry, edit: usage } of usageEdits(source, freed)) edit(entry, usage);
  return {
    records: [...records.values()]
      .map(({ entry, edits }): EditedRecord => ({ offset: entry.offset, uuid: entry.uuid, edits }))
      .sort((a, b) => a.offset - b.offset),
    // A call without an id is like no other.
    prunedCalls: prunedCalls.filter(({ toolUseId }) => toolUseId !== ''),
  };
}
