import { html, nothing, type TemplateResult } from 'lit';
import { live } from 'lit/directives/live.js';
import { CATEGORIES, type Category, type Row } from '../../src/features/inspector/protocol';
import { icon } from './icons';
import type { InspectorPage } from './inspectorPage';
import { isFiltering, type Line } from './lines';
import { filterOf } from './linesSourceOf';
import { memo } from './memo';
import type { WidthClass } from './pageLayout';
import { added, suggested } from './selection';
import { stepFilter } from './stepFilter';
import type { AgeFilter, Grouping, StateFilter, Ui } from './ui';
import { areExact, CATEGORY_WORDS, countWords, itemsWords, t, tokenWords } from './words';

const GROUPINGS: readonly (readonly [Grouping, string])[] = [
  ['items', t('Items')],
  ['files', t('Files')],
  ['tools', t('Tools')],
  ['turns', t('Turns')],
];

const KINDS: readonly (readonly [Category | 'all', string])[] = [
  ['all', t('All kinds')],
  ...CATEGORIES.map((category) => [category, CATEGORY_WORDS[category]] as const),
];
const KINDS_OF_ITEMS = KINDS.filter(([kind]) => kind !== 'unexplained');

const AGES: readonly (readonly [AgeFilter, string])[] = [
  ['any', t('Any age')],
  ['thisTurn', t('This turn')],
  ['last5', t('Last 5 turns')],
  ['over5', t('Over 5 turns')],
  ['over20', t('Over 20 turns')],
];

const STATES: readonly (readonly [StateFilter, string])[] = [
  ['any', t('Any state')],
  ['selected', t('Selected')],
  ['suggested', t('Suggested')],
  ['prunable', t('Prunable')],
  ['pruned', t('Pruned')],
  ['left', t('Left the context')],
];

const HEADINGS: Readonly<Record<Grouping, string>> = {
  items: t('Largest items'),
  files: t('Largest files'),
  tools: t('Largest tools'),
  turns: t('Largest turns'),
};

/** Room for all filters in one line, in every language. */
const ALL_FILTERS_LEAST_PX = 1140;
/** … and for the groups as buttons. */
const GROUPS_LEAST_PX = 1020;

/**
 * What the table shows, and how: one line, whose less used filters wait behind a button where it
 * is short.
 */
export function toolbar(page: InspectorPage): TemplateResult {
  const { ui } = page;
  const { widthClass, innerPx } = page.viewport.layout;
  const isWide = widthClass === 'wide';
  const hasRoom = innerPx >= ALL_FILTERS_LEAST_PX;
  const hasGroups = innerPx >= GROUPS_LEAST_PX;
  const grouping = hasGroups
    ? groupings(page)
    : choice(t('Group by'), GROUPINGS, ui.grouping, (value) => group(page, value));
  const hasAll = page.session?.unexplained != null || ui.category === 'unexplained';
  const kinds = hasAll ? KINDS : KINDS_OF_ITEMS;
  const kind = choice(t('Kind'), kinds, ui.category, (category) => page.set({ category }));
  const more = html`${choice(t('Age'), AGES, ui.age, (age) => page.set({ age }))}
  ${choice(t('State'), STATES, ui.state, (state) => page.set({ state }))}`;
  const areOpen = ui.areFiltersOpen;
  return html`
    <div class="tools" role="group" aria-label=${t('Filter items')}>
      <h2 id="items-heading" class="hidden">${HEADINGS[ui.grouping]}</h2>
      <div class="tools-line">
        ${hasGroups ? grouping : nothing} ${search(page)} ${hasGroups ? nothing : grouping}
        ${widthClass === 'narrow' ? nothing : kind}
        ${hasRoom ? more : moreFilters(page, widthClass, areOpen)}
        ${isWide ? status(page) : nothing}
      </div>
      ${
        !hasRoom && areOpen
          ? html`<div class="tools-line">${widthClass === 'narrow' ? kind : nothing} ${more}</div>`
          : nothing
      }
      ${isWide ? nothing : html`<div class="tools-line">${status(page)}</div>`}
    </div>
  `;
}

function group(page: InspectorPage, grouping: Grouping): void {
  page.set({ grouping, expanded: new Set() });
}

function groupings(page: InspectorPage): TemplateResult {
  const { ui } = page;
  return html`<div class="seg" role="radiogroup" aria-label=${t('Group by')}>
    ${GROUPINGS.map(
      ([grouping, words]) =>
        html`<label class=${ui.grouping === grouping ? 'on' : ''}
          ><input
            type="radio"
            name="grouping"
            .checked=${ui.grouping === grouping}
            @change=${() => group(page, grouping)}
          />${words}</label
        >`,
    )}
  </div>`;
}

function search(page: InspectorPage): TemplateResult {
  return html`<div class="search">
    ${icon('search')}<input
      class="inp"
      type="text"
      spellcheck="false"
      maxlength="200"
      aria-label=${t('Filter items')}
      placeholder=${t('Filter items')}
      .value=${live(page.ui.text)}
      @input=${(event: Event) => page.set({ text: (event.target as HTMLInputElement).value })}
      @keydown=${(event: KeyboardEvent) => onFilterKey(page, event)}
    />
  </div>`;
}

/** How many there are, what waits, and what is worth a look. */
function status(page: InspectorPage): TemplateResult {
  return html`<p class="status">
    ${stepFilter(page)}<span class="m count">${countOf(page)}</span
    >${waiting(page)}${suggestions(page)}
  </p>`;
}

function countOf(page: InspectorPage): string {
  const { lines, ui, isListComplete } = page;
  const shown = page.table.shownRows().length;
  const items = page.table.shownWords();
  const whole = liveItemsOf(page.version, page);
  const words =
    ui.grouping !== 'items'
      ? t('{0} in {1} groups', items, countWords(lines.filter(isGroup).length))
      : isFiltering(filterOf(page)) && ui.state !== 'left' && !isOfNoItem(ui.category)
        ? t('{0} of {1}', countWords(shown), itemsWords(whole))
        : items;
  if (!isListComplete) return `${words} · ${t('still reading')}`;
  return page.session?.isCounting === true ? `${words} · ${t('sizes are being counted')}` : words;
}

const liveItemsOf = memo((_version: number, page: InspectorPage): number => {
  let count = 0;
  for (const { isLive } of page.rows.values()) if (isLive) count++;
  return count;
});

/** Nothing of these kinds is an item. */
function isOfNoItem(category: Ui['category']): boolean {
  return category === 'unexplained' || category === 'system';
}

function isGroup({ type }: Line): boolean {
  return type === 'group';
}

/** The table keeps its order while somebody is in it, and says that it does. */
function waiting(page: InspectorPage): TemplateResult | typeof nothing {
  const { arrived, isOrderWaiting } = page.table;
  if (arrived === 0 && !isOrderWaiting) return nothing;
  const words =
    arrived === 0
      ? t('Sort Again')
      : arrived === 1
        ? t('1 new item')
        : t('{0} new items', countWords(arrived));
  return html`<button
    class="lnk"
    title=${t('The order waits while you are in the table.')}
    @click=${() => page.showArrived()}
  >
    ${words}
  </button>`;
}

function moreFilters(
  page: InspectorPage,
  widthClass: WidthClass,
  areShown: boolean,
): TemplateResult {
  const { ui } = page;
  const words = [nameIn(AGES, ui.age), nameIn(STATES, ui.state)];
  const set = [ui.age === 'any' ? '' : words[0]!, ui.state === 'any' ? '' : words[1]!].filter(
    (word) => word !== '',
  );
  const label = set.length === 0 ? t('Any state, age') : set.join(', ');
  const isNarrow = widthClass === 'narrow';
  return html`<button
    class=${isNarrow ? 'ico' : 'sec more-filters'}
    aria-label=${isNarrow ? t('More filters') : nothing}
    title=${t('More filters')}
    aria-expanded=${String(areShown)}
    @click=${() => page.set({ areFiltersOpen: !page.ui.areFiltersOpen })}
  >
    ${icon('filter')}${isNarrow ? nothing : html`<span class="cut">${label}</span>`}
  </button>`;
}

function nameIn<Value>(options: readonly (readonly [Value, string])[], value: Value): string {
  return options.find(([option]) => option === value)?.[1] ?? '';
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
  else if (event.key === 'ArrowDown') page.focus(page.lines[0]?.key ?? null);
  else return;
  event.preventDefault();
  event.stopPropagation();
}

const suggestedOf = memo((_version: number, page: InspectorPage) => suggested(page.rows.values()));

function suggestions(page: InspectorPage): TemplateResult | typeof nothing {
  const rows = suggestedOf(page.version, page);
  if (rows.length === 0) return nothing;
  const tokens = rows.reduce((sum, row) => sum + row.tokens, 0);
  const size = tokenWords(tokens, areExact(rows));
  return html`<button class="lnk suggest" @click=${() => select(page, rows)}>
    ${t('Select Suggested ({0}, {1})', countWords(rows.length), size)}
  </button>`;
}

function select(page: InspectorPage, rows: readonly Row[]): void {
  page.select(added(page.selected, rows));
  page.say(t('{0} selected.', page.selected.size));
}
