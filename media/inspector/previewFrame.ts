import { html, nothing, type TemplateResult } from 'lit';
import { icon } from './icons';
import type { InspectorPage } from './inspectorPage';
import { keyOfShown } from './lines';
import type { PreviewPlace } from './pageLayout';
import { t } from './words';

interface Framed {
  readonly title: string;
  /** Below the title, in one line. */
  readonly facts: string;
  readonly body: TemplateResult;
  readonly footer: TemplateResult | typeof nothing;
  /** Nothing in it takes the focus, so it does itself: a keyboard has to be able to scroll it. */
  readonly isTextOnly?: boolean;
}

/** What the preview shows, with its name and the way out. */
export function previewFrame(
  page: InspectorPage,
  place: PreviewPlace,
  { title, facts, body, footer, isTextOnly = false }: Framed,
): TemplateResult {
  const close = (): void => {
    const key = page.preview === null ? null : keyOfShown(page.preview.id);
    page.show(null);
    page.focus(key);
  };
  const onKey = (event: KeyboardEvent): void => {
    if (event.key !== 'Escape') return;
    event.stopPropagation();
    close();
  };
  return html`
    <section class="prev ${place}" aria-labelledby="preview-heading" @keydown=${onKey}>
      <header>
        <div class="titles">
          <h3 id="preview-heading" title=${title}>${title}</h3>
          <p class="s m">${facts}</p>
        </div>
        <button
          class="ico"
          aria-label=${t('Close Preview')}
          title=${t('Close Preview')}
          @click=${close}
        >
          ${icon('close')}
        </button>
      </header>
      <div
        class="body"
        tabindex=${isTextOnly ? 0 : nothing}
        role=${isTextOnly ? 'region' : nothing}
        aria-label=${isTextOnly ? t('Content') : nothing}
      >
        ${body}
      </div>
      ${footer === nothing ? nothing : html`<footer>${footer}</footer>`}
    </section>
  `;
}
