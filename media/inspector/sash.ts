import { html, type TemplateResult } from 'lit';
import { t } from './words';

/** One press of an arrow key. */
const STEP_PX = 24;

export interface SashOptions {
  /** What is resized stands at the right of the sash, or below it. */
  readonly place: 'aside' | 'below';
  readonly px: number;
  readonly leastPx: number;
  readonly mostPx: number;
  readonly onResize: (px: number) => void;
  /** The hand let go: it stays so. */
  readonly onSettle: () => void;
}

/** The line between the table and the preview, to be moved by the pointer or by arrow keys. */
export function sash({
  place,
  px,
  leastPx,
  mostPx,
  onResize,
  onSettle,
}: SashOptions): TemplateResult {
  const isAside = place === 'aside';
  const resize = (to: number): void => {
    onResize(Math.round(Math.max(leastPx, Math.min(mostPx, to))));
  };
  const onPointerDown = (event: PointerEvent): void => {
    const handle = event.currentTarget as HTMLElement;
    const from = isAside ? event.clientX : event.clientY;
    const move = (moved: PointerEvent): void => {
      resize(px + from - (isAside ? moved.clientX : moved.clientY));
    };
    const end = (): void => {
      handle.removeEventListener('pointermove', move);
      handle.removeEventListener('pointerup', end);
      handle.removeEventListener('pointercancel', end);
      onSettle();
    };
    handle.setPointerCapture(event.pointerId);
    handle.addEventListener('pointermove', move);
    handle.addEventListener('pointerup', end);
    handle.addEventListener('pointercancel', end);
    event.preventDefault();
  };
  const onKey = (event: KeyboardEvent): void => {
    const [larger, smaller] = isAside ? ['ArrowLeft', 'ArrowRight'] : ['ArrowUp', 'ArrowDown'];
    if (event.key === larger) resize(px + STEP_PX);
    else if (event.key === smaller) resize(px - STEP_PX);
    else if (event.key === 'Home') resize(leastPx);
    else if (event.key === 'End') resize(mostPx);
    else return;
    onSettle();
    event.preventDefault();
    event.stopPropagation();
  };
  return html`<div
    class="sash ${place}"
    role="separator"
    tabindex="0"
    aria-label=${t('Size of the preview')}
    aria-orientation=${isAside ? 'vertical' : 'horizontal'}
    aria-valuenow=${px}
    aria-valuemin=${leastPx}
    aria-valuemax=${Math.round(mostPx)}
    @pointerdown=${onPointerDown}
    @keydown=${onKey}
  ></div>`;
}
