import { html, nothing, type TemplateResult } from 'lit';
import { live } from 'lit/directives/live.js';
import { repeat } from 'lit/directives/repeat.js';
import type { LossBar, LossPage, LostRow, LostRowGroup } from '../../src/features/loss/protocol';
import { barParts } from '../inspector/barParts';
import { cssom, percent } from '../inspector/cssom';
import { icon } from '../inspector/icons';
import { t, tokenWords } from '../inspector/words';
import type { LossSelection } from './lossSelection';
import { selectedWords } from './words';

/** The whole page. Every word of a transcript is put in as text. */
export function lossView(selection: LossSelection): TemplateResult {
  const { page, problem } = selection;
  if (page === null)
    return html`<p class="alone" role="status">
      ${problem ?? t('Reading the session, to compare it with its summary…')}
    </p>`;
  return html`
    <header>
      <h1>${page.title}</h1>
      <p class="s m">${page.subtitle}</p>
      ${bars(page.bars)} ${page.note === '' ? nothing : html`<p class="note">${page.note}</p>`}
    </header>
    <section class="lost" aria-labelledby="lost">
      <div class="row heading">
        <h2 id="lost">${t('Not found in the summary')}</h2>
        <p class="s m grow">
          ${t('Compared by distinctive words; the summary may say it in others.')}
        </p>
        ${
          page.canShowSummary
            ? html`<button
                class="lnk"
                data-act="summary"
                @click=${() => selection.act('showSummary')}
              >
                ${t('Show Summary')}
              </button>`
            : nothing
        }
      </div>
      ${page.groups.length === 0 ? nothing : table(selection, page)}
      ${page.rest === '' ? nothing : html`<p class="s m rest">${page.rest}</p>`}
    </section>
    ${actionBar(selection, page)}
  `;
}

/** On one scale: the end of the longest is the end of the room. */
function bars(shown: readonly LossBar[]): TemplateResult | typeof nothing {
  if (shown.length === 0) return nothing;
  const most = Math.max(...shown.map(({ tokens }) => tokens), 1);
  return html`<div class="bars">
    ${shown.map(({ name, size, detail, spoken, tokens, segments }) => {
      const { parts, fit } = barParts(segments);
      return html`
        <span class="s name" aria-hidden="true">${name}</span>
        <div class="ctx" role="img" aria-label=${spoken}>
          <div class="track" ${cssom({ width: percent(tokens / most) })}>
            ${parts.map(
              (part) =>
                html`<div
                  class="fill k-${part.part}"
                  ${cssom({ width: percent((fit * part.tokens) / tokens) })}
                ></div>`,
            )}
          </div>
        </div>
        <span class="s size" aria-hidden="true"
          ><strong>${size}</strong>${
            detail === '' ? nothing : html` <span class="m">· ${detail}</span>`
          }</span
        >
      `;
    })}
  </div>`;
}

function table(selection: LossSelection, page: LossPage): TemplateResult {
  const all = page.groups.flatMap(({ rows }) => rows);
  return html`
    <table @keydown=${(event: KeyboardEvent) => onKey(selection, page, event)}>
      ${
        all.length === 0
          ? nothing
          : html`<thead>
              <tr>
                <th class="box">${boxOfAll(selection, all, t('All of them'))}</th>
                <th scope="col">${t('What went')}</th>
                <th scope="col" class="said">${t('In the summary')}</th>
                <th scope="col" class="end">${t('Tokens')}</th>
                <th scope="col" class="end turn">${t('Turn')}</th>
              </tr>
            </thead>`
      }
      ${page.groups.map((group) => groupBody(selection, group))}
    </table>
  `;
}

function groupBody(selection: LossSelection, group: LostRowGroup): TemplateResult {
  const isFolded = selection.isFolded(group);
  const shown = selection.shownOf(group);
  const hidden = group.rows.length - shown.length;
  return html`
    <tbody>
      <tr class="group">
        <td class="box">
          ${group.rows.length === 0 ? nothing : boxOfAll(selection, group.rows, group.title)}
        </td>
        <th scope="rowgroup" colspan="4">
          <div class="kind">
            ${
              group.rows.length === 0
                ? html`<span class="title">${group.title}</span>`
                : html`<button
                    class="unfold"
                    data-group=${group.id}
                    aria-expanded=${String(!isFolded)}
                    @click=${() => selection.fold(group)}
                  >
                    ${icon(isFolded ? 'chevronRight' : 'chevronDown')}<span class="title"
                      >${group.title}</span
                    >
                  </button>`
            }
            <span class="s m count">${group.count}</span>
          </div>
        </th>
      </tr>
      ${repeat(
        shown,
        ({ id }) => id,
        (row) => lostRow(selection, row),
      )}
      ${
        isFolded || (hidden === 0 && group.more === '')
          ? nothing
          : html`<tr class="more">
              <td></td>
              <td colspan="4">
                ${
                  hidden === 0
                    ? html`<span class="s m">${group.more}</span>`
                    : html`<button class="lnk" @click=${() => selection.showAll(group)}>
                        ${t('Show {0} More', hidden)}
                      </button>`
                }
              </td>
            </tr>`
      }
    </tbody>
  `;
}

function boxOfAll(
  selection: LossSelection,
  rows: readonly LostRow[],
  label: string,
): TemplateResult {
  const chosen = rows.filter(({ id }) => selection.selected.has(id)).length;
  return html`<input
    type="checkbox"
    aria-label=${label}
    ?disabled=${rows.length === 0}
    .checked=${live(chosen === rows.length && chosen > 0)}
    .indeterminate=${live(chosen > 0 && chosen < rows.length)}
    @click=${() => selection.toggleAll(rows)}
  />`;
}

function lostRow(selection: LossSelection, row: LostRow): TemplateResult {
  const { id, text, isPath, whole, inSummary, tokens, isExact, turn, hasStep } = row;
  const isChosen = selection.selected.has(id);
  const onRow = (event: MouseEvent): void => {
    if ((event.target as HTMLElement).closest('input, button') === null) selection.toggle(id);
  };
  return html`
    <tr class="thing ${isChosen ? 'chosen' : ''}" @click=${onRow}>
      <td class="box">
        <input
          type="checkbox"
          data-row=${id}
          tabindex=${selection.current === id ? 0 : -1}
          aria-label=${text}
          aria-describedby="${cellId(id)}"
          .checked=${live(isChosen)}
          @click=${() => selection.toggle(id)}
          @focus=${() => {
            selection.current = id;
          }}
        />
      </td>
      <td class="text ${isPath ? 'path' : ''}" title=${whole}><bdi>${text}</bdi></td>
      <td class="said s" id=${cellId(id)}>${inSummary}</td>
      <td class="end">${tokenWords(tokens, isExact)}</td>
      <td class="end turn">
        ${
          turn === ''
            ? nothing
            : hasStep
              ? html`<button
                  class="lnk step"
                  tabindex="-1"
                  title=${t('Show Turn {0} in the Inspector', turn)}
                  aria-label=${t('Show Turn {0} in the Inspector', turn)}
                  @click=${() => selection.showStep(id)}
                >
                  ${turn}
                </button>`
              : turn
        }
      </td>
    </tr>
  `;
}

function cellId(id: string): string {
  return `said-${id.replace(':', '-')}`;
}

/** What is selected, what comes of it, and the buttons. It stays in sight. */
function actionBar(selection: LossSelection, page: LossPage): TemplateResult {
  const isNothing = selection.chosen.length === 0;
  return html`
    <footer>
      <div class="grow">
        <p class="sum">${selectedWords(selection.chosen)}</p>
        <p class="s m">
          ${
            selection.done === ''
              ? t('Nothing is sent by itself: the draft waits in the input box.')
              : selection.done
          }
        </p>
      </div>
      <div class="acts">
        <button
          class="sec"
          data-act="branch"
          ?disabled=${!page.canBranch}
          @click=${() => selection.act('branch')}
        >
          ${t('Branch from Before…')}
        </button>
        <button
          class="sec"
          data-act="handOver"
          title=${page.canHandOver ? nothing : t('Open the folder of the session to hand it over.')}
          ?disabled=${isNothing || !page.canHandOver}
          @click=${() => selection.send('handOver')}
        >
          ${t('Add to Handoff File…')}
        </button>
        <button data-act="draft" ?disabled=${isNothing} @click=${() => selection.send('draft')}>
          ${t('Put into Draft')}
        </button>
      </div>
    </footer>
  `;
}

function onKey(selection: LossSelection, page: LossPage, event: KeyboardEvent): void {
  const target = event.target as HTMLElement;
  const heading = page.groups.find((each) => each.id === target.dataset['group']);
  if (heading !== undefined && /^Arrow(?:Left|Right)$/.test(event.key)) {
    event.preventDefault();
    selection.foldByKey(heading, event.key === 'ArrowLeft');
    return;
  }
  const id = target.dataset['row'];
  if (id === undefined) return;
  const group = page.groups.find(({ rows }) => rows.some((row) => row.id === id));
  const acts: Record<string, () => void> = {
    ArrowDown: () => selection.move(1),
    ArrowUp: () => selection.move(-1),
    Home: () => selection.move(-Infinity),
    End: () => selection.move(Infinity),
    ArrowLeft: () => group !== undefined && selection.foldByKey(group, true),
    Enter: () => selection.showStep(id),
  };
  if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 'a') {
    event.preventDefault();
    selection.toggleAll(page.groups.flatMap(({ rows }) => rows));
    return;
  }
  const act = acts[event.key];
  if (act === undefined) return;
  event.preventDefault();
  act();
}
