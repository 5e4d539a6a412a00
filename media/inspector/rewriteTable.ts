import { html, nothing, type TemplateResult } from 'lit';
import type { CacheLane, LaneRewrite } from '../../src/features/inspector/cacheProtocol';
import { countWords, t } from './words';

/** What the lane says, one line a re-write, the newest first, and what all input came to. */
export function rewriteTable(lane: CacheLane): TemplateResult {
  return html`
    <div class="scroll" tabindex="0" role="region" aria-label=${t('The cache, as a table')}>
      ${lane.rewrites.length === 0 ? nothing : rewritesOf(lane)}
      <table class="plain totals">
        <caption>
          ${
            lane.used === '' ? t('All input of this session') : t('All input of the session itself')
          }
        </caption>
        <tbody>
          ${lane.totals.map(
            ({ name, words }) =>
              html`<tr>
                <th scope="row">${name}</th>
                <td class="r">${words}</td>
              </tr>`,
          )}
        </tbody>
      </table>
      ${lane.money === '' ? nothing : html`<p class="s m">${lane.money}</p>`}
      <p class="s m">
        ${t(
          'Shares weigh a token: 0.1 read, 1 not cached, 1.25 written for five minutes, 2 for an hour.',
        )}
      </p>
      ${lane.used === '' ? nothing : html`<p class="s">${lane.used}</p>`}
    </div>
  `;
}

function rewritesOf({ rewrites, count, sentence }: CacheLane): TemplateResult {
  const more = count - rewrites.length;
  return html`
    <table class="plain rewrites">
      <caption>
        ${sentence}
      </caption>
      <thead>
        <tr>
          <th scope="col">${t('Turn')}</th>
          <th scope="col" class="r">${t('Size')}</th>
          <th scope="col" class="r">${t('Pause')}</th>
          <th scope="col">${t('Reason')}</th>
        </tr>
      </thead>
      <tbody>
        ${rewrites.map(rewriteRow).reverse()}
      </tbody>
    </table>
    ${more === 0 ? nothing : html`<p class="s m">${t('{0} earlier ones', countWords(more))}</p>`}
  `;
}

function rewriteRow({ turn, size, pause, reason, told }: LaneRewrite): TemplateResult {
  return html`<tr>
    <th scope="row">${countWords(turn)}</th>
    <td class="r">${size}</td>
    <td class="r">${pause}</td>
    <td class="words">${reason}${told === '' ? nothing : html`<p class="m">${told}</p>`}</td>
  </tr>`;
}
