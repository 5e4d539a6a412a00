import type { ContentBlock, ConversationEntry, TextBlock } from '../transcript/entry';
import { PLACEHOLDER_BEGINNING } from '../transcript/placeholderText';
import { contentBytesOf } from './contentBytes';
import { factsOfBlock, type ItemFacts } from './factsOfBlock';

/** Behind that of a person's text stands what is left of it. */
export function isMediaPlaceholder({ isPlaceholder, beginning }: TextBlock): boolean {
  return isPlaceholder && beginning?.startsWith(PLACEHOLDER_BEGINNING) === true;
}

/** What a placeholder stands for is no text of anybody's. @param own of a part of a result. */
export function prunedMedia(
  entry: ConversationEntry,
  block: number,
  placeholder: ContentBlock,
  own: Partial<ItemFacts> & { readonly part?: number },
): ItemFacts {
  const words = placeholder.kind === 'text' ? (placeholder.beginning ?? '') : '';
  const isDocument =
    /\.pdf$/i.test(own.path ?? '') || /^\[pruned: (?:pasted )?document/.test(words);
  return factsOfBlock(
    entry,
    block,
    { kind: isDocument ? 'document' : 'image', content: [placeholder], replaceableBytes: 0 },
    {
      bytes: contentBytesOf(placeholder),
      isPlaceholder: true,
      size: isDocument ? null : sizeIn(words),
      ...own,
    },
  );
}

/** Nothing is left in its place: its entry is empty. */
export function prunedThinking(entry: ConversationEntry): ItemFacts {
  return factsOfBlock(
    entry,
    0,
    { kind: 'thinking', content: [], replaceableBytes: 0 },
    { isPlaceholder: true },
  );
}

/** Of the picture that a placeholder stands for. */
function sizeIn(placeholder: string): ItemFacts['size'] {
  const found = /^\[pruned: (?:pasted )?image (\d{1,6})×(\d{1,6})/.exec(placeholder);
  return found === null ? null : { width: Number(found[1]), height: Number(found[2]) };
}
