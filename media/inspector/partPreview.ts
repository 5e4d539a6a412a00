import { html, nothing, type TemplateResult } from 'lit';
import type { BlockPart } from '../../src/features/inspector/fixedBlockProtocol';
import type { InspectorPage } from './inspectorPage';
import type { PreviewPlace } from './pageLayout';
import { previewFrame } from './previewFrame';
import { t, tokenWords } from './words';

/** What is known of a part of the fixed block, and what can be done about it. */
export function partPreview(
  page: InspectorPage,
  part: BlockPart,
  place: PreviewPlace,
): TemplateResult {
  const { id, name, kind, tokens, use, facts, tools, actions } = part;
  const size = tokens === null ? null : t('{0} tokens', tokenWords(tokens, false));
  return previewFrame(page, place, {
    title: name,
    isTextOnly: true,
    facts: [kind, size].filter((fact) => fact !== null).join(' · '),
    body: html`
      ${use === '' ? nothing : html`<p class="s">${use}</p>`}
      ${facts.map((fact) => html`<p class="s m">${fact}</p>`)}
      ${tools.length === 0 ? nothing : toolTable(tools)}
    `,
    footer:
      actions.length === 0
        ? nothing
        : html`${actions.map(
            (action) =>
              html`<button
                class=${action.isPrimary ? '' : 'sec'}
                @click=${() => page.act(action.id, [id])}
              >
                ${action.title}
              </button>`,
          )}`,
  });
}

function toolTable(tools: BlockPart['tools']): TemplateResult {
  return html`<table class="server-tools" aria-label=${t('Tools')}>
    ${tools.map(
      (tool) =>
        html`<tr>
          <td>
            <span class="mono">${tool.name}</span>
            ${tool.use === '' ? nothing : html`<span class="s m">${tool.use}</span>`}
          </td>
          <td class="r">${tool.tokens === null ? nothing : tokenWords(tool.tokens, false)}</td>
        </tr>`,
    )}
  </table>`;
}
