import { html, type TemplateResult } from 'lit';
import type { InspectorAction, SentencePart } from '../../src/features/inspector/protocol';
import type { InspectorPage } from './inspectorPage';

export function actionButton(
  page: InspectorPage,
  action: InspectorAction,
  ids: readonly string[] = [],
): TemplateResult {
  return html`<button
    class=${action.isPrimary ? '' : 'sec'}
    @click=${() => page.act(action.id, ids)}
  >
    ${action.title}
  </button>`;
}

/** A sentence with names in it, and files that open. */
export function sentence(page: InspectorPage, parts: readonly SentencePart[]): TemplateResult[] {
  return parts.map(({ as, text }) => {
    switch (as) {
      case 'text':
        return html`${text}`;
      case 'code':
        return html`<code>${text}</code>`;
      case 'file':
        return html`<button class="lnk inline" @click=${() => page.act('openLimitSource')}>
          ${text}
        </button>`;
    }
  });
}
