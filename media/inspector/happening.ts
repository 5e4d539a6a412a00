import type { Row, Session } from '../../src/features/inspector/protocol';
import { selectableOf } from './selection';
import { t } from './words';

/**
 * A short note about what happened to the list; closed by hand, overtaken by the next, or true no
 * longer because one of the items is back.
 */
export interface Happening {
  readonly title: string;
  readonly text: string;
  /** The items that it is about. */
  readonly ids: readonly string[];
}

/** Selected items left the context: how many, how many stay selected, and why, in words. */
export function leftContext(
  ids: readonly string[],
  staying: number,
  because: string,
): { readonly happening: Happening; readonly spoken: string } {
  const left = ids.length;
  const selected = left + staying;
  const title =
    selected === 1
      ? t('The selected item left the context.')
      : t('{0} of {1} selected items left the context.', left, selected);
  const rest =
    staying === 0
      ? ''
      : staying === 1
        ? t('The other one stays selected.')
        : t('The other {0} stay selected.', staying);
  const text = [because, rest].filter((sentence) => sentence !== '').join(' ');
  return { happening: { title, text, ids }, spoken: `${title} ${rest}`.trim() };
}

export function previewLeftContext(id: string, because: string): Happening {
  return { title: t('The item in the preview left the context.'), text: because, ids: [id] };
}

/** One of the items is back in the context. */
export function isOver({ ids }: Happening, rows: ReadonlyMap<string, Row>): boolean {
  return selectableOf(new Set(ids), rows).size > 0;
}

/** What was pruned has a note of its own, which says more. */
export function hasPruneNote(session: Session | null): boolean {
  return session?.notes.some(({ id }) => id === 'pruned') === true;
}
