import type { ItemContent } from '../../operations/reading/itemContent';
import type { Item } from '../../domain/accounting/item';
import { BY_CHOICE } from '../../domain/accounting/keptReason';
import { placeholderOf } from '../../domain/pruning/placeholder';
import { printable } from '../../wording/escapeMarkdown';
import { shorten } from '../../wording/shorten';
import { timeAgo } from '../../wording/timeAgo';
import type { Translate } from '../../wording/translate';
import type { Content } from './contentProtocol';

const MOST_CHARACTERS = 200_000;
const BECOMES_LENGTH = 300;

/** What would stand in the place of an item; empty of one that stays in any case. */
export function becomesWords([item]: readonly Item[]): string {
  return item === undefined || (item.keptBecause !== null && !BY_CHOICE.has(item.keptBecause))
    ? ''
    : shorten(printable(placeholderOf(item)), BECOMES_LENGTH);
}

/**
 * What the preview shows of an item: a page of text without controls, a picture of known size, or
 * why there is neither.
 */
export function contentOf(content: ItemContent, t: Translate): Content {
  switch (content.kind) {
    case 'text': {
      const { text, page, pages, firstLine, lastLine, totalLines } = content;
      return {
        type: 'text',
        text: legible(text).slice(0, MOST_CHARACTERS),
        page,
        pages,
        firstLine,
        lastLine,
        totalLines,
      };
    }
    case 'image':
      // Without its size nobody knows what decoding it takes.
      if (content.size === null)
        return nothing(t('The image’s size is not known, so it is not shown.'));
      return {
        type: 'image',
        source: `data:${content.mediaType};base64,${content.base64}`,
        width: content.size.width,
        height: content.size.height,
      };
    case 'document':
      return nothing(t('A document of {0}: there is no preview of it.', bytesWords(content.bytes)));
    case 'tooLarge':
      return nothing(
        content.size === null
          ? t('Too large for a preview: {0}.', bytesWords(content.bytes))
          : t('Too large for a preview: {0}×{1} pixels.', content.size.width, content.size.height),
      );
    case 'empty':
      return nothing(t('It holds nothing that could be shown.'));
    case 'gone':
      return nothing(t('It is no longer in the session file.'));
  }
}

/** Where the content was read, of what is no longer in the session; else empty. */
export function contentOriginWords(
  { backedUpMs }: ItemContent,
  nowMs: number,
  t: Translate,
): string {
  return backedUpMs === undefined
    ? ''
    : t(
        'It was pruned. This is what stood there, from the backup made {0}.',
        timeAgo(nowMs - backedUpMs, t),
      );
}

/** Whether an item holds something else than before: it was pruned, or put back. */
export function isOtherContent(before: Item, now: Item): boolean {
  return before.bytes !== now.bytes || before.keptBecause !== now.keptBecause;
}

/**
 * Text as it can be read: without ANSI codes, other controls, and what reorders or hides text.
 * Lines and tabs stay.
 */
export function legible(text: string): string {
  return text
    .replace(/\u001b\[[0-9;?]*[ -/]*[@-~]|\u001b\][^\u0007\u001b]{0,2000}(?:\u0007|\u001b\\)/g, '')
    .replace(/\r\n?/g, '\n')
    .replace(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g, '\ufffd')
    .replace(/[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g, '');
}

function bytesWords(bytes: number): string {
  return bytes >= 1_000_000
    ? `${(bytes / 1_000_000).toFixed(1)} MB`
    : `${String(Math.ceil(bytes / 1000))} KB`;
}

function nothing(why: string): Content {
  return { type: 'nothing', why };
}
