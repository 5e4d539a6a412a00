import { render } from 'lit';
import { InspectorPage } from './inspectorPage';
import { LiveRegion } from './liveRegion';
import { pageView } from './page';
import './styles/page.css';

const root = document.getElementById('page')!;
let isDrawing = false;

/** Draws once for whatever changed before the next frame. */
function draw(): void {
  if (isDrawing) return;
  isDrawing = true;
  queueMicrotask(() => {
    isDrawing = false;
    page.width = document.documentElement.clientWidth;
    render(pageView(page), root);
    moveFocus();
  });
}

function moveFocus(): void {
  const key = page.wantsFocus;
  page.wantsFocus = null;
  if (key === null) return;
  for (const row of root.querySelectorAll<HTMLElement>('tr.line'))
    if (row.dataset.key === key) row.focus();
}

const api = acquireVsCodeApi();
const page = new InspectorPage(api, new LiveRegion(document.getElementById('live')!), draw);

window.addEventListener('message', ({ data }) => page.receive(data));
window.addEventListener('scroll', () => page.remember(), { passive: true });
new ResizeObserver(() => {
  if (page.width !== document.documentElement.clientWidth) draw();
}).observe(document.documentElement);
draw();
api.postMessage({ type: 'ready' });
