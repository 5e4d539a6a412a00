import { html, nothing, type TemplateResult } from 'lit';
import type { Session } from '../../src/features/inspector/protocol';
import { actionButton, sentence } from './buttons';
import { cssom, percent } from './cssom';
import { icon } from './icons';
import type { InspectorPage } from './inspectorPage';
import { megabytes, t } from './words';

/** Which session, how full, and why so. */
export function header(page: InspectorPage, session: Session): TemplateResult {
  return html`
    <header>
      <div class="head ${session.actions.header.length === 0 ? '' : 'has-actions'}">
        <div class="titles">
          <h1 title=${session.title}>${session.title}</h1>
          <p class="s m">${session.facts}</p>
        </div>
        <div class="row actions">
          ${session.actions.header.map((action) => actionButton(page, action))}
          ${session.actions.menu.length === 0 ? nothing : menu(page, session)}
        </div>
      </div>
      <div class="usage">
        ${session.severity === 'none' ? nothing : icon(session.severity, session.severity)}
        <p class="big">${session.used}<span>${session.of}</span>${shareOfLimit(session)}</p>
        ${paceAndGrowth(session)}
      </div>
      ${
        session.limit.length === 0
          ? nothing
          : html`<p class="s m reason">${sentence(page, session.limit)}</p>`
      }
    </header>
  `;
}

function shareOfLimit({ share }: Session): TemplateResult | typeof nothing {
  return share === '' ? nothing : html`<span> · </span>${share}`;
}

function paceAndGrowth({ pace, growth }: Session): TemplateResult | typeof nothing {
  if (pace === '' && growth === '') return nothing;
  const grown =
    growth === '' ? nothing : html`<span class="m">${pace === '' ? '' : ' · '}${growth}</span>`;
  return html`<p class="s">${pace}${grown}</p>`;
}

function menu(page: InspectorPage, { actions }: Session): TemplateResult {
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
              ${actions.menu.map(
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
