import { html, type TemplateResult } from 'lit';
import { unsafeHTML } from 'lit/directives/unsafe-html.js';
import archive from '@vscode/codicons/src/icons/archive.svg';
import arrowDown from '@vscode/codicons/src/icons/arrow-down.svg';
import arrowUp from '@vscode/codicons/src/icons/arrow-up.svg';
import chevronDown from '@vscode/codicons/src/icons/chevron-down.svg';
import chevronRight from '@vscode/codicons/src/icons/chevron-right.svg';
import close from '@vscode/codicons/src/icons/close.svg';
import dashboard from '@vscode/codicons/src/icons/dashboard.svg';
import database from '@vscode/codicons/src/icons/database.svg';
import discard from '@vscode/codicons/src/icons/discard.svg';
import ellipsis from '@vscode/codicons/src/icons/ellipsis.svg';
import error from '@vscode/codicons/src/icons/error.svg';
import filter from '@vscode/codicons/src/icons/filter.svg';
import info from '@vscode/codicons/src/icons/info.svg';
import lock from '@vscode/codicons/src/icons/lock.svg';
import search from '@vscode/codicons/src/icons/search.svg';
import warning from '@vscode/codicons/src/icons/warning.svg';

const ICONS = {
  archive,
  arrowDown,
  arrowUp,
  chevronDown,
  chevronRight,
  close,
  dashboard,
  database,
  discard,
  ellipsis,
  error,
  filter,
  info,
  lock,
  search,
  warning,
};

/** A codicon, for the eye only. Its markup comes from the build, never from a message. */
export function icon(name: keyof typeof ICONS, extra = ''): TemplateResult {
  return html`<span class="i ${extra}" aria-hidden="true">${unsafeHTML(ICONS[name])}</span>`;
}
