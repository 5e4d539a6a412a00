import { html, nothing, type TemplateResult } from 'lit';
import { live } from 'lit/directives/live.js';
import { repeat } from 'lit/directives/repeat.js';
import type { Session } from '../../src/features/inspector/protocol';
import { icon } from './icons';
import type { InspectorPage } from './inspectorPage';
import { tokensOfLine, type Line } from './lines';
import { previewPanel } from './preview';
import { added, stateOf } from './selection';
import { onTableKey } from './tableKeys';
import { tableRow } from './tableRow';
import type { SortKey } from './ui';
import { countWords, t } from './words';

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
  page: InspectorPage,
  session: Session,
  { isNarrow, isTight, hasInlinePreview }: Room,
): TemplateResult {
  const { lines, before, after } = page.visibleLines();
  const largest = lines.reduce((most, line) => Math.max(most, tokensOfLine(line)), 1);
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
      @focusout=${(event: FocusEvent) => page.engage(isGoingWithin(event))}
    >
      ${page.arrived === 0 ? nothing : arrivedLine(page)}
      ${before === 0 ? nothing : beforeLine(page, before)}
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
                @change=${({ target }: Event) =>
                  selectAll(page, (target as HTMLInputElement).checked)}
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
              html`${tableRow(page, session, line, largest, line.key === tabStop)}${
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

function isGoingWithin({ currentTarget, relatedTarget }: FocusEvent): boolean {
  return (currentTarget as HTMLElement).contains(relatedTarget as Node | null);
}

function arrivedLine(page: InspectorPage): TemplateResult {
  return html`<p class="more">
    <button class="lnk" @click=${() => page.showArrived()}>
      ${page.arrived === 1 ? t('1 new item') : t('{0} new items', countWords(page.arrived))}
    </button>
  </p>`;
}

function beforeLine(page: InspectorPage, before: number): TemplateResult {
  const step = Math.min(100, before);
  return html`<p class="more">
    <button class="lnk" @click=${() => page.set({ first: before - step })}>
      ${t('Show {0} before these', countWords(step))}
    </button>
  </p>`;
}

function heading(page: InspectorPage, by: SortKey, words: string, classes: string): TemplateResult {
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

function selectAll(page: InspectorPage, isOn: boolean): void {
  page.select(isOn ? added(page.selected, page.shownRows()) : new Set());
}

function footer(
  page: InspectorPage,
  lines: readonly Line[],
  before: number,
  after: number,
): TemplateResult {
  if (page.lines.length === 0) return html`<p class="more">${emptyWords(page)}</p>`;
  const isGrouped = page.ui.grouping !== 'items';
  const total = isGrouped
    ? // the items of an open group are lines as well
      page.lines.every(({ type }) => type === 'group')
      ? t('{0} groups', countWords(page.lines.length))
      : t('{0} lines', countWords(page.lines.length))
    : page.ui.age === 'pruned'
      ? t('{0} pruned items', countWords(page.lines.length))
      : page.ui.age === 'left'
        ? t('{0} items that left the context', countWords(page.lines.length))
        : t('{0} items in context', countWords(page.lines.length));
  const range =
    before === 0
      ? countWords(lines.length)
      : `${countWords(before + 1)}–${countWords(before + lines.length)}`;
  const reading = page.isListComplete ? '' : ` · ${t('still reading')}`;
  return html`
    <p class="more">
      ${t('Showing {0} of {1}', range, total)}${reading} ${after === 0 ? nothing : moreButton(page)}
    </p>
  `;
}

function moreButton(page: InspectorPage): TemplateResult {
  return html` ·
    <button class="lnk inline" @click=${() => page.showMore()}>${t('Show more')}</button>`;
}

function emptyWords(page: InspectorPage): string {
  if (!page.isListComplete) return t('Reading the items.');
  if (page.rows.size === 0) return t('Nothing is in the context yet.');
  if (page.ui.age === 'pruned') return t('Nothing that is pruned fits the filter.');
  return page.ui.age === 'left'
    ? t('Nothing that left the context fits the filter.')
    : t('Nothing in the context fits the filter.');
}
