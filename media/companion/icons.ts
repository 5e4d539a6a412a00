import { html, type TemplateResult } from 'lit';
import { unsafeHTML } from 'lit/directives/unsafe-html.js';
import check from '@vscode/codicons/src/icons/check.svg';
import dash from '@vscode/codicons/src/icons/dash.svg';
import eye from '@vscode/codicons/src/icons/eye.svg';
import info from '@vscode/codicons/src/icons/info.svg';
import never from '@vscode/codicons/src/icons/circle-slash.svg';
import warning from '@vscode/codicons/src/icons/warning.svg';

const ICONS = { check, dash, eye, info, never, warning };

/** A codicon, for the eye only. Its markup comes from the build, never from a message. */
export function companionIcon(name: keyof typeof ICONS, extra = ''): TemplateResult {
  return html`<span class="i ${extra}" aria-hidden="true">${unsafeHTML(ICONS[name])}</span>`;
}
