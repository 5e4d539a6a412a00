import { placeOf, type ItemPlace } from '../accounting/itemId';
import type { ActiveChain } from '../transcript/activeChain';
import type { ContentBlock, ConversationEntry } from '../transcript/entry';
import { asFields } from '../transcript/parseBlocks';
import { SHORT_PLACEHOLDER } from './placeholder';

/**
 * Something that was pruned, as it can be left out of a request to the model: by the id of a tool
 * call, with the placeholder that stands in the file.
 */
export interface WireItem {
  readonly id: string;
  /** The texts of a result, one of its images or documents, or the input of the call. */
  readonly what: 'result' | 'media' | 'input';
  /** Which one of the images and documents; 0 for the others. */
  readonly nth: number;
  readonly text: string;
  /** A compaction that the companion answers may make the result anew, see {@link alone}. */
  readonly isAlone: boolean;
}

/** An entry that something was pruned from, and its record as it is now. */
export interface RecordOfPruned {
  readonly entry: ConversationEntry;
  readonly record: unknown;
  readonly isAlone: boolean;
}

/**
 * How what is pruned can be left out of requests, in the same order; `null` for what belongs to no
 * call of a tool: what is attached to a prompt bears no id there.
 *
 * @param ids of what is pruned.
 * @param recordOf `null` where it is not there.
 */
export function wireItemsOf(
  ids: readonly string[],
  recordOf: (place: ItemPlace) => RecordOfPruned | null,
): readonly (WireItem | null)[] {
  const pruned = new Set(ids);
  return ids.map((id) => {
    const place = placeOf(id);
    const found = place === null ? null : recordOf(place);
    return place === null || found === null ? null : wireItem(place, found, pruned);
  });
}

/** What Claude Code makes anew with each request. */
const MADE_ANEW = new Set(['total_tokens_reminder', 'prompt_snapshot']);

/**
 * The entries that a compaction can make anew from their texts and lose nothing by that: results
 * without an image, and without anything that came with them, be it an attachment, a prompt that
 * was sent in mid-turn, or what Claude Code says of itself. Measured with 2.1.332.
 */
export function alone(chain: ActiveChain): ReadonlySet<ConversationEntry> {
  const found = new Set<ConversationEntry>();
  // Results of calls that were made together: what comes with one is not told from the others.
  let together: ConversationEntry[] = [];
  for (const entry of chain.entries) {
    if (isCompany(entry)) for (const result of together) found.delete(result);
    if (entry.kind === 'attachment' || isCompany(entry)) continue;
    if (entry.kind === 'user' && entry.blocks.some(({ kind }) => kind === 'toolResult')) {
      together.push(entry);
      if (entry.blocks.every(isTextResult)) found.add(entry);
    } else together = [];
  }
  return found;
}

function isCompany(entry: ConversationEntry): boolean {
  return entry.kind === 'attachment'
    ? !MADE_ANEW.has(entry.attachmentType)
    : entry.kind === 'user' && entry.isMeta;
}

function isTextResult(block: ContentBlock): boolean {
  return block.kind === 'toolResult' && block.parts.every(({ kind }) => kind === 'text');
}

function wireItem(
  place: ItemPlace,
  { entry, record, isAlone }: RecordOfPruned,
  pruned: ReadonlySet<string>,
): WireItem | null {
  const block = entry.blocks[place.block];
  const content = asFields(asFields(record)?.['message'])?.['content'];
  const raw = Array.isArray(content) ? asFields(countedOf(content)[place.block]) : null;
  if (raw === null) return null;
  if (block?.kind === 'toolUse' && block.toolUseId !== '') {
    const text = firstPlaceholder(raw['input']);
    return text === null
      ? null
      : { id: block.toolUseId, what: 'input', nth: 0, text, isAlone: false };
  }
  if (block?.kind !== 'toolResult' || block.toolUseId === '') return null;
  const parts = raw['content'];
  if (place.part === null) {
    const text = firstPlaceholder(parts);
    return text === null ? null : { id: block.toolUseId, what: 'result', nth: 0, text, isAlone };
  }
  if (!Array.isArray(parts)) return null;
  const counted = countedOf(parts);
  const text = firstPlaceholder(counted[place.part]);
  const isMedia = (index: number): boolean =>
    isMediaPart(counted[index]) ||
    pruned.has(`${place.uuid ?? `@${String(place.offset)}`}:${place.block}.${index}`);
  const nth = Array.from({ length: place.part }, (_, index) => index).filter(isMedia).length;
  return text === null ? null : { id: block.toolUseId, what: 'media', nth, text, isAlone: false };
}

/** A document of text is a text. */
function isMediaPart(value: unknown): boolean {
  const part = asFields(value);
  if (part?.['type'] === 'image') return true;
  return part?.['type'] === 'document' && asFields(part['source'])?.['type'] !== 'text';
}

/** The items of a list as an entry's blocks count them. */
function countedOf(content: readonly unknown[]): readonly unknown[] {
  return content.filter((item) => typeof item === 'string' || asFields(item) !== null);
}

/** The first string within a value that is a placeholder, and not the short one. */
function firstPlaceholder(value: unknown): string | null {
  if (typeof value === 'string')
    return value.startsWith('[pruned: ') && value !== SHORT_PLACEHOLDER ? value : null;
  const within = Array.isArray(value) ? value : Object.values(asFields(value) ?? {});
  for (const each of within as readonly unknown[]) {
    const found = firstPlaceholder(each);
    if (found !== null) return found;
  }
  return null;
}
