import type { Item } from '../../domain/accounting/item';
import type { PlannedItem } from '../../domain/pruning/prunePlan';
import { printable } from '../../wording/escapeMarkdown';
import { itemLabel, markWords } from '../../wording/itemWords';
import { formatTokens } from '../../wording/formatTokens';
import type { Translate } from '../../wording/translate';

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

function ageWords(turns: number, t: Translate): string {
  return turns <= 0 ? t('this turn') : turns === 1 ? t('1 turn ago') : t('{0} turns ago', turns);
}
