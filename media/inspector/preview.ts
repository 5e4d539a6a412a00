import { html, nothing, type TemplateResult } from 'lit';
import type { Content } from '../../src/features/inspector/contentProtocol';
import type { Row, Session } from '../../src/features/inspector/protocol';
import { keyOfItem } from './lines';
import type { InspectorPage } from './inspectorPage';
import type { PreviewPlace } from './pageLayout';
import { partPreview } from './partPreview';
import { previewFrame } from './previewFrame';
import type { PreviewedItem } from './previewedItem';
import { agoWords, countWords, t, tokenWords } from './words';

/** What the preview would show is there. */
export function hasPreviewed({ preview, rows, block }: InspectorPage): boolean {
  return preview !== null && (rows.has(preview.id) || block.partOf(preview.id) !== null);
}

/** What an item holds, or what is known of a part of the fixed block. */
export function previewPanel(
  page: InspectorPage,
  session: Session,
  place: PreviewPlace,
): TemplateResult | typeof nothing {
  const { preview } = page;
  if (preview === null) return nothing;
  const row = page.rows.get(preview.id);
  if (row !== undefined) return itemPreview(page, session, place, { row, preview });
  const part = page.block.partOf(preview.id);
  return part === null ? nothing : partPreview(page, part, place);
}

/** A picture, or a page of its text. */
function itemPreview(
  page: InspectorPage,
  session: Session,
  place: PreviewPlace,
  { row, preview }: { readonly row: Row; readonly preview: PreviewedItem },
): TemplateResult {
  const putBack = (): void => {
    page.act('putBack', [row.id]);
    // the button goes with the placeholder
    page.focus(keyOfItem(row.id));
  };
  const body = html`
    ${preview.origin === '' ? nothing : html`<p class="s" role="status">${preview.origin}</p>`}
    ${
      preview.content === null
        ? html`<p class="s m">${t('Reading.')}</p>`
        : contentView(page, row, preview.content)
    }
    ${row.measured === '' ? nothing : html`<p class="s m measured">${row.measured}</p>`}
    ${row.marks.map(({ why }) => (why === '' ? nothing : html`<p class="s">${why}</p>`))}
    ${row.kept === null || preview.origin !== '' ? nothing : html`<p class="s">${row.kept}</p>`}
    ${
      preview.becomes === ''
        ? nothing
        : html`<p class="s">
            <span class="m">${t('Becomes')}</span> <span class="mono">${preview.becomes}</span>
          </p>`
    }
  `;
  const footer = html`
    ${
      row.isKeptInBackup
        ? html`<button @click=${putBack}>${t('Put Back This Item')}</button>`
        : nothing
    }
    <button class="sec" @click=${() => page.act('openDocument', [row.id])}>
      ${t('Open as Document')}
    </button>
    <button class="lnk" @click=${() => page.act('reveal', [row.id])}>
      ${t('Reveal in Session File')}
    </button>
  `;
  const head = { title: row.label, facts: facts(row, preview.content, session) };
  return previewFrame(page, place, { ...head, body, footer });
}

function facts(row: Row, content: Content | null, session: Session): string {
  const size =
    content?.type === 'text' && content.totalLines > 1
      ? t('{0} lines', countWords(content.totalLines))
      : row.format;
  // What is shown is not what the placeholder's tokens are of.
  const pruned = row.marks.find(({ mark }) => mark === 'pruned');
  return [
    size,
    pruned?.words ?? t('{0} tokens', tokenWords(row.tokens, row.isExact)),
    row.isLive ? agoWords(session.turn - row.turn) : t('left the context'),
  ]
    .filter((fact) => fact !== null)
    .join(' · ');
}

function contentView(page: InspectorPage, row: Row, content: Content): TemplateResult {
  switch (content.type) {
    case 'nothing':
      return html`<p class="s m">${content.why}</p>`;
    case 'image':
      return html`<img
        class="pic"
        alt=${t('{0}, {1} by {2} pixels', row.label, content.width, content.height)}
        src=${content.source}
        width=${content.width}
        height=${content.height}
        decoding="async"
      />`;
    case 'text':
      return html`
        <pre
          tabindex="0"
          role="region"
          aria-label=${t('Content')}
          .textContent=${content.text}
        ></pre>
        ${content.pages <= 1 ? nothing : pager(page, row, content)}
      `;
  }
}

function pager(
  page: InspectorPage,
  row: Row,
  { page: at, pages, firstLine, lastLine, totalLines }: Extract<Content, { type: 'text' }>,
): TemplateResult {
  const lines =
    firstLine === lastLine
      ? t(
          'Line {0} of {1}, page {2} of {3}',
          countWords(firstLine),
          countWords(totalLines),
          at + 1,
          pages,
        )
      : t(
          'Lines {0}–{1} of {2}',
          countWords(firstLine),
          countWords(lastLine),
          countWords(totalLines),
        );
  return html`
    <div class="row pager">
      <span class="s m grow">${lines}</span>
      <button class="lnk" ?disabled=${at === 0} @click=${() => page.show(row.id, at - 1)}>
        ${t('Previous')}
      </button>
      <button class="lnk" ?disabled=${at >= pages - 1} @click=${() => page.show(row.id, at + 1)}>
        ${t('Next Page')}
      </button>
    </div>
  `;
}
