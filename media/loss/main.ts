import { render } from 'lit';
import type { FromLossPage } from '../../src/features/loss/protocol';
import { drawnOnce } from '../inspector/drawnOnce';
import { LiveRegion } from '../inspector/liveRegion';
import { LossSelection } from './lossSelection';
import { lossView } from './view';
import './styles/loss.css';

declare function acquireVsCodeApi(): { postMessage(message: FromLossPage): void };

const root = document.getElementById('page')!;
const api = acquireVsCodeApi();

const draw = drawnOnce(() => {
  render(lossView(selection), root);
  const wanted = selection.wantsFocus;
  selection.wantsFocus = null;
  if (wanted === null) return;
  const [name, value] = wanted === 'row' ? ['row', selection.current] : ['group', wanted.group];
  root.querySelector<HTMLElement>(`[data-${name}="${CSS.escape(value)}"]`)?.focus();
});

const selection = new LossSelection(
  (message) => api.postMessage(message),
  new LiveRegion(document.getElementById('live')!),
  draw,
);
window.addEventListener('message', ({ data }) => selection.receive(data));
draw();
api.postMessage({ type: 'ready' });
