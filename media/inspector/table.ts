import { html, nothing, type TemplateResult } from 'lit';
import { live } from 'lit/directives/live.js';
import { repeat } from 'lit/directives/repeat.js';
import type { Session } from '../../src/features/inspector/protocol';
import { formatTokens } from '../../src/wording/formatTokens';
import { blockRow } from './blockRow';
import { cssom } from './cssom';
import { icon } from './icons';
import type { InspectorPage } from './inspectorPage';
import { keyOfShown, tokensOfLine, type Line } from './lines';
import { memo } from './memo';
import { rowHeightPx, tableColumns, type TableColumns, type TableForm } from './pageLayout';
import { systemTokens } from './openableBlock';
import { previewPanel } from './preview';
import { rowRuns, type RowRun } from './rowWindow';
import { added, stateOf } from './selection';
import { nothingOfStep } from './stepFilter';
import { onTableKey } from './tableKeys';
import { tableRow, type RowPlace } from './tableRow';
import type { SortKey } from './ui';
import { unexplainedRow } from './unexplainedRow';
import { t } from './words';

export interface TableRoom {
  readonly form: TableForm;
  /** The preview opens as a row under its item. */
  readonly hasInlinePreview: boolean;
}

/** The items themselves: a real table, of which only the rows in sight are in the document. */
export function itemTable(
  page: InspectorPage,
  session: Session,
  { form, hasInlinePreview }: TableRoom,
): TemplateResult {
  const { lines } = page;
  const all = stateOfAll(page.table.shownRows(), page.selected, 'several');
  const current = page.table.indexOf(page.ui.current);
  const previewed = hasInlinePreview ? previewedIndex(page) : -1;
  const runs = rowRuns(lines.length, page.viewport.rows, [current, previewed]);
  const tabStop = current >= 0 ? page.ui.current : (lines[firstShown(runs)]?.key ?? null);
  const largest = largestOf(page.version, lines, page);
  const columns = tableColumns(form, isAnyMarked(page.version, page) || isSumOpen(lines));
  return html`
    <div
      class="list"
      @pointerenter=${() => page.engage(true)}
      @pointerleave=${(event: PointerEvent) => page.engage(isFocused(event))}
      @focusin=${() => page.engage(true)}
      @focusout=${(event: FocusEvent) => page.engage(isGoingWithin(event))}
    >
      <table
        class="items form-${form}"
        aria-labelledby="items-heading"
        aria-rowcount=${lines.length + 1}
        @keydown=${(event: KeyboardEvent) => onTableKey(page, event)}
      >
        ${columnGroup(columns)}
        <thead>
          <tr aria-rowindex="1">
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
            ${headings(page, session, columns)}
          </tr>
        </thead>
        <tbody>
          ${repeat(
            entriesOf(lines, runs),
            ({ key }) => key,
            (entry) =>
              'line' in entry
                ? html`${row(page, session, {
                    line: entry.line,
                    largest,
                    columns,
                    rowIndex: entry.index + 2,
                    isTabStop: entry.key === tabStop,
                  })}${
                    entry.index === previewed
                      ? inlinePreview(page, session, columns.count)
                      : nothing
                  }`
                : html`<tr class="gap" aria-hidden="true">
                    <td
                      colspan=${columns.count}
                      ${cssom({ height: `${String(entry.rows * rowHeightPx(form))}px` })}
                    ></td>
                  </tr>`,
          )}
        </tbody>
      </table>
      ${lines.length === 0 ? html`<p class="more">${emptyWords(page)}</p>` : nothing}
    </div>
  `;
}

function row(page: InspectorPage, session: Session, place: RowPlace<Line>): TemplateResult {
  const { line } = place;
  switch (line.type) {
    case 'item':
    case 'group':
      return tableRow(page, session, { ...place, line });
    case 'unexplained':
    case 'entry':
      return unexplainedRow(page, session, { ...place, line });
    default:
      return blockRow(page, session, { ...place, line });
  }
}

type Entry =
  | { readonly key: string; readonly line: Line; readonly index: number }
  | { readonly key: string; readonly rows: number };

/**
 * Rows and gaps in one list: a row that has the focus is the same element wherever the others
 * scroll.
 */
function entriesOf(lines: readonly Line[], runs: readonly RowRun[]): readonly Entry[] {
  let gaps = 0;
  return runs.flatMap(({ first, end, isShown }): Entry[] =>
    isShown
      ? lines
          .slice(first, end)
          .map((line, offset) => ({ key: line.key, line, index: first + offset }))
      : [{ key: `gap ${String(gaps++)}`, rows: end - first }],
  );
}

function inlinePreview(page: InspectorPage, session: Session, columns: number): TemplateResult {
  return html`<tr class="pvrow">
    <td colspan=${columns}>${previewPanel(page, session, 'inline')}</td>
  </tr>`;
}

const stateOfAll = memo(stateOf);

/** Index of the line whose item is in the preview; -1 where the table does not show it. */
export function previewedIndex(page: InspectorPage): number {
  const id = page.preview?.id;
  return id === undefined ? -1 : previewedIn(page.lines, keyOfShown(id));
}

const previewedIn = memo((lines: readonly Line[], key: string) =>
  lines.findIndex((line) => line.key === key),
);

/**
 * What a full bar stands for: the largest item in the context, or what is none, whatever the filter
 * shows; or the largest group.
 */
const largestOf = memo((_version: number, lines: readonly Line[], page: InspectorPage): number => {
  let most = 1;
  if (page.ui.grouping === 'items' && page.ui.state !== 'left') {
    for (const { isLive, tokens } of page.rows.values()) if (isLive && tokens > most) most = tokens;
    most = Math.max(most, systemTokens(page.session));
  }
  for (const line of lines) most = Math.max(most, Math.abs(tokensOfLine(line)));
  return most;
});

function firstShown(runs: readonly RowRun[]): number {
  return runs.find(({ isShown }) => isShown)?.first ?? 0;
}

function isFocused(event: PointerEvent): boolean {
  return (event.currentTarget as HTMLElement).contains(document.activeElement);
}

function isGoingWithin({ currentTarget, relatedTarget }: FocusEvent): boolean {
  return (currentTarget as HTMLElement).contains(relatedTarget as Node | null);
}

const isAnyMarked = memo((_version: number, page: InspectorPage): boolean => {
  for (const { marks } of page.rows.values()) if (marks.length > 0) return true;
  return false;
});

/** What a sum is made of says its use in the same column. */
const isSumOpen = memo((lines: readonly Line[]): boolean =>
  lines.some(({ type }) => type === 'part' || type === 'entry'),
);

function columnGroup({ hasUse, hasKind, hasShare, hasAge }: TableColumns): TemplateResult {
  return html`<colgroup>
    <col class="c-box" />
    <col />
    ${hasUse ? html`<col class="c-use" />` : nothing}
    ${hasKind ? html`<col class="c-kind" />` : nothing}
    <col class="c-tokens" />
    ${hasShare ? html`<col class="c-share" />` : nothing}
    ${hasAge ? html`<col class="c-age" />` : nothing}
  </colgroup>`;
}

function headings(
  page: InspectorPage,
  session: Session,
  { hasUse, hasKind, hasShare, hasAge }: TableColumns,
): TemplateResult {
  const { limitTokens } = session;
  const share = limitTokens === null ? t('of all') : t('of {0}', formatTokens(limitTokens, 0));
  return html`${heading(page, 'label', t('Item'), '')}
  ${hasUse ? html`<th scope="col">${t('Use')}</th>` : nothing}
  ${hasKind ? heading(page, 'kind', t('Kind'), '') : nothing}
  ${heading(page, 'tokens', t('Tokens'), 'r')}
  ${hasShare ? html`<th scope="col" class="r">${share}</th>` : nothing}
  ${hasAge ? heading(page, 'age', t('Age'), 'r') : nothing}`;
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
  page.select(isOn ? added(page.selected, page.table.shownRows()) : new Set());
}

function emptyWords(page: InspectorPage): string | TemplateResult {
  if (!page.isListComplete) return t('Reading the items.');
  if (page.rows.size === 0) return t('Nothing is in the context yet.');
  const ofStep = nothingOfStep(page);
  if (ofStep !== null) return ofStep;
  switch (page.ui.state) {
    case 'selected':
      return t('Nothing that is selected fits the filter.');
    case 'suggested':
      return t('Nothing that is suggested fits the filter.');
    case 'prunable':
      return t('Nothing that can be pruned fits the filter.');
    case 'pruned':
      return t('Nothing that is pruned fits the filter.');
    case 'left':
      return t('Nothing that left the context fits the filter.');
    case 'any':
      return t('Nothing in the context fits the filter.');
  }
}
