/** What the menu of a row asks the page for: the row alone, or all that is selected with it. */
export type RowAction = 'show' | 'prune' | 'putBack' | 'openDocument' | 'reveal' | 'copyList';

const MAX_ID_LENGTH = 200;

/**
 * The item of the row that a menu was opened on.
 * @param context what the page had written there; `null` where that is no such row.
 */
export function itemIdOf(context: unknown): string | null {
  const id = (context as { readonly itemId?: unknown } | null | undefined)?.itemId;
  return typeof id === 'string' && id !== '' && id.length <= MAX_ID_LENGTH ? id : null;
}
