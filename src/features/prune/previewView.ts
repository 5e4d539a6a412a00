import type { Item } from '../../domain/accounting/item';
import type { PlannedItem } from '../../domain/pruning/prunePlan';
import { printable } from '../../wording/escapeMarkdown';
import { itemLabel, markWords } from '../../wording/itemWords';
import { formatTokens } from '../../wording/formatTokens';
import type { Translate } from '../../wording/translate';
import { itemCountWords } from './pruneText';

/** One item of a plan, as the preview lists it. */
export interface PreviewRow {
  readonly id: string;
  readonly label: string;
  /** `~8.2K · outdated · 34 turns ago`. */
  readonly description: string;
  /** What will stand in its place. */
  readonly placeholder: string;
  readonly freedTokens: number;
}

/** The largest first. @param turn the newest one; ages count back from it. */
export function previewRows(
  planned: readonly PlannedItem[],
  items: ReadonlyMap<string, Item>,
  turn: number,
  t: Translate,
): readonly PreviewRow[] {
  return [...planned]
    .sort((a, b) => b.freedTokens - a.freedTokens)
    .map(({ id, freedTokens, placeholder }) => {
      const item = items.get(id);
      const facts = [
        `~${formatTokens(freedTokens, 1)}`,
        ...(item?.marks.map((mark) => markWords(mark, item, t)) ?? []),
        ...(item === undefined ? [] : [ageWords(turn - item.turn, t)]),
      ];
      return {
        id,
        label: item === undefined ? printable(placeholder) : itemLabel(item, t),
        description: facts.join(' · '),
        placeholder: printable(placeholder),
        freedTokens,
      };
    });
}

/** The row that prunes: what it does, and what else that brings. */
export function confirmRow(
  items: number,
  intoCopy: boolean,
  shortfall: string,
  t: Translate,
): { readonly icon: string; readonly label: string; readonly detail: string } {
  if (items === 0)
    return {
      icon: 'circle-slash',
      label: t('Nothing is left to prune'),
      detail: t('Choose an item below to have it pruned after all.'),
    };
  const what = itemCountWords(items, t);
  const follows = intoCopy
    ? t('This session stays as it is.')
    : t('A backup is made; the prompt cache is rebuilt.');
  return {
    icon: 'check',
    label: intoCopy ? t('Prune {0} in a copy', what) : t('Prune {0} now', what),
    detail: [shortfall, follows].filter((sentence) => sentence !== '').join(' '),
  };
}

/** What an item frees and is; one that was left out says so first. */
export function tickedDescription(
  { description }: PreviewRow,
  isTicked: boolean,
  t: Translate,
): string {
  return isTicked ? description : `${t('stays')} · ${description}`;
}

function ageWords(turns: number, t: Translate): string {
  return turns <= 0 ? t('this turn') : turns === 1 ? t('1 turn ago') : t('{0} turns ago', turns);
}
