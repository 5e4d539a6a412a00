import type { InspectorPage } from './inspectorPage';
import { foldedByHand, isFolded, type Picture } from './pageLayout';

const PICTURES: Readonly<Record<string, Picture>> = { Digit1: 'map', Digit2: 'chart' };

/** Keys that work wherever the focus is: the filter, and folding the pictures. */
export function onPageKey(page: InspectorPage, event: KeyboardEvent): void {
  if (page.session === null) return;
  const picture = PICTURES[event.code];
  if (event.altKey && !event.ctrlKey && !event.metaKey && picture !== undefined)
    toggleFold(page, picture);
  else if (isFind(event)) {
    const field = document.querySelector<HTMLInputElement>('.search input');
    if (field === null) return;
    field.focus();
    field.select();
  } else return;
  event.preventDefault();
  event.stopPropagation();
}

export function toggleFold(page: InspectorPage, picture: Picture): void {
  const { layout } = page.viewport;
  const { folds } = page.ui.layout;
  const isIn = !isFolded(folds, layout, picture);
  page.setLayout({ folds: foldedByHand(folds, layout, picture, isIn) });
  page.keepLayout();
}

function isFind({ key, ctrlKey, metaKey, altKey, shiftKey }: KeyboardEvent): boolean {
  return (ctrlKey || metaKey) && !altKey && !shiftKey && key.toLowerCase() === 'f';
}
