import type { Item, ItemKind, ItemMark, KeptReason } from '../domain/accounting/item';
import { formatTokens } from './formatTokens';
import { labelOf } from './labelOf';
import { cutOn } from './labelParts';
import type { Translate } from './translate';

const LABEL_LENGTH = 120;

/** The label of an item in at most 120 characters, for where nothing can cut it. */
export function itemLabel(item: Item, t: Translate): string {
  const { text, dim, tail, cut } = labelOf(item, t);
  if (text.length <= LABEL_LENGTH) return text;
  const end = text.length - tail;
  const about = cutOn(cut, text.slice(dim, end), Math.max(1, LABEL_LENGTH - dim - tail));
  return `${text.slice(0, dim)}${about}${text.slice(end)}`;
}

/** The name of a kind, for a column. */
export function itemKindWords(kind: ItemKind, t: Translate): string {
  const names: Record<ItemKind, string> = {
    userText: t('User text'),
    machineText: t('Machine text'),
    assistantText: t('Assistant text'),
    thinking: t('Thinking'),
    toolCall: t('Tool call'),
    toolResult: t('Tool result'),
    image: t('Image'),
    document: t('Document'),
    attachment: t('Attachment'),
    summary: t('Summary'),
    other: t('Other'),
  };
  return names[kind];
}

/** Why an item stays, as a whole sentence. */
export function keptWords(reason: KeptReason, t: Translate): string {
  const sentences: Record<KeptReason, string> = {
    userText: t('What you wrote stays.'),
    assistantText: t('What Claude wrote stays.'),
    thinking: t('Within its turn, and where a reply holds nothing else, thinking stays.'),
    finishedThinking: t(
      'Thinking goes only when you ask for it: chosen by itself, or by Prune to Fit….',
    ),
    pastedText: t(
      'You wrote this: it stays unless you choose it by itself. Claude then reads only how it begins and ends.',
    ),
    summary: t('The summary replaces the conversation before it, so it stays.'),
    system: t('Claude Code needs this; it stays.'),
    notLive: t('It left the context already; pruning it would free nothing.'),
    small: t('Pruning this would save nothing.'),
    pruned: t('It was pruned, and can be put back.'),
    prunedUnkept: t('It was pruned, and no backup of it is left here.'),
    subagent: t('It is in the context of a subagent, whose file Claude Code alone writes.'),
    unknown: t('This kind of item is not known well enough to be changed.'),
  };
  return sentences[reason];
}

/** A mark, as short as a tag: `superseded`, `pruned ~9.3K`. */
export function markWords(
  mark: ItemMark,
  { freedTokens }: Pick<Item, 'freedTokens'>,
  t: Translate,
): string {
  const tags: Record<ItemMark, string> = {
    superseded: t('outdated'),
    duplicate: t('duplicate'),
    refusedImage: t('over 2000 px'),
    pruned: freedTokens === null ? t('pruned') : t('pruned ~{0}', formatTokens(freedTokens, 1)),
  };
  return tags[mark];
}

/** Why an item has a mark, in the few words that a column has room for. */
export function markReason(
  mark: ItemMark,
  { tokens, keptBecause }: Pick<Item, 'tokens' | 'keptBecause'>,
  t: Translate,
): string {
  const reasons: Record<ItemMark, string> = {
    superseded: t('read or changed since'),
    duplicate: t('same text again later'),
    refusedImage: t('refused beside 20 others'),
    pruned:
      keptBecause === 'prunedUnkept'
        ? t('no backup is left')
        : tokens === 0
          ? t('left out')
          : t('{0} left in its place', `~${formatTokens(tokens, 1)}`),
  };
  return reasons[mark];
}

/** What a mark means, as a whole sentence. */
export function markMeaning(mark: ItemMark, { kind }: Pick<Item, 'kind'>, t: Translate): string {
  const sentences: Record<ItemMark, string> = {
    superseded: t('The file was read again or changed later.'),
    duplicate: t('The same content is in the context again, later.'),
    pruned:
      kind === 'thinking'
        ? t('It is left out, and nothing is in its place.')
        : t('A short placeholder is in its place.'),
    refusedImage: t(
      'The API refuses requests with more than 20 images when one is larger than 2000 px.',
    ),
  };
  return sentences[mark];
}
