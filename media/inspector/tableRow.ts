import { html, nothing, type TemplateResult } from 'lit';
import { live } from 'lit/directives/live.js';
import type { Row, Session } from '../../src/features/inspector/protocol';
import { cssom, percent } from './cssom';
import { icon } from './icons';
import type { InspectorPage } from './inspectorPage';
import {
  isPruned,
  rowsOfLine,
  tokensOfLine,
  type GroupLine,
  type ItemLine,
  type Line,
} from './lines';
import { isSelectable, stateOf, suggested } from './selection';
import { expand, onBox } from './tableKeys';
import { ageWords, agoWords, estimate, itemsWords, shareWords, t } from './words';

/** A line of the table: an item, or a group of items that opens. */
export function tableRow(
  page: InspectorPage,
  session: Session,
  line: Line,
  largest: number,
  isTabStop: boolean,
): TemplateResult {
  const rows = rowsOfLine(line);
  const state = stateOf(rows, page.selected);
  const isCurrent = line.type === 'item' ? page.preview?.id === line.row.id : false;
  const isInner = line.type === 'item' && line.isInGroup;
  const chosen = state === 'all' ? 'on' : '';
  const onClick = (event: MouseEvent): void => {
    if ((event.target as HTMLElement).closest('input, button') !== null) return;
    if (event.ctrlKey || event.metaKey || event.shiftKey) onBox(page, line, event.shiftKey);
    else if (line.type === 'group') expand(page, line.key, !page.ui.expanded.has(line.key));
    else page.show(line.row.id);
    page.focus(line.key);
  };
  return html`
    <tr
      class="line ${chosen} ${isCurrent ? 'cur' : ''} ${isInner ? 'inner' : ''}"
      data-key=${line.key}
      tabindex=${isTabStop ? 0 : -1}
      @click=${onClick}
      @focus=${() => {
        page.ui = { ...page.ui, current: line.key };
      }}
    >
      <td>${state === 'locked' ? lockOf(rows) : checkbox(page, line, state)}</td>
      ${
        line.type === 'item'
          ? itemCells(page, session, line, largest)
          : groupCells(page, session, line, largest)
      }
      <td class="r wide share">${shareWords(tokensOfLine(line), session.totalTokens)}</td>
      <td class="r wide">
        ${ageWords(session.turn - (line.type === 'item' ? line.row.turn : line.turn))}
      </td>
    </tr>
  `;
}

function checkbox(page: InspectorPage, line: Line, state: 'all' | 'some' | 'none'): TemplateResult {
  return html`<input
    type="checkbox"
    tabindex="-1"
    aria-label=${t('Select {0}', nameOf(line))}
    .checked=${live(state === 'all')}
    .indeterminate=${live(state === 'some')}
    @click=${(event: MouseEvent) => onBox(page, line, event.shiftKey)}
  />`;
}

function itemCells(
  page: InspectorPage,
  session: Session,
  { row }: ItemLine,
  largest: number,
): TemplateResult {
  return html`
    <td title=${row.label}>
      <div class="what">
        <span class="label">${label(row)}</span>${tags(row)}${rowAction(page, row)}
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

/** The name; what leads up to it, as the folders of a path, stands back. */
function label({ label: whole, dim }: Row): TemplateResult {
  const faint = dim > 0 ? html`<span class="m">${whole.slice(0, dim)}</span>` : nothing;
  return html`${faint}${whole.slice(dim)}`;
}

function groupCells(
  page: InspectorPage,
  session: Session,
  line: GroupLine,
  largest: number,
): TemplateResult {
  const isOpen = page.ui.expanded.has(line.key);
  const marked = suggested(line.rows).length;
  const name = nameOf(line);
  const count = itemsWords(line.rows.length);
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
      <div class="sub">${count} · ${agoWords(session.turn - line.turn)}</div>
    </td>
    <td class="wide">${count}</td>
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
function rowAction(page: InspectorPage, row: Row): TemplateResult | typeof nothing {
  const primary = page.session?.actions.selection.find(({ isPrimary }) => isPrimary);
  return primary === undefined || !isSelectable(row)
    ? nothing
    : html`<button class="lnk rowact" tabindex="-1" @click=${() => page.act(primary.id, [row.id])}>
        ${primary.title}
      </button>`;
}

function lockOf(rows: readonly Row[]): TemplateResult {
  const why = rows[0]?.kept ?? t('Nothing here can be pruned.');
  if (rows.every(isPruned))
    return html`<span class="lock" role="img" aria-label=${t('Pruned')} title=${why}
      >${icon('archive')}</span
    >`;
  return html`<span class="lock" role="img" aria-label=${t('Stays')} title=${why}
    >${icon('lock')}</span
  >`;
}

function nameOf(line: Line): string {
  if (line.type === 'item') return line.row.label;
  if (line.key.startsWith('group turns'))
    return line.name === '0' ? t('Before the first prompt') : t('Turn {0}', line.name);
  if (line.name !== '') return line.name;
  return line.key.startsWith('group files') ? t('Other (no file)') : t('Not from a tool');
}
