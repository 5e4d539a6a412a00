/** Where in the session file an item stands. */
export interface ItemPlace {
  /** The entry; `null` for the rare entry without one, which then is found by its offset. */
  readonly uuid: string | null;
  /** First byte of the entry, only where there is no uuid. */
  readonly offset: number | null;
  /** Index of the content block within the entry, as the entry's `blocks` count them. */
  readonly block: number;
  /** Index of an image or a document within a tool result's parts; `null` for the block itself. */
  readonly part: number | null;
}

/** One short string per place: `uuid:block`, `uuid:block.part`, `@offset:block`. */
export function itemId({ uuid, offset, block, part }: ItemPlace): string {
  const entry = uuid ?? `@${String(offset)}`;
  return `${entry}:${String(block)}${part === null ? '' : `.${String(part)}`}`;
}

/** @returns `null` for what is no id. */
export function placeOf(id: string): ItemPlace | null {
  const found = /^(?:@(\d{1,15})|([^:@]{1,128})):(\d{1,6})(?:\.(\d{1,6}))?$/.exec(id);
  if (found === null) return null;
  const [, offset, uuid, block, part] = found;
  return {
    uuid: uuid ?? null,
    offset: offset === undefined ? null : Number(offset),
    block: Number(block),
    part: part === undefined ? null : Number(part),
  };
}
