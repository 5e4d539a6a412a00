import { render } from 'lit';
import {
  parseToCompanionPage,
  type FromCompanionPage,
  type ToCompanionPage,
} from '../../src/features/companion/protocol';
import { installedView } from './installedView';
import type { ActOn } from './pieces';
import { setUpView } from './setUpView';
import './styles/companion.css';

declare function acquireVsCodeApi(): { postMessage(message: FromCompanionPage): void };

const root = document.getElementById('page')!;
const live = document.getElementById('live')!;
const api = acquireVsCodeApi();
const act: ActOn = (action) => api.postMessage({ type: 'act', action });
let said = '';

function draw({ page, busy }: ToCompanionPage): void {
  const focused =
    document.activeElement instanceof HTMLElement
      ? document.activeElement.dataset['action']
      : undefined;
  render(page.kind === 'setUp' ? setUpView(page, busy, act) : installedView(page, busy, act), root);
  // A button that went or cannot be pressed leaves the focus nowhere.
  if (focused !== undefined && document.activeElement?.matches('button:enabled') !== true)
    (
      root.querySelector<HTMLElement>(`[data-action="${focused}"]:enabled`) ??
      root.querySelector<HTMLElement>('button:enabled')
    )?.focus();
  const saying = busy ?? page.title;
  if (said !== '' && said !== saying) live.textContent = saying;
  said = saying;
}

window.addEventListener('message', ({ data }) => {
  const message = parseToCompanionPage(data);
  if (message !== null) draw(message);
});
api.postMessage({ type: 'ready' });
