import { html, nothing, svg, type TemplateResult } from 'lit';
import type { Session } from '../../src/features/inspector/protocol';
import type { InspectorPage } from './inspectorPage';
import { memo } from './memo';
import { isSelectable, stateOf, toggled } from './selection';
import { fitted } from './textWidth';
import { neighbour, treemapCells, type Cell } from './treemapLayout';
import {
  CATEGORY_WORDS,
  countWords,
  estimate,
  itemsWords,
  rowWords,
  shareWords,
  t,
  tokenWords,
} from './words';

/** Smaller cells carry no text, only a tooltip and a name for the screen reader. */
const MIN_LABEL = { width: 34, height: 15 };
const TWO_LINES = 30;
const DIRECTIONS = {
  ArrowLeft: 'left',
  ArrowRight: 'right',
  ArrowUp: 'up',
  ArrowDown: 'down',
} as const;

/** The cell that has the picture's one tab stop. */
let current: string | null = null;

/** Laid out anew only when the items or the place for them changed. */
const cellsOf = memo(
  (_version: number, page: InspectorPage, systemTokens: number, width: number, height: number) =>
    treemapCells(page.rows.values(), systemTokens, width, height),
);

export function treemap(
  page: InspectorPage,
  session: Session,
  width: number,
  height: number,
): TemplateResult | typeof nothing {
  const system = session.segments.find(({ category }) => category === 'system');
  if (page.ui.treemapAs === 'table') return asTable(session, page);
  const cells = cellsOf(page.version, page, system?.tokens ?? 0, width, height);
  if (cells.length === 0) return nothing;
  const active = cells.find(({ key }) => key === current) ?? cells[0]!;
  const onKey = (event: KeyboardEvent): void => {
    if (event.key in DIRECTIONS) {
      current = neighbour(cells, active, DIRECTIONS[event.key as keyof typeof DIRECTIONS]).key;
      page.set({});
      focusCell(event.currentTarget as SVGElement, current);
    } else if (event.key === ' ') press(page, active, true);
    else if (event.key === 'Enter') press(page, active, false);
    else return;
    event.preventDefault();
  };
  return html`
    <svg
      class="treemap"
      width=${width}
      height=${height}
      viewBox="0 0 ${width} ${height}"
      role="listbox"
      aria-multiselectable="true"
      aria-label=${t('What fills the context, by size')}
      @keydown=${onKey}
    >
      ${cells.map((cell) => cellView(page, session, cell, cell === active))}
      <g class="labels" aria-hidden="true">
        ${cells.map((cell) => labelView(page, session, cell))}
      </g>
    </svg>
  `;
}

function cellView(
  page: InspectorPage,
  session: Session,
  cell: Cell,
  isTabStop: boolean,
): TemplateResult {
  const state = stateOf(cell.rows, page.selected);
  const { x, y, width, height } = cell;
  const onClick = (event: MouseEvent): void => {
    current = cell.key;
    press(page, cell, true);
    (event.currentTarget as SVGElement).focus({ preventScroll: true });
  };
  const name = spoken(cell, session);
  const chosen = state === 'all' ? 'sel' : state === 'some' ? 'part' : '';
  return svg`
    <g
      class="cell k-${cell.category} ${chosen}"
      data-key=${cell.key}
      role="option"
      aria-selected=${String(state === 'all')}
      aria-label=${name}
      tabindex=${isTabStop ? 0 : -1}
      @click=${onClick}
    >
      <title>${name}</title>
      <rect
        class="b"
        x=${x + 0.5}
        y=${y + 0.5}
        width=${Math.max(0, width - 1)}
        height=${Math.max(0, height - 1)}
      ></rect>
    </g>
  `;
}

/**
 * What stands in a cell, for the eye only: it is cut to what fits, while the cell's name is whole.
 */
function labelView(
  page: InspectorPage,
  session: Session,
  cell: Cell,
): TemplateResult | typeof nothing {
  const { x, y, width, height } = cell;
  if (width < MIN_LABEL.width || height < MIN_LABEL.height) return nothing;
  const hasCheck = width > 54 && height > 18 && stateOf(cell.rows, page.selected) === 'all';
  const name = fitted(label(cell), width - 10 - (hasCheck ? 16 : 0), 500);
  const tokens = (): string => fitted(tokensOf(cell, session), width - 9, 400);
  const check = `M${x + width - 17} ${y + 11}l3.2 3.4 6.2-7`;
  return svg`
    <text class="n" x=${x + 6} y=${y + 14}>${name}</text>
    ${height >= TWO_LINES ? svg`<text x=${x + 6} y=${y + 28}>${tokens()}</text>` : nothing}
    ${hasCheck ? svg`<path class="chk" d=${check}></path>` : nothing}
  `;
}

function tokensOf(cell: Cell, session: Session): string {
  return tokenWords(
    cell.tokens,
    cell.kind === 'system' &&
      session.segments.find(({ category }) => category === 'system')?.isExact === true,
  );
}

function label(cell: Cell): string {
  if (cell.kind === 'system') return CATEGORY_WORDS.system;
  if (cell.kind === 'rest')
    return t(
      '{0} smaller, {1}',
      countWords(cell.rows.length),
      CATEGORY_WORDS[cell.category].toLowerCase(),
    );
  return cell.rows[0]?.short ?? '';
}

function spoken(cell: Cell, session: Session): string {
  const tokens = tokensOf(cell, session);
  const share = shareWords(cell.tokens, session.totalTokens);
  if (cell.kind === 'system')
    return t(
      'System prompt, tools and memory, {0} tokens, {1}; not in the session file',
      tokens,
      share,
    );
  if (cell.kind === 'rest')
    return t(
      '{0} smaller items, {1}, {2} tokens, {3}',
      countWords(cell.rows.length),
      CATEGORY_WORDS[cell.category],
      tokens,
      share,
    );
  return rowWords(cell.rows[0]!, session.turn);
}

/**
 * Space and a click select; Enter shows the item. The small ones of a category become the table's
 * filter.
 */
function press(page: InspectorPage, cell: Cell, isSelecting: boolean): void {
  const [row] = cell.rows;
  if (cell.kind === 'system') page.say(t('System prompt and tools are not in the session file.'));
  else if (cell.kind === 'rest') page.set({ category: cell.category, grouping: 'items' });
  else if (row !== undefined && isSelecting && isSelectable(row))
    page.select(toggled(page.selected, [row]));
  else if (row !== undefined) page.show(row.id);
}

function focusCell(svgElement: SVGElement, key: string): void {
  requestAnimationFrame(() => {
    for (const cell of svgElement.querySelectorAll<SVGElement>('.cell'))
      if (cell.dataset.key === key) cell.focus();
  });
}

/** The same by category, in numbers. */
function asTable(session: Session, page: InspectorPage): TemplateResult {
  const counts = new Map<string, number>();
  for (const { category, isLive } of page.rows.values())
    if (isLive) counts.set(category, (counts.get(category) ?? 0) + 1);
  return html`
    <div class="scroll" tabindex="0" role="region" aria-label=${t('What fills it, as a table')}>
      <table class="plain">
        <thead>
          <tr>
            <th scope="col">${t('Kind')}</th>
            <th scope="col" class="r">${t('Items')}</th>
            <th scope="col" class="r">${t('Tokens')}</th>
            <th scope="col" class="r">${t('Share')}</th>
          </tr>
        </thead>
        <tbody>
          ${session.segments.map(
            ({ category, tokens, isExact }) =>
              html`<tr>
                <th scope="row">
                  <span class="kind"
                    ><span class="sw fill k-${category}"></span>${CATEGORY_WORDS[category]}</span
                  >
                </th>
                <td class="r">
                  ${category === 'system' ? '' : countWords(counts.get(category) ?? 0)}
                </td>
                <td class="r">${tokenWords(tokens, isExact)}</td>
                <td class="r">${shareWords(tokens, session.totalTokens)}</td>
              </tr>`,
          )}
        </tbody>
      </table>
    </div>
  `;
}

/** The text equivalent in one sentence, for the heading. */
export function largestWords(page: InspectorPage): string {
  return largestOf(page.version, page);
}

const largestOf = memo((_version: number, page: InspectorPage): string => {
  let most = null;
  for (const row of page.rows.values())
    if (row.isLive && (most === null || row.tokens > most.tokens)) most = row;
  return most === null
    ? ''
    : `${t('largest')}: ${most.short} ${estimate(most.tokens)}, ${itemsWords(page.rows.size)}`;
});
