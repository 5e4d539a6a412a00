import type { InspectorPage } from './inspectorPage';
import { rowHeightPx } from './pageLayout';
import { rowWindow } from './rowWindow';
import { previewedIndex } from './table';

/**
 * Reads where everything stands after it was drawn: tells the style sheet how much the sticky parts
 * cover, and the page which rows are in sight.
 */
export function measure(root: HTMLElement, page: InspectorPage): void {
  const heightOf = (selector: string): number =>
    root.querySelector<HTMLElement>(selector)?.offsetHeight ?? 0;
  const rows = root.querySelector<HTMLElement>('table.items tbody');
  if (rows === null) return;
  const toolsPx = heightOf('.tools');
  const headPx = heightOf('table.items thead');
  const bottomPx = heightOf('.bottom');
  const viewPx = document.documentElement.clientHeight;
  const { top } = rows.getBoundingClientRect();
  const coveredPx = toolsPx + headPx;
  const { style } = document.documentElement;
  const set = (name: string, px: number): void => {
    const value = `${String(Math.round(px))}px`;
    if (style.getPropertyValue(name) !== value) style.setProperty(name, value);
  };
  set('--tools', toolsPx);
  set('--covered', coveredPx);
  set('--bottom', bottomPx);
  set('--aside', viewPx - bottomPx - Math.max(toolsPx, top - headPx));
  const inserted = root.querySelector<HTMLElement>('.pvrow');
  const isOther = page.viewport.scroll(
    rowWindow(
      Math.max(0, coveredPx - top),
      viewPx,
      rowHeightPx(rowForm(root)),
      inserted === null ? null : { index: previewedIndex(page), px: inserted.offsetHeight },
    ),
    roomFor(top + window.scrollY, coveredPx, viewPx) - heightOf('.selbar'),
  );
  if (isOther) page.draw();
}

/**
 * Height for rows and what stands below them: as the page is before it is scrolled, or where
 * pictures take most of that, after.
 */
function roomFor(topPx: number, coveredPx: number, viewPx: number): number {
  return viewPx - (topPx <= 0.6 * viewPx ? topPx : coveredPx);
}

function rowForm(root: HTMLElement): 'narrow' | 'full' {
  return root.querySelector('table.form-narrow') === null ? 'full' : 'narrow';
}
