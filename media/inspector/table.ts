import { html, nothing, type TemplateResult } from 'lit';
import { live } from 'lit/directives/live.js';
import { repeat } from 'lit/directives/repeat.js';
import type { Row, Session } from '../../src/features/inspector/protocol';
import { cssom, percent } from './cssom';
import { icon } from './icons';
import type { Inspector } from './inspector';
import { rowsOfLine, type GroupLine, type ItemLine, type Line } from './lines';
import { previewPanel } from './preview';
import { added, isSelectable, stateOf } from './selection';
import { expand, onBox, onTableKey } from './tableKeys';
import type { SortKey } from './ui';
import { ageWords, agoWords, countWords, estimate, itemsWords, shareWords, t } from './words';

/** For a cell across all columns. */
const COLUMNS = 6;
const NARROW_COLUMNS = 3;

/** How much room the table has. */
export interface Room {
  readonly isNarrow: boolean;
  /** Beside a preview on a page that is not wide: the share gives way to the name. */
  readonly isTight: boolean;
  /** The preview opens as a row under its item. */
  readonly hasInlinePreview: boolean;
}

/** The items themselves: a real table, at most 200 rows of it. */
export function itemTable(
  page: Inspector,
  session: Session,
  { isNarrow, isTight, hasInlinePreview }: Room,
): TemplateResult {
  const { lines, before, after } = page.visibleLines();
  const largest = lines.reduce((most, line) => Math.max(most, tokensOf(line)), 1);
  const all = stateOf(page.shownRows(), page.selected);
  const tabStop = lines.some(({ key }) => key === page.ui.current)
    ? page.ui.current
    : (lines[0]?.key ?? null);
  return html`
    <div
      class="list"
      @pointerenter=${() => page.engage(true)}
      @pointerleave=${(event: PointerEvent) => page.engage(isFocused(event))}
      @focusin=${() => page.engage(true)}
      @focusout=${(event: FocusEvent) => page.engage((event.currentTarget as HTMLElement).contains(event.relatedTarget as Node | null))}
    >
      ${page.arrived === 0 ? nothing : html`<p class="more"><button class="lnk" @click=${() => page.showArrived()}>${page.arrived === 1 ? t('1 new item') : t('{0} new items', countWords(page.arrived))}</button></p>`}
      ${before === 0 ? nothing : html`<p class="more"><button class="lnk" @click=${() => page.set({ first: Math.max(0, before - 100) })}>${t('Show {0} before these', countWords(Math.min(100, before)))}</button></p>`}
      <table
        class="items ${isTight ? 'tight' : ''}"
        aria-labelledby="items-heading"
        @keydown=${(event: KeyboardEvent) => onTableKey(page, event)}
      >
        ${
          isNarrow
            ? html`<colgroup>
                <col class="c-box" />
                <col />
                <col class="c-tokens" />
              </colgroup>`
            : html`<colgroup>
                <col class="c-box" />
                <col />
                <col class="c-kind" />
                <col class="c-tokens" />
                ${isTight ? nothing : html`<col class="c-share" />`}
                <col class="c-age" />
              </colgroup>`
        }
        <thead>
          <tr>
            <th scope="col">
              <input
                type="checkbox"
                aria-label=${t('Select all that can be pruned')}
                ?disabled=${all === 'locked'}
                .checked=${live(all === 'all')}
                .indeterminate=${live(all === 'some')}
                @change=${(event: Event) => selectAll(page, (event.target as HTMLInputElement).checked)}
              />
            </th>
            ${heading(page, 'label', t('Item'), '')} ${heading(page, 'kind', t('Kind'), 'wide')}
            ${heading(page, 'tokens', t('Tokens'), 'r')}
            <th scope="col" class="r wide share">${t('Share')}</th>
            ${heading(page, 'age', t('Age'), 'r wide')}
          </tr>
        </thead>
        <tbody>
          ${repeat(
            lines,
            ({ key }) => key,
            (line) =>
              html`${row(page, session, line, largest, line.key === tabStop)}${
                hasInlinePreview && line.type === 'item' && page.preview?.id === line.row.id
                  ? html`<tr class="pvrow">
                      <td colspan=${isNarrow ? NARROW_COLUMNS : COLUMNS}>
                        ${previewPanel(page, session)}
                      </td>
                    </tr>`
                  : nothing
              }`,
          )}
        </tbody>
      </table>
      ${footer(page, lines, before, after)}
    </div>
  `;
}

function isFocused(event: PointerEvent): boolean {
  return (event.currentTarget as HTMLElement).contains(document.activeElement);
}

function heading(page: Inspector, by: SortKey, words: string, classes: string): TemplateResult {
  const { sort } = page.ui;
  const isSorted = sort.by === by;
  // Numbers and ages are looked at from the largest on, names from A.
  const isDescending = isSorted ? !sort.isDescending : by === 'tokens' || by === 'age';
  return html`
    <th
      scope="col"
      class=${classes}
      aria-sort=${isSorted ? (sort.isDescending ? 'descending' : 'ascending') : nothing}
    >
      <button class="sort" @click=${() => page.set({ sort: { by, isDescending } })}>
        ${words}${isSorted ? icon(sort.isDescending ? 'arrowDown' : 'arrowUp') : nothing}
      </button>
    </th>
  `;
}

function row(
  page: Inspector,
  session: Session,
  line: Line,
  largest: number,
  isTabStop: boolean,
): TemplateResult {
  const rows = rowsOfLine(line);
  const state = stateOf(rows, page.selected);
  const isCurrent = line.type === 'item' ? page.preview?.id === line.row.id : false;
  const isChosen = state === 'all';
  const onClick = (event: MouseEvent): void => {
    if ((event.target as HTMLElement).closest('input, button') !== null) return;
    if (event.ctrlKey || event.metaKey || event.shiftKey) onBox(page, line, event.shiftKey);
    else if (line.type === 'group') expand(page, line.key, !page.ui.expanded.has(line.key));
    else page.show(line.row.id);
    page.focus(line.key);
  };
  return html`
    <tr
      class="line ${isChosen ? 'on' : ''} ${isCurrent ? 'cur' : ''} ${line.type === 'item' && line.isInGroup ? 'inner' : ''}"
      data-key=${line.key}
      tabindex=${isTabStop ? 0 : -1}
      @click=${onClick}
      @focus=${() => {
        page.ui = { ...page.ui, current: line.key };
      }}
    >
      <td>
        ${state === 'locked' ? lockOf(rows) : html`<input type="checkbox" tabindex="-1" aria-label=${t('Select {0}', nameOf(line))} .checked=${live(isChosen)} .indeterminate=${live(state === 'some')} @click=${(event: MouseEvent) => onBox(page, line, event.shiftKey)} />`}
      </td>
      ${line.type === 'item' ? itemCells(page, session, line, largest) : groupCells(page, session, line, largest)}
      <td class="r wide share">${shareWords(tokensOf(line), session.totalTokens)}</td>
      <td class="r wide">
        ${ageWords(session.turn - (line.type === 'item' ? line.row.turn : line.turn))}
      </td>
    </tr>
  `;
}

function itemCells(
  page: Inspector,
  session: Session,
  { row }: ItemLine,
  largest: number,
): TemplateResult {
  return html`
    <td title=${row.label}>
      <div class="what">
        <span class="label"
          >${row.dim > 0 ? html`<span class="m">${row.label.slice(0, row.dim)}</span>` : nothing}${row.label.slice(row.dim)}</span
        >${tags(row)}${rowAction(page, row)}
      </div>
      <div class="sub">
        ${[...row.marks.map(({ words }) => words), agoWords(session.turn - row.turn)].join(' · ')}
      </div>
    </td>
    <td class="wide">
      <span class="kind"><span class="sw fill k-${row.category}"></span>${row.kind}</span>
    </td>
    ${tokenCell(row.tokens, largest, row.category)}
  `;
}

function groupCells(
  page: Inspector,
  session: Session,
  line: GroupLine,
  largest: number,
): TemplateResult {
  const isOpen = page.ui.expanded.has(line.key);
  const marked = line.rows.filter(({ marks }) => marks.some(({ mark }) => mark !== 'size')).length;
  const name = nameOf(line);
  return html`
    <td title=${name}>
      <div class="what">
        <button
          class="ico fold"
          tabindex="-1"
          aria-expanded=${String(isOpen)}
          aria-label=${isOpen ? t('Close {0}', name) : t('Open {0}', name)}
          @click=${() => expand(page, line.key, !isOpen)}
        >
          ${icon(isOpen ? 'chevronDown' : 'chevronRight')}</button
        ><span class="label">${name}</span
        >${marked === 0 ? nothing : html`<span class="tag">${t('{0} suggested', marked)}</span>`}
      </div>
      <div class="sub">${itemsWords(line.rows.length)} · ${agoWords(session.turn - line.turn)}</div>
    </td>
    <td class="wide">${itemsWords(line.rows.length)}</td>
    ${tokenCell(line.tokens, largest, null)}
  `;
}

function tokenCell(
  tokens: number,
  largest: number,
  category: Row['category'] | null,
): TemplateResult {
  return html`<td class="r">
    <div class="num">
      <span
        class="bar ${category === null ? 'plain' : `fill k-${category}`}"
        ${cssom({ width: percent(tokens / largest) })}
      ></span
      ><span>${estimate(tokens)}</span>
    </div>
  </td>`;
}

function tags(row: Row): TemplateResult[] {
  return row.marks.map(
    ({ mark, words, why }) =>
      html`<span class="tag ${mark}" title=${why}
        >${mark === 'refusedImage' ? icon('warning', 'warning') : nothing}${words}</span
      >`,
  );
}

/** The page's primary action for this one row, while the pointer is over it. */
function rowAction(page: Inspector, row: Row): TemplateResult | typeof nothing {
  const primary = page.session?.actions.selection.find(({ isPrimary }) => isPrimary);
  return primary === undefined || !isSelectable(row)
    ? nothing
    : html`<button class="lnk rowact" tabindex="-1" @click=${() => page.act(primary.id, [row.id])}>
        ${primary.title}
      </button>`;
}

function lockOf(rows: readonly Row[]): TemplateResult {
  const why = rows[0]?.kept ?? t('Nothing here can be pruned.');
  return html`<span class="lock" role="img" aria-label=${t('Stays')} title=${why}
    >${icon('lock')}</span
  >`;
}

function nameOf(line: Line): string {
  if (line.type === 'item') return line.row.label;
  if (line.key.startsWith('group turns'))
    return line.name === '0' ? t('Before the first prompt') : t('Turn {0}', line.name);
  if (line.name !== '') return line.name;
  return line.key.startsWith('group files') ? t('About no file') : t('Of no tool');
}

function tokensOf(line: Line): number {
  return line.type === 'item' ? line.row.tokens : line.tokens;
}

function selectAll(page: Inspector, isOn: boolean): void {
  page.select(isOn ? added(page.selected, page.shownRows()) : new Set());
}

function footer(
  page: Inspector,
  lines: readonly Line[],
  before: number,
  after: number,
): TemplateResult {
  if (page.lines.length === 0) return html`<p class="more">${emptyWords(page)}</p>`;
  const isGrouped = page.ui.grouping !== 'items';
  const total = isGrouped
    ? t('{0} lines', countWords(page.lines.length))
    : page.ui.age === 'left'
      ? t('{0} items that left the context', countWords(page.lines.length))
      : t('{0} items in context', countWords(page.lines.length));
  const range =
    before === 0
      ? countWords(lines.length)
      : `${countWords(before + 1)}–${countWords(before + lines.length)}`;
  return html`
    <p class="more">
      ${t('Showing {0} of {1}', range, total)}${page.isListComplete ? nothing : html` · ${t('still reading')}`}
      ${after === 0 ? nothing : html` · <button class="lnk inline" @click=${() => page.showMore()}>${t('Show more')}</button>`}
    </p>
  `;
}

function emptyWords(page: Inspector): string {
  if (!page.isListComplete) return t('Reading the items.');
  if (page.rows.size === 0) return t('Nothing is in the context yet.');
  return page.ui.age === 'left'
    ? t('Nothing that left the context fits the filter.')
    : t('Nothing in the context fits the filter.');
}
