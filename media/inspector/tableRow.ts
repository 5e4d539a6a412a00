import { html, nothing, type TemplateResult } from 'lit';
import { live } from 'lit/directives/live.js';
import type { Row, Session } from '../../src/features/inspector/protocol';
import { cutName } from './cutName';
import { icon } from './icons';
import type { InspectorPage } from './inspectorPage';
import {
  isPruned,
  meantBy,
  rowsOfLine,
  tokensOfLine,
  type GroupLine,
  type ItemLine,
  type Line,
} from './lines';
import type { TableColumns } from './pageLayout';
import { isSelectable, stateOf, suggested } from './selection';
import { expand, isOnControl, onBox } from './tableKeys';
import { tokenCell } from './tokenCell';
import {
  ageWords,
  agoWords,
  areExact,
  itemsWords,
  t,
  tokenWords,
  turnName,
  wholeShare,
} from './words';

export interface RowPlace<Shown extends Line = ItemLine | GroupLine> {
  readonly line: Shown;
  /** Tokens that a full bar stands for. */
  readonly largest: number;
  readonly columns: TableColumns;
  /** In the whole table, its head counted in. */
  readonly rowIndex: number;
  readonly isTabStop: boolean;
}

/** A line of the table: an item, or a group of items that opens. */
export function tableRow(page: InspectorPage, session: Session, place: RowPlace): TemplateResult {
  const { line, columns, rowIndex, isTabStop } = place;
  const rows = rowsOfLine(line);
  const state = stateOf(rows, page.selected, meantBy(line));
  const isCurrent = line.type === 'item' ? page.preview?.id === line.row.id : false;
  const isInner = line.type === 'item' && line.isInGroup;
  const chosen = state === 'all' ? 'on' : '';
  const age = session.turn - (line.type === 'item' ? line.row.turn : line.turn);
  const onClick = (event: MouseEvent): void => {
    if (isOnControl(event)) return;
    if (event.ctrlKey || event.metaKey || event.shiftKey) onBox(page, line, event.shiftKey);
    else if (line.type === 'group') expand(page, line.key, !page.ui.expanded.has(line.key));
    else page.show(line.row.id);
    page.focus(line.key);
  };
  return html`
    <tr
      class="line ${chosen} ${isCurrent ? 'cur' : ''} ${isInner ? 'inner' : ''}"
      data-key=${line.key}
      data-vscode-context=${menuContext(line)}
      aria-rowindex=${rowIndex}
      tabindex=${isTabStop ? 0 : -1}
      @click=${onClick}
      @contextmenu=${() => page.focus(line.key)}
      @focus=${() => {
        page.ui = { ...page.ui, current: line.key };
      }}
    >
      <td>${state === 'locked' ? lockOf(page, rows) : checkbox(page, line, state)}</td>
      ${
        line.type === 'item'
          ? itemCells(page, session, line, place)
          : groupCells(page, session, line, place)
      }
      ${
        columns.hasShare
          ? html`<td class="r m">
              ${wholeShare(tokensOfLine(line), session.limitTokens ?? session.totalTokens)}
            </td>`
          : nothing
      }
      ${columns.hasAge ? html`<td class="r">${ageWords(age)}</td>` : nothing}
    </tr>
  `;
}

/** For the menu that VS Code opens on a row; a group has none. */
function menuContext(line: RowPlace['line']): string {
  if (line.type !== 'item') return JSON.stringify({ preventDefaultContextMenuItems: true });
  const { row } = line;
  return JSON.stringify({
    webviewSection: 'row',
    itemId: row.id,
    rowState: row.isKeptInBackup ? 'pruned' : isSelectable(row) ? 'prunable' : 'kept',
    preventDefaultContextMenuItems: true,
  });
}

function checkbox(
  page: InspectorPage,
  line: RowPlace['line'],
  state: 'all' | 'some' | 'none',
): TemplateResult {
  const warning = line.type === 'item' ? line.row.kept : null;
  return html`<input
    type="checkbox"
    tabindex="-1"
    title=${warning ?? nothing}
    aria-label=${t('Select {0}', nameOf(page, line))}
    .checked=${live(state === 'all')}
    .indeterminate=${live(state === 'some')}
    @click=${(event: MouseEvent) => onBox(page, line, event.shiftKey)}
  />`;
}

function itemCells(
  page: InspectorPage,
  session: Session,
  { row }: ItemLine,
  { largest, columns: { form, hasUse, hasKind } }: RowPlace,
): TemplateResult {
  return html`
    <td title=${[row.label, ...row.marks.map(({ why }) => why)].filter(Boolean).join('\n')}>
      <div class="what">
        ${label(row)}${form === 'slim' ? tags(row) : nothing}${rowAction(page, row)}
      </div>
      ${
        form === 'narrow'
          ? html`<div class="sub">
              ${[...row.marks.map(({ words }) => words), agoWords(session.turn - row.turn)].join(
                ' · ',
              )}
            </div>`
          : nothing
      }
    </td>
    ${hasUse ? html`<td>${use(row)}</td>` : nothing}
    ${
      hasKind
        ? html`<td>
            <span class="kind"><span class="sw fill k-${row.category}"></span>${row.kind}</span>
          </td>`
        : nothing
    }
    ${tokenCell({
      tokens: row.tokens,
      words: tokenWords(row.tokens, row.isExact),
      ...{ largest, category: row.category, form },
      hover: row.measured,
    })}
  `;
}

/** Tags first, so that they can be scanned, then why it has the first of them. */
function use(row: Row): TemplateResult {
  const reason = row.marks.find((mark) => mark.reason !== '')?.reason ?? '';
  return html`<div class="use">
    ${tags(row)}${reason === '' ? nothing : html`<span class="m reason">${reason}</span>`}
  </div>`;
}

/**
 * The name. What leads up to it, as the tool, stands back; of a path the folders give way first, at
 * the left: the file's own name is what tells rows apart.
 */
function label({ label: whole, dim, tail, cut }: Row): TemplateResult {
  const lead = dim > 0 ? html`<span class="m lead">${whole.slice(0, dim)}</span>` : nothing;
  const name = whole.slice(dim, whole.length - tail);
  const end = tail > 0 ? html`<span class="tail">${whole.slice(-tail)}</span>` : nothing;
  return html`<span class="label">${lead}${cutName(name, cut)}${end}</span>`;
}

function groupCells(
  page: InspectorPage,
  session: Session,
  line: GroupLine,
  { largest, columns: { form, hasUse, hasKind } }: RowPlace,
): TemplateResult {
  const isOpen = page.ui.expanded.has(line.key);
  const marked = suggested(line.rows).length;
  const name = nameOf(page, line);
  const count = itemsWords(line.rows.length);
  const tag = marked === 0 ? nothing : html`<span class="tag">${t('{0} suggested', marked)}</span>`;
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
        ><span class="label"><span class="end">${name}</span></span
        >${form === 'slim' ? html`${tag}<span class="m count">${count}</span>` : nothing}
      </div>
      ${
        form === 'narrow'
          ? html`<div class="sub">${count} · ${agoWords(session.turn - line.turn)}</div>`
          : nothing
      }
    </td>
    ${hasUse ? html`<td><div class="use">${tag}</div></td>` : nothing}
    ${hasKind ? html`<td class="m">${count}</td>` : nothing}
    ${tokenCell({
      tokens: line.tokens,
      words: tokenWords(line.tokens, areExact(line.rows)),
      ...{ largest, category: null, form },
    })}
  `;
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

function lockOf(page: InspectorPage, rows: readonly Row[]): TemplateResult {
  const [first] = rows;
  const why = first?.kept ?? t('Nothing here can be pruned.');
  if (rows.length === 1 && first?.isKeptInBackup === true) {
    const name = t('Put back {0}', first.label);
    return html`<button
      class="ico back"
      tabindex="-1"
      aria-label=${name}
      title=${name}
      @click=${() => page.act('putBack', [first.id])}
    >
      ${icon('discard')}
    </button>`;
  }
  if (rows.every(isPruned))
    return html`<span class="lock" role="img" aria-label=${t('Pruned')} title=${why}
      >${icon('archive')}</span
    >`;
  return html`<span class="lock" role="img" aria-label=${t('Stays')} title=${why}
    >${icon('lock')}</span
  >`;
}

function nameOf({ turnWords }: InspectorPage, line: RowPlace['line']): string {
  if (line.type === 'item') return line.row.label;
  if (line.key.startsWith('group turns'))
    return turnName(line.name, turnWords.get(Number(line.name)));
  if (line.name !== '') return line.name;
  return line.key.startsWith('group files') ? t('Other (no file)') : t('Not from a tool');
}
