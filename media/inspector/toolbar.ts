import { html, nothing, type TemplateResult } from 'lit';
import { CATEGORIES, type Category, type Row } from '../../src/features/inspector/protocol';
import { icon } from './icons';
import type { InspectorPage } from './inspectorPage';
import { memo } from './memo';
import { added, suggested } from './selection';
import type { AgeFilter, Grouping } from './ui';
import { CATEGORY_WORDS, countWords, estimate, t } from './words';

const GROUPINGS: readonly (readonly [Grouping, string])[] = [
  ['items', t('Items')],
  ['files', t('Files')],
  ['tools', t('Tools')],
  ['turns', t('Turns')],
];

const KINDS: readonly (readonly [Category | 'all', string])[] = [
  ['all', t('All kinds')],
  ...CATEGORIES.filter((category) => category !== 'system').map(
    (category) => [category, CATEGORY_WORDS[category]] as const,
  ),
];

const AGES: readonly (readonly [AgeFilter, string])[] = [
  ['any', t('Any age')],
  ['thisTurn', t('This turn')],
  ['last5', t('Last 5 turns')],
  ['over5', t('Over 5 turns')],
  ['over20', t('Over 20 turns')],
  ['pruned', t('Pruned')],
  ['left', t('Left the context')],
];

const HEADINGS: Readonly<Record<Grouping, string>> = {
  items: t('Largest items'),
  files: t('Largest files'),
  tools: t('Largest tools'),
  turns: t('Largest turns'),
};

/** What the table shows, and how. */
export function toolbar(page: InspectorPage, isNarrow: boolean): TemplateResult {
  const { ui } = page;
  const areFiltersShown =
    !isNarrow || ui.areFiltersOpen || ui.category !== 'all' || ui.age !== 'any';
  return html`
    <div class="tools">
      <h2 id="items-heading">${HEADINGS[ui.grouping]}</h2>
      <div class="seg" role="radiogroup" aria-label=${t('Group by')}>
        ${GROUPINGS.map(
          ([grouping, words]) =>
            html`<label class=${ui.grouping === grouping ? 'on' : ''}
              ><input
                type="radio"
                name="grouping"
                .checked=${ui.grouping === grouping}
                @change=${() => page.set({ grouping, expanded: new Set() })}
              />${words}</label
            >`,
        )}
      </div>
      <div class="search">
        ${icon('search')}<input
          class="inp"
          type="text"
          spellcheck="false"
          maxlength="200"
          aria-label=${t('Filter items')}
          placeholder=${t('Filter items')}
          .value=${ui.text}
          @input=${(event: Event) => page.set({ text: (event.target as HTMLInputElement).value })}
          @keydown=${(event: KeyboardEvent) => onFilterKey(page, event)}
        />
      </div>
      ${isNarrow ? moreFilters(page, areFiltersShown) : nothing}
      ${
        areFiltersShown
          ? html`
              ${choice(t('Kind'), KINDS, ui.category, (category) => page.set({ category }))}
              ${choice(t('Age'), AGES, ui.age, (age) => page.set({ age }))}
            `
          : nothing
      }
      ${suggestions(page)}
    </div>
  `;
}

function moreFilters(page: InspectorPage, areShown: boolean): TemplateResult {
  return html`<button
    class="ico"
    aria-label=${t('More filters')}
    title=${t('More filters')}
    aria-expanded=${String(areShown)}
    @click=${() => page.set({ areFiltersOpen: !page.ui.areFiltersOpen })}
  >
    ${icon('filter')}
  </button>`;
}

function choice<Value extends string>(
  label: string,
  options: readonly (readonly [Value, string])[],
  value: Value,
  onChange: (value: Value) => void,
): TemplateResult {
  return html`
    <span class="select">
      <select
        aria-label=${label}
        @change=${(event: Event) => onChange((event.target as HTMLSelectElement).value as Value)}
      >
        ${options.map(
          ([option, words]) =>
            html`<option value=${option} .selected=${option === value}>${words}</option>`,
        )}
      </select>
      ${icon('chevronDown')}
    </span>
  `;
}

function onFilterKey(page: InspectorPage, event: KeyboardEvent): void {
  if (event.key === 'Escape' && page.ui.text !== '') page.set({ text: '' });
  else if (event.key === 'ArrowDown') page.focus(page.visibleLines().lines[0]?.key ?? null);
  else return;
  event.preventDefault();
  event.stopPropagation();
}

const suggestedOf = memo((_version: number, page: InspectorPage) => suggested(page.rows.values()));

function suggestions(page: InspectorPage): TemplateResult | typeof nothing {
  const rows = suggestedOf(page.version, page);
  if (rows.length === 0) return nothing;
  return html`
    <p class="suggest">
      <button class="lnk" @click=${() => select(page, rows)}>${t('Select suggested')}</button>
      <span class="m"
        >(${countWords(rows.length)},
        ${estimate(rows.reduce((sum, { tokens }) => sum + tokens, 0))})</span
      >
    </p>
  `;
}

function select(page: InspectorPage, rows: readonly Row[]): void {
  page.select(added(page.selected, rows));
  page.say(t('{0} selected.', page.selected.size));
}
