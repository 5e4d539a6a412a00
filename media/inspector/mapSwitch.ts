import { html, type TemplateResult } from 'lit';
import { icon } from './icons';
import type { InspectorPage } from './inspectorPage';
import type { Ui } from './ui';
import { t } from './words';

const WAYS: readonly (readonly [Ui['mapBy'], string])[] = [
  ['file', t('by file')],
  ['tool', t('by tool')],
  ['kind', t('by kind')],
];

/** What the frames of the map stand for: words of its heading that are a choice. */
export function mapSwitch(page: InspectorPage): TemplateResult {
  const { mapBy } = page.ui;
  const onChange = (event: Event): void => {
    const { value } = event.target as HTMLSelectElement;
    const way = WAYS.find(([each]) => each === value)?.[0];
    if (way !== undefined) page.set({ mapBy: way });
  };
  return html`
    <span class="by">
      <select aria-label=${t('Group what fills it')} @change=${onChange}>
        ${WAYS.map(
          ([way, words]) => html`<option value=${way} .selected=${way === mapBy}>${words}</option>`,
        )}
      </select>
      ${icon('chevronDown')}
    </span>
  `;
}
