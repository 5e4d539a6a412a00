import type { ContentBlock, ConversationEntry } from '../transcript/entry';
import type { Item } from './item';
import { itemId } from './itemId';

/** What an item is, whatever has become of it since: of a written entry it never changes. */
export interface ItemFacts extends Pick<
  Item,
  | 'id'
  | 'kind'
  | 'toolName'
  | 'attachmentType'
  | 'machineText'
  | 'subject'
  | 'detail'
  | 'path'
  | 'mediaType'
  | 'size'
  | 'isError'
  | 'bytes'
> {
  readonly block: number;
  /** The blocks whose tokens it has: parts of a result or of an attachment, else the one block. */
  readonly content: readonly ContentBlock[];
  /** It carries what the message format adds to its block. */
  readonly hasWrapper: boolean;
  readonly replaceableBytes: number;
  readonly isUnknown: boolean;
  /** What stands there stands for content that was pruned. */
  readonly isPlaceholder: boolean;
  /** Equal contents have equal ones; `null` where it does not matter. */
  readonly likeness: string | null;
}

/** What is the same whatever the item is called. */
export type SharedFacts = Pick<ItemFacts, 'kind' | 'content' | 'replaceableBytes'>;

/** @param part of a result, where the item is one of several in it. */
export function factsOfBlock(
  entry: ConversationEntry,
  block: number,
  shared: SharedFacts,
  { part = null, ...more }: Partial<ItemFacts> & { readonly part?: number | null },
): ItemFacts {
  return {
    id: idOfBlock(entry, block, part),
    kind: shared.kind,
    toolName: more.toolName ?? null,
    attachmentType: more.attachmentType ?? null,
    machineText: more.machineText ?? null,
    subject: more.subject ?? null,
    detail: more.detail ?? null,
    path: more.path ?? null,
    mediaType: more.mediaType ?? null,
    size: more.size ?? null,
    isError: more.isError ?? false,
    bytes: more.bytes ?? 0,
    block,
    content: shared.content,
    hasWrapper: more.hasWrapper ?? true,
    replaceableBytes: shared.replaceableBytes,
    isUnknown: more.isUnknown ?? false,
    isPlaceholder: more.isPlaceholder ?? false,
    likeness: more.likeness ?? null,
  };
}

export function idOfBlock(
  { uuid, offset }: ConversationEntry,
  block: number,
  part: number | null,
): string {
  return itemId({ uuid, offset: uuid === null ? offset : null, block, part });
}
