import { html, nothing, type TemplateResult } from 'lit';
import type { Absence, Session } from '../../src/features/inspector/protocol';
import { actionButton, sentence } from './buttons';
import { contextBar, legend } from './contextBar';
import { header, progress } from './header';
import { icon } from './icons';
import type { InspectorPage } from './inspectorPage';
import { happeningView, noteView } from './notes';
import { previewPanel } from './preview';
import { selectionBar } from './selectionBar';
import { stepChart, summary } from './stepChart';
import { itemTable, type Room } from './table';
import { toolbar } from './toolbar';
import { largestWords, treemap } from './treemap';
import { t } from './words';

/** Narrower pages go one below the other. */
const NARROW_PX = 560;
/**
 * From here on a preview stands beside the table, and from there on without taking a column from
 * it.
 */
const BESIDE_PX = 780;
const WIDE_PX = 1060;
const PADDING = { wide: 20, narrow: 12 };
const GAP_PX = 20;
const TREEMAP_SHARE = 1.55 / 2.55;
const HEIGHT = { wide: 150, narrow: 190 };

/** The whole page, from what is known. */
export function pageView(page: InspectorPage): TemplateResult {
  if (page.session === null)
    return page.absence === null
      ? html`<div class="empty"><p class="m">${t('Looking for the session.')}</p></div>`
      : absence(page, page.absence);
  return sessionView(page, page.session);
}

function absence(page: InspectorPage, { title, parts, looked, actions }: Absence): TemplateResult {
  return html`
    <div class="empty">
      ${icon('dashboard', 'large')}
      <h1>${title}</h1>
      <p>${sentence(page, parts)}</p>
      <div class="row buttons">${actions.map((action) => actionButton(page, action))}</div>
      ${looked === '' ? nothing : html`<p class="s m">${looked}</p>`}
    </div>
  `;
}

function sessionView(page: InspectorPage, session: Session): TemplateResult {
  const isNarrow = page.width <= NARROW_PX;
  const hasItems = page.rows.size > 0;
  const hasInlinePreview = page.width < BESIDE_PX;
  const isSplit = !hasInlinePreview && page.preview !== null;
  const room: Room = { isNarrow, isTight: isSplit && page.width < WIDE_PX, hasInlinePreview };
  return html`
    ${header(page, session)} ${contextBar(page, session)}
    ${session.notes.map((note) => noteView(page, note))}
    ${page.happening === null ? nothing : happeningView(page, page.happening)}
    ${legend(page, session)} ${progress(page)}
    ${hasItems ? pictures(page, session, isNarrow) : nothing}
    ${
      hasItems || page.isListComplete
        ? html`
            <section class="table-part" aria-labelledby="items-heading">
              ${toolbar(page, isNarrow)}
              <div class="main ${isSplit ? 'split' : ''}">
                ${itemTable(page, session, room)}
                ${isSplit ? html`<div class="aside">${previewPanel(page, session)}</div>` : nothing}
              </div>
            </section>
          `
        : nothing
    }
    ${selectionBar(page, session)}
  `;
}

function pictures(page: InspectorPage, session: Session, isNarrow: boolean): TemplateResult {
  const inner = page.width - 2 * (isNarrow ? PADDING.narrow : PADDING.wide);
  const height = isNarrow ? HEIGHT.narrow : HEIGHT.wide;
  const treemapWidth = Math.floor(isNarrow ? inner : (inner - GAP_PX) * TREEMAP_SHARE);
  const chartWidth = Math.floor(isNarrow ? inner : inner - GAP_PX - treemapWidth);
  const { ui } = page;
  return html`
    <div class="pics">
      ${figure(page, {
        id: 'treemap',
        title: t('What fills it'),
        isNarrow,
        isOpen: ui.isTreemapOpen,
        summary: largestWords(page),
        isTable: ui.treemapAs === 'table',
        onFold: () => page.set({ isTreemapOpen: !ui.isTreemapOpen }),
        onTable: () => page.set({ treemapAs: ui.treemapAs === 'table' ? 'picture' : 'table' }),
        content: () => treemap(page, session, treemapWidth, height),
      })}
      ${
        session.steps.length < 2
          ? nothing
          : figure(page, {
              id: 'chart',
              title: t('How it grew'),
              isNarrow,
              isOpen: ui.isChartOpen,
              summary: session.growth === '' ? summary(session) : session.growth,
              isTable: ui.chartAs === 'table',
              onFold: () => page.set({ isChartOpen: !ui.isChartOpen }),
              onTable: () => page.set({ chartAs: ui.chartAs === 'table' ? 'picture' : 'table' }),
              content: () => stepChart(page, session, chartWidth, height),
            })
      }
    </div>
  `;
}

interface Figure {
  readonly id: string;
  readonly title: string;
  readonly isNarrow: boolean;
  readonly isOpen: boolean;
  readonly summary: string;
  readonly isTable: boolean;
  readonly onFold: () => void;
  readonly onTable: () => void;
  readonly content: () => TemplateResult | typeof nothing;
}

function figure(
  _page: InspectorPage,
  { id, title, isNarrow, isOpen, summary: words, isTable, onFold, onTable, content }: Figure,
): TemplateResult {
  const isShown = !isNarrow || isOpen;
  return html`
    <section class="figure" aria-labelledby="${id}-heading">
      <div class="row between">
        <h2 id="${id}-heading">${isNarrow ? foldButton(title, isOpen, onFold) : title}</h2>
        ${
          isShown
            ? formButton(title, isTable, onTable)
            : html`<span class="s m cut">${words}</span>`
        }
      </div>
      ${isShown ? content() : nothing}
    </section>
  `;
}

function foldButton(title: string, isOpen: boolean, onFold: () => void): TemplateResult {
  return html`<button class="disclose" aria-expanded=${String(isOpen)} @click=${onFold}>
    ${icon(isOpen ? 'chevronDown' : 'chevronRight')}${title}
  </button>`;
}

/** From the picture to the same as a table, and back. */
function formButton(title: string, isTable: boolean, onTable: () => void): TemplateResult {
  return html`<button
    class="lnk"
    aria-label=${isTable ? t('Show as picture: {0}', title) : t('Show as table: {0}', title)}
    @click=${onTable}
  >
    ${isTable ? t('Show as picture') : t('Show as table')}
  </button>`;
}
