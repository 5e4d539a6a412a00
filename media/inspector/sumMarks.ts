import { html, type TemplateResult } from 'lit';
import { icon } from './icons';
import type { InspectorPage } from './inspectorPage';
import type { SystemLine, UnexplainedLine } from './lines';
import { expand } from './tableKeys';
import { NOT_IN_FILE } from './unexplainedWords';
import { t } from './words';

/** Opens and closes the line of a sum that is no item. */
export function twistie(
  page: InspectorPage,
  { key, isOpen }: SystemLine | UnexplainedLine,
  name: string,
): TemplateResult {
  return html`<button
    class="ico fold"
    tabindex="-1"
    aria-expanded=${String(isOpen)}
    aria-label=${isOpen ? t('Close {0}', name) : t('Open {0}', name)}
    @click=${() => expand(page, key, !isOpen)}
  >
    ${icon(isOpen ? 'chevronDown' : 'chevronRight')}
  </button>`;
}

/** In place of a box: what is not in the file cannot be selected. */
export function lock(): TemplateResult {
  return html`<span class="lock" role="img" aria-label=${t('Stays')} title=${NOT_IN_FILE}
    >${icon('lock')}</span
  >`;
}
