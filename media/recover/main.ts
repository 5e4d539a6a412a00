import { render } from 'lit';
import {
  parseToRecoverPage,
  type RecoverPage,
  type FromRecoverPage,
} from '../../src/features/recover/protocol';
import { recoverView } from './view';
import './styles/recover.css';

declare function acquireVsCodeApi(): { postMessage(message: FromRecoverPage): void };

const root = document.getElementById('page')!;
const live = document.getElementById('live')!;
const api = acquireVsCodeApi();

function draw(page: RecoverPage): void {
  const focused =
    document.activeElement instanceof HTMLElement
      ? document.activeElement.dataset['action']
      : undefined;
  render(
    recoverView(page, (action) => api.postMessage({ type: 'act', action })),
    root,
  );
  // A button that moved to another place keeps the focus.
  if (focused !== undefined && document.activeElement === document.body)
    root.querySelector<HTMLElement>(`[data-action="${CSS.escape(focused)}"]`)?.focus();
}

window.addEventListener('message', ({ data }) => {
  const message = parseToRecoverPage(data);
  if (message?.type === 'page') draw(message.page);
  else if (message?.type === 'said') live.textContent = message.text;
});
api.postMessage({ type: 'ready' });
