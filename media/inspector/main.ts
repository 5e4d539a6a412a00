import { render } from 'lit';
import { InspectorPage } from './inspectorPage';
import { LiveRegion } from './liveRegion';
import { measure } from './measure';
import { pageView } from './page';
import { onPageKey } from './pageKeys';
import { selectionCost } from './selectionCost';
import { showWantedStep } from './stepFilter';
import { WakeUp } from './wakeUp';
import './styles/page.css';

const root = document.getElementById('page')!;
let isDrawing = false;
let isMeasuring = false;
/** What a prune costs is another thing when the cache goes cold. */
const wakeUp = new WakeUp(draw);

/**
 * Draws once for whatever changed in this turn; while a list comes in parts, which come faster than
 * that, once a frame.
 */
function draw(): void {
  if (isDrawing) return;
  isDrawing = true;
  const isComing = page.rows.size > 0 && !page.isListComplete;
  const soon = isComing ? requestAnimationFrame : queueMicrotask;
  soon(() => {
    isDrawing = false;
    showForm();
    render(pageView(page), root);
    wakeUp.at(selectionCost(page)?.changesAtMs ?? null);
    moveFocus();
    measureSoon();
  });
}

/** Once for whatever moved before the next frame. */
function measureSoon(): void {
  if (isMeasuring) return;
  isMeasuring = true;
  requestAnimationFrame(() => {
    isMeasuring = false;
    measure(root, page);
  });
}

/** For the style sheet. */
function showForm(): void {
  const { widthClass, isLow } = page.viewport.layout;
  const { classList } = document.body;
  for (const each of ['wide', 'middle', 'narrow'] as const)
    classList.toggle(`width-${each}`, each === widthClass);
  classList.toggle('low', isLow);
}

function moveFocus(): void {
  const key = page.wantsFocus;
  page.wantsFocus = null;
  if (key === null) return;
  for (const row of root.querySelectorAll<HTMLElement>('tr.line'))
    if (row.dataset.key === key) {
      row.focus({ preventScroll: true });
      row.scrollIntoView({ block: 'nearest' });
    }
}

/** Someone is at work in the page, or was just now and is not gone. */
function isBusy(): boolean {
  return document.hasFocus() && root.contains(document.activeElement);
}

function resize(): void {
  const { clientWidth, clientHeight } = document.documentElement;
  if (page.viewport.resize(clientWidth, clientHeight, isBusy())) draw();
  else measureSoon();
}

const api = acquireVsCodeApi();
const page = new InspectorPage(api, new LiveRegion(document.getElementById('live')!), draw);

window.addEventListener('message', ({ data }) => {
  page.receive(data);
  showWantedStep(page);
});
window.addEventListener(
  'scroll',
  () => {
    page.remember();
    measureSoon();
  },
  { passive: true },
);
window.addEventListener('keydown', (event) => onPageKey(page, event));
window.addEventListener('blur', resize);
window.addEventListener('focusout', () => setTimeout(resize));
new ResizeObserver(resize).observe(document.documentElement);
window.addEventListener('resize', resize);
resize();
draw();
api.postMessage({ type: 'ready' });
