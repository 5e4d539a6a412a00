import { html, nothing, type TemplateResult } from 'lit';
import type { InspectorAction, Session } from '../../src/features/inspector/protocol';
import { actionButton, sentence } from './buttons';
import { cssom, percent } from './cssom';
import { givenWay, type GivesWay, type HeaderWidths } from './headerRoom';
import { icon } from './icons';
import type { InspectorPage } from './inspectorPage';
import { measured } from './textWidth';
import { megabytes, t } from './words';

/** So much of a title stands in the line before anything else that may leave it. */
const TITLE_LEAST_PX = 260;
const GAP_PX = 16;
const BUTTON_PADDING_PX = 26 + GAP_PX / 2;
const MENU_PX = 26;
const ICON_PX = 21;

/** Which session, how full, and how far from the next limit: one line, and what it has no room for. */
export function header(page: InspectorPage, session: Session): TemplateResult {
  const { layout } = page.viewport;
  const isWide = layout.widthClass === 'wide';
  const gone = isWide ? givenWay(widthsOf(session), layout.innerPx) : ALL_GONE;
  const actions = session.actions.header;
  const inMenu = gone.has('secondAction') ? actions.slice(1) : [];
  const isBelow = layout.widthClass === 'narrow';
  const hasCacheBelow = !(isBelow && layout.isLow);
  return html`
    <header>
      <div class="head">
        <h1 title=${headingTitle(session, layout.hasFactsLine)}>${session.title}</h1>
        ${isBelow ? nothing : size(session)} ${isWide ? left(session, gone) : nothing}
        ${isWide && !gone.has('cache') ? cacheFact(session) : nothing}
        ${
          gone.has('facts') || session.facts === ''
            ? nothing
            : html`<p class="s m facts">${session.facts}</p>`
        }
        <div class="row actions">
          ${actions
            .filter((action) => !inMenu.includes(action))
            .map((action) => actionButton(page, action))}
          ${menu(page, [...inMenu, ...session.actions.menu])}
        </div>
      </div>
      ${isBelow ? html`<div class="head">${size(session)}</div>` : nothing}
      ${
        isWide
          ? nothing
          : html`<div class="head second">
              ${left(session, new Set())}${hasCacheBelow ? cacheFact(session) : nothing}
            </div>`
      }
      ${layout.hasFactsLine ? factsLine(page, session, gone) : nothing}
    </header>
  `;
}

const ALL_GONE: ReadonlySet<GivesWay> = new Set(['facts', 'cache', 'secondAction']);

function widthsOf(session: Session): HeaderWidths {
  const { used, of, share, left: distance, turnsLeft, inFile, facts, severity, actions } = session;
  const [ofTitle, ofText, ofButton] = [measured(600, 15), measured(400, 12), measured(400, 13)];
  const text = (words: string): number => (words === '' ? 0 : ofText(words) + GAP_PX / 2);
  const [first, ...more] = actions.header.map(({ title }) => ofButton(title) + BUTTON_PADDING_PX);
  return {
    fixed:
      Math.min(TITLE_LEAST_PX, ofTitle(session.title)) +
      ofTitle(`${used}${of} · ${share}`) +
      (severity === 'none' ? 0 : ICON_PX) +
      text(distance) +
      (first ?? 0) +
      MENU_PX +
      3 * GAP_PX,
    facts: text(facts) + GAP_PX,
    cache: session.cache === null ? 0 : text(session.cache.words) + ICON_PX + GAP_PX,
    turnsLeft: text(turnsLeft),
    inFile: text(inFile),
    secondAction: more.reduce((sum, each) => sum + each, 0),
  };
}

function headingTitle({ title, facts, cache, limit }: Session, hasFactsLine: boolean): string {
  if (hasFactsLine) return title;
  return [title, facts, cache?.hover ?? '', limit.map(({ text }) => text).join('')]
    .filter((line) => line !== '')
    .join('\n');
}

function size(session: Session): TemplateResult {
  const share = session.share === '' ? nothing : html`<span> · </span>${session.share}`;
  return html`<div class="usage">
    ${session.severity === 'none' ? nothing : icon(session.severity, session.severity)}
    <p class="big">${session.used}<span>${session.of}</span>${share}</p>
  </div>`;
}

function left(
  { left: distance, turnsLeft, inFile }: Session,
  gone: ReadonlySet<GivesWay>,
): TemplateResult | typeof nothing {
  const turns = gone.has('turnsLeft') ? '' : turnsLeft;
  const file = gone.has('inFile') ? '' : inFile;
  if (distance === '' && turns === '' && file === '') return nothing;
  const before = distance === '' && turns === '' ? '' : ' · ';
  return html`<p class="s left" title=${distance}>
    <strong>${distance}</strong
    ><span class="m">${turns === '' ? '' : `, ${turns}`}${file === '' ? '' : before + file}</span>
  </p>`;
}

/** What the server's cache still holds, and what comes then. */
function cacheFact({ cache }: Session): TemplateResult | typeof nothing {
  if (cache === null) return nothing;
  return html`<p class="s m cache" title=${cache.hover}>
    ${icon('database')}<span>${cache.words}</span>
  </p>`;
}

/** What the line has no room for, and why the limit is what it is. */
function factsLine(
  page: InspectorPage,
  session: Session,
  gone: ReadonlySet<GivesWay>,
): TemplateResult | typeof nothing {
  const { facts, cache, turnsLeft, inFile, limit, growth } = session;
  const isWide = page.viewport.layout.widthClass === 'wide';
  const words = [
    gone.has('facts') ? facts : '',
    isWide && gone.has('cache') ? (cache?.words ?? '') : '',
    isWide && gone.has('turnsLeft') ? turnsLeft : '',
    isWide && gone.has('inFile') ? inFile : '',
    growth,
  ].filter((each) => each !== '');
  if (words.length === 0 && limit.length === 0) return nothing;
  const start = words.join(' · ');
  return html`<p class="s m more-facts">
    ${start}${start !== '' && limit.length > 0 ? ' · ' : ''}${sentence(page, limit)}
  </p>`;
}

function menu(
  page: InspectorPage,
  actions: readonly InspectorAction[],
): TemplateResult | typeof nothing {
  if (actions.length === 0) return nothing;
  const close = (): void => page.set({ isMenuOpen: false });
  const onKey = (event: KeyboardEvent): void => {
    const buttons = [
      ...(event.currentTarget as HTMLElement).querySelectorAll<HTMLElement>('[role=menuitem]'),
    ];
    const at = buttons.indexOf(document.activeElement as HTMLElement);
    if (event.key === 'Escape') {
      close();
      (event.currentTarget as HTMLElement).querySelector<HTMLElement>('button.ico')?.focus();
    } else if (event.key === 'ArrowDown') buttons[(at + 1) % buttons.length]?.focus();
    else if (event.key === 'ArrowUp') buttons[(at - 1 + buttons.length) % buttons.length]?.focus();
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  const onLeave = (event: FocusEvent): void => {
    if (!(event.currentTarget as HTMLElement).contains(event.relatedTarget as Node | null)) close();
  };
  return html`
    <div class="menu" @keydown=${onKey} @focusout=${onLeave}>
      <button
        class="ico"
        aria-label=${t('More')}
        title=${t('More')}
        aria-haspopup="menu"
        aria-expanded=${String(page.ui.isMenuOpen)}
        @click=${() => page.set({ isMenuOpen: !page.ui.isMenuOpen })}
      >
        ${icon('ellipsis')}
      </button>
      ${
        page.ui.isMenuOpen
          ? html`<div role="menu" aria-label=${t('More')}>
              ${actions.map(
                ({ id, title }) =>
                  html`<button
                    role="menuitem"
                    @click=${() => {
                      close();
                      page.act(id);
                    }}
                  >
                    ${title}
                  </button>`,
              )}
            </div>`
          : nothing
      }
    </div>
  `;
}

/** A 2 px line and what it stands for; no spinner. */
export function progress(page: InspectorPage): TemplateResult | typeof nothing {
  if (page.progress === null) return nothing;
  const { readBytes, totalBytes } = page.progress;
  const share = totalBytes === 0 ? 0 : readBytes / totalBytes;
  const words = t('Reading items, {0} of {1} MB', megabytes(readBytes), megabytes(totalBytes));
  return html`
    <section class="progress">
      <div class="row between">
        <span class="s">${words}</span>
        <button class="lnk" @click=${() => page.act('cancelReading')}>${t('Cancel')}</button>
      </div>
      <div
        class="track"
        role="progressbar"
        aria-label=${t('Reading items')}
        aria-valuemin="0"
        aria-valuemax="100"
        aria-valuenow=${Math.round(share * 100)}
      >
        <div ${cssom({ width: percent(share) })}></div>
      </div>
      <p class="s m">
        ${
          page.session?.totalTokens == null
            ? t('The list fills in when it is read.')
            : t('The total is already known; the list fills in when it is read.')
        }
      </p>
    </section>
  `;
}
