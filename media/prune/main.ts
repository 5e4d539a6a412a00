import { render } from 'lit';
import type { FromPrunePage } from '../../src/features/prune/protocol';
import { drawnOnce } from '../inspector/drawnOnce';
import { LiveRegion } from '../inspector/liveRegion';
import { rowWindow } from '../inspector/rowWindow';
import { plannedView } from './plannedView';
import { PrunePage } from './prunePage';
import './styles/prune.css';

declare function acquireVsCodeApi(): { postMessage(message: FromPrunePage): void };

/** Height of a row in pixels, as prune.css lays it out at the width of the page. */
const HEIGHTS = [
  { query: matchMedia('(max-width: 560px)'), px: 60 },
  { query: matchMedia('(max-width: 999px)'), px: 40 },
] as const;
const WIDE_PX = 26;

const root = document.getElementById('page')!;
const api = acquireVsCodeApi();

const draw = drawnOnce(() => {
  page.rowHeight = HEIGHTS.find(({ query }) => query.matches)?.px ?? WIDE_PX;
  render(plannedView(page), root);
  moveFocus();
  follow();
});

/** Has the rows that can be seen in the document. */
function follow(): void {
  const lines = root.querySelector('.lines');
  if (lines === null || page.plan === null) return;
  const foot = root.querySelector<HTMLElement>('.foot')?.offsetHeight ?? 0;
  document.documentElement.style.setProperty('--foot', `${String(foot)}px`);
  const above = Math.max(0, -lines.getBoundingClientRect().top);
  const next = rowWindow(above, innerHeight, page.rowHeight);
  if (next.first === page.shown.first && next.end === page.shown.end) return;
  page.shown = next;
  draw();
}

function moveFocus(): void {
  const { wantsFocus, current } = page;
  page.wantsFocus = null;
  const wanted =
    wantsFocus === null
      ? null
      : wantsFocus === 'prune'
        ? root.querySelector<HTMLElement>('[data-act=prune]')
        : root.querySelector<HTMLElement>(`[data-row="${String(current)}"]`);
  wanted?.focus({ preventScroll: true });
  if (wantsFocus === 'row') wanted?.closest('.line')?.scrollIntoView({ block: 'nearest' });
}

const page = new PrunePage(
  (message) => api.postMessage(message),
  new LiveRegion(document.getElementById('live')!),
  draw,
);
window.addEventListener('message', ({ data }) => page.receive(data));
window.addEventListener('scroll', follow, { passive: true });
window.addEventListener('keydown', (event) => {
  if (event.key === 'Escape' && !event.isComposing) page.cancel();
});
new ResizeObserver(draw).observe(document.documentElement);
api.postMessage({ type: 'ready' });
