import { html, nothing, type TemplateResult } from 'lit';
import type { Session } from '../../src/features/inspector/protocol';
import { actionButton } from './buttons';
import type { InspectorPage } from './inspectorPage';
import { contextWithout } from './selection';
import { selectionCost } from './selectionCost';
import { afterWords, countWords, estimate, t } from './words';

/** What the selection comes to, and what can be done with it. */
export function selectionBar(
  page: InspectorPage,
  session: Session,
): TemplateResult | typeof nothing {
  const { items, tokens } = page.freed;
  if (items === 0) return nothing;
  const { limitTokens, selectionHint: hint } = session;
  const cost = selectionCost(page);
  const after = contextWithout(session, page.freed);
  const outcome = after === null ? '' : ` ${afterWords(after, limitTokens)}`;
  const ids = [...page.selected];
  const clear = (): void => {
    page.select(new Set());
    page.focus(page.ui.current ?? page.lines[0]?.key ?? null);
  };
  const secondary = session.actions.selection.filter(({ isPrimary }) => !isPrimary);
  const primary = session.actions.selection.filter(({ isPrimary }) => isPrimary);
  return html`
    <section class="selbar" aria-label=${t('Selection')}>
      <div
        class="grow"
        title=${cost === null ? nothing : `${cost.sentence}\n${cost.details}`.trim()}
      >
        <p>
          <strong>${t('{0} selected', countWords(items))}</strong> ·
          ${t('frees {0}', estimate(tokens))}${outcome}
        </p>
        ${
          cost !== null
            ? html`<p class="s m cost">
                ${cost.sentence} <span class="backup">${t('A backup is made first.')}</span>
              </p>`
            : hint === ''
              ? nothing
              : html`<p class="s m">${hint}</p>`
        }
      </div>
      ${secondary.map((action) => actionButton(page, action, ids))}<button
        class="sec"
        @click=${clear}
      >
        ${t('Clear')}</button
      >${primary.map((action) => actionButton(page, action, ids))}
    </section>
  `;
}
