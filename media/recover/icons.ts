import { html, type TemplateResult } from 'lit';
import { unsafeHTML } from 'lit/directives/unsafe-html.js';
import circleSlash from '@vscode/codicons/src/icons/circle-slash.svg';
import close from '@vscode/codicons/src/icons/close.svg';
import error from '@vscode/codicons/src/icons/error.svg';
import info from '@vscode/codicons/src/icons/info.svg';
import pass from '@vscode/codicons/src/icons/pass.svg';
import sync from '@vscode/codicons/src/icons/sync.svg';

const ICONS = { circleSlash, close, error, info, pass, sync };

/** A codicon, for the eye only. Its markup comes from the build, never from a message. */
export function recoverIcon(name: keyof typeof ICONS, extra = ''): TemplateResult {
  return html`<span class="i ${extra}" aria-hidden="true">${unsafeHTML(ICONS[name])}</span>`;
}
