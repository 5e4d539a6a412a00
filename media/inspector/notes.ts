import { html, type TemplateResult } from 'lit';
import type { Note } from '../../src/features/inspector/protocol';
import { actionButton } from './buttons';
import type { Happening } from './happening';
import { icon } from './icons';
import type { InspectorPage } from './inspectorPage';
import { t } from './words';

export function noteView(page: InspectorPage, note: Note): TemplateResult {
  const buttons = note.actions.map((action) => actionButton(page, action));
  return html`
    <section class="note ${note.severity}" aria-label=${note.title}>
      ${icon(note.severity, note.severity)}
      <div class="grow">
        <p><strong>${note.title}</strong></p>
        ${note.text === '' ? '' : html`<p>${note.text}</p>`}
        ${note.actions.length === 0 ? '' : html`<div class="row buttons">${buttons}</div>`}
      </div>
    </section>
  `;
}

export function happeningView(page: InspectorPage, { title, text }: Happening): TemplateResult {
  return html`
    <section class="note info" aria-label=${title}>
      ${icon('info', 'info')}
      <div class="grow">
        <p><strong>${title}</strong></p>
        ${text === '' ? '' : html`<p>${text}</p>`}
      </div>
      <button
        class="ico"
        aria-label=${t('Close Note')}
        title=${t('Close Note')}
        @click=${() => page.closeHappening()}
      >
        ${icon('close')}
      </button>
    </section>
  `;
}
