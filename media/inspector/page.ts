import { html, nothing, type TemplateResult } from 'lit';
import { guard } from 'lit/directives/guard.js';
import type { Absence, Session } from '../../src/features/inspector/protocol';
import { actionButton, sentence } from './buttons';
import { LANE_PX } from './cacheLane';
import { contextBar, legend } from './contextBar';
import { cssom } from './cssom';
import { header, progress } from './header';
import { icon } from './icons';
import type { InspectorPage } from './inspectorPage';
import { happeningView, noteView } from './notes';
import { toggleFold } from './pageKeys';
import {
  hasLane,
  isFolded,
  previewPlace,
  previewPx,
  PREVIEW_PX,
  SASH_PX,
  tableForm,
  type Picture,
} from './pageLayout';
import { hasPreviewed, previewPanel } from './preview';
import { sash } from './sash';
import { selectionBar } from './selectionBar';
import { stepChart, summary } from './stepChart';
import { itemTable, previewedIndex } from './table';
import { toolbar } from './toolbar';
import { mapSwitch } from './mapSwitch';
import { largestWords, treemap } from './treemap';
import { t } from './words';

const GAP_PX = 20;
const MAP_SHARE = 1.35 / 2.35;
/** `lane`: how much more where the chart has a lane below it. */
const PICTURE_PX = { wide: { plain: 186, lane: 14 }, other: { plain: 190, lane: LANE_PX } };

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
  const { layout } = page.viewport;
  const hasItems = page.rows.size > 0;
  const isMapFolded = isFolded(page.ui.layout.folds, layout, 'map');
  const hasLegend = !layout.isLow && (layout.widthClass === 'wide' || !isMapFolded);
  return html`
    ${header(page, session)} ${contextBar(page, session)}
    ${session.notes.map((note) => noteView(page, note))}
    ${page.happening === null ? nothing : happeningView(page, page.happening)}
    ${hasLegend ? legend(page, session) : nothing} ${progress(page)}
    ${
      // Scrolling draws rows anew, and nothing of the pictures.
      guard(
        [page.version, page.ui, page.selected, page.preview, page.block.told, session, layout],
        () => (hasItems ? pictures(page, session) : nothing),
      )
    }
    ${hasItems || page.isListComplete ? tablePart(page, session) : nothing}
  `;
}

/** The table with its tools above, and the preview where there is room for it. */
function tablePart(page: InspectorPage, session: Session): TemplateResult {
  const { layout, roomPx } = page.viewport;
  const { ui } = page;
  const wanted = previewPlace(layout);
  // What the filter hides has no row to stand under.
  const place = wanted === 'inline' && previewedIndex(page) < 0 ? 'below' : wanted;
  const isOpen = hasPreviewed(page);
  const aside = previewPx('aside', ui.layout.asidePx, layout, roomPx);
  const isAside = isOpen && place === 'aside';
  const tablePx = layout.innerPx - (isAside ? SASH_PX + aside.px : 0);
  const hasInlinePreview = place === 'inline';
  return html`
    <section class="table-part" aria-labelledby="items-heading">
      ${toolbar(page)}
      <div
        class="main ${isAside ? 'split' : ''}"
        ${cssom({ '--aside-width': `${String(aside.px)}px` })}
      >
        ${itemTable(page, session, {
          form: tableForm(tablePx, layout.widthClass),
          hasInlinePreview,
        })}
        ${
          isAside
            ? html`${sash({
                  place: 'aside',
                  px: aside.px,
                  leastPx: PREVIEW_PX.aside.least,
                  mostPx: aside.mostPx,
                  onResize: (asidePx) => page.setLayout({ asidePx }),
                  onSettle: () => page.keepLayout(),
                })}
                <div class="aside">${previewPanel(page, session, 'aside')}</div>`
            : nothing
        }
      </div>
    </section>
    <div class="bottom">
      ${isOpen && place === 'below' ? previewBelow(page, session) : nothing}
      ${selectionBar(page, session)}
    </div>
  `;
}

function previewBelow(page: InspectorPage, session: Session): TemplateResult {
  const { layout, roomPx } = page.viewport;
  const { px, mostPx } = previewPx('below', page.ui.layout.belowPx, layout, roomPx);
  return html`<div class="below" ${cssom({ height: `${String(px)}px` })}>
    ${sash({
      place: 'below',
      px,
      leastPx: PREVIEW_PX.below.least,
      mostPx,
      onResize: (belowPx) => page.setLayout({ belowPx }),
      onSettle: () => page.keepLayout(),
    })}
    ${previewPanel(page, session, 'below')}
  </div>`;
}

function pictures(page: InspectorPage, session: Session): TemplateResult {
  const { ui } = page;
  const { layout } = page.viewport;
  const { folds } = ui.layout;
  const isWide = layout.widthClass === 'wide';
  const hasChart = session.steps.length >= 2;
  const isMapOpen = !isFolded(folds, layout, 'map');
  const isChartOpen = hasChart && !isFolded(folds, layout, 'chart');
  const areBeside = isWide && isMapOpen === isChartOpen && hasChart;
  const inner = layout.innerPx;
  const mapWidth = Math.floor(areBeside ? (inner - GAP_PX) * MAP_SHARE : inner);
  const chartWidth = Math.floor(areBeside ? inner - GAP_PX - mapWidth : inner);
  const lane = hasLane(layout) && (session.cacheLane?.count ?? 0) > 0 ? session.cacheLane : null;
  const px = isWide ? PICTURE_PX.wide : PICTURE_PX.other;
  const height = px.plain + (isChartOpen && lane !== null ? px.lane : 0);
  return html`
    <div class="pics ${areBeside ? 'beside' : ''} ${isMapOpen || isChartOpen ? '' : 'folded'}">
      ${figure(page, {
        picture: 'map',
        title: t('What fills it'),
        beside: mapSwitch(page),
        isOpen: isMapOpen,
        summary: largestWords(page, session),
        isTable: ui.treemapAs === 'table',
        onTable: () => page.set({ treemapAs: ui.treemapAs === 'table' ? 'picture' : 'table' }),
        content: () => treemap(page, session, mapWidth, areBeside ? height : px.plain),
      })}
      ${
        hasChart
          ? figure(page, {
              picture: 'chart',
              title: t('How it grew'),
              beside: nothing,
              isOpen: isChartOpen,
              summary: summary(session),
              isTable: ui.chartAs === 'table',
              onTable: () => page.set({ chartAs: ui.chartAs === 'table' ? 'picture' : 'table' }),
              content: () => stepChart(page, session, chartWidth, height, lane),
            })
          : nothing
      }
    </div>
  `;
}

interface Figure {
  readonly picture: Picture;
  readonly title: string;
  /** Right of the title, while the picture is shown. */
  readonly beside: TemplateResult | typeof nothing;
  readonly isOpen: boolean;
  /** What the picture would say, in one line. */
  readonly summary: string;
  readonly isTable: boolean;
  readonly onTable: () => void;
  readonly content: () => TemplateResult | typeof nothing;
}

function figure(
  page: InspectorPage,
  { picture, title, beside, isOpen, summary: words, isTable, onTable, content }: Figure,
): TemplateResult {
  return html`
    <section class="figure" aria-labelledby="${picture}-heading">
      <div class="row">
        <h2 id="${picture}-heading">
          <button
            class="disclose"
            aria-expanded=${String(isOpen)}
            @click=${() => toggleFold(page, picture)}
          >
            ${icon(isOpen ? 'chevronDown' : 'chevronRight')}${title}
          </button>
        </h2>
        ${isOpen ? html`${beside}<span class="grow"></span>` : nothing}
        ${
          isOpen
            ? formButton(title, isTable, onTable)
            : html`<span class="s m cut" title=${words}>${words}</span>`
        }
      </div>
      ${isOpen ? content() : nothing}
    </section>
  `;
}

/** From the picture to the same as a table, and back. */
function formButton(title: string, isTable: boolean, onTable: () => void): TemplateResult {
  return html`<button
    class="lnk"
    aria-label=${isTable ? t('Show as Picture: {0}', title) : t('Show as Table: {0}', title)}
    @click=${onTable}
  >
    ${isTable ? t('Show as Picture') : t('Show as Table')}
  </button>`;
}
