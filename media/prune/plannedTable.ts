import { html, nothing, type TemplateResult } from 'lit';
import { live } from 'lit/directives/live.js';
import { repeat } from 'lit/directives/repeat.js';
import type { PlannedPage, PlannedRow } from '../../src/features/prune/protocol';
import { cssom } from '../inspector/cssom';
import { estimate, t } from '../inspector/words';
import type { PrunePage } from './prunePage';

/** Every item of the plan. Only rows that can be seen are in the document, and the current one. */
export function plannedTable(page: PrunePage, plan: PlannedPage): TemplateResult {
  const { rows } = plan;
  const isAll = page.ticked.size === rows.length;
  return html`
    <div
      class="rows"
      role="grid"
      aria-label=${t('Items to prune')}
      aria-rowcount=${rows.length + 1}
      aria-colcount="5"
      @keydown=${(event: KeyboardEvent) => onKey(page, event)}
    >
      <div role="rowgroup" class="heads">
        <div role="row" aria-rowindex="1" class="planned">
          <div role="columnheader" class="box">
            <input
              type="checkbox"
              aria-label=${t('All items')}
              .checked=${live(isAll && rows.length > 0)}
              .indeterminate=${live(page.ticked.size > 0 && !isAll)}
              @click=${() => page.toggleAll()}
            />
          </div>
          <div role="columnheader" class="item">${t('Item')}</div>
          <div role="columnheader" class="why">${t('Why it goes')}</div>
          <div role="columnheader" class="becomes">${t('Becomes')}</div>
          <div role="columnheader" class="tokens">${t('Frees')}</div>
        </div>
      </div>
      <div
        role="rowgroup"
        class="lines"
        ${cssom({ height: `${String(rows.length * page.rowHeight)}px` })}
      >
        ${repeat(
          shownIndexes(page, rows.length),
          (index) => index,
          (index) => row(page, rows[index]!, index),
        )}
      </div>
    </div>
  `;
}

/** In order: the current row may be far from what can be seen, and still has to have the focus. */
function shownIndexes({ shown: { first, end }, current }: PrunePage, count: number): number[] {
  const last = Math.min(count, end);
  const indexes = Array.from({ length: Math.max(0, last - first) }, (_, at) => first + at);
  if (current < first && current < count) return [current, ...indexes];
  return current >= last && current < count ? [...indexes, current] : indexes;
}

function row(page: PrunePage, planned: PlannedRow, index: number): TemplateResult {
  const { label, tags, why, meaning, becomes, freedTokens } = planned;
  const isGoing = page.ticked.has(planned.id);
  const cell = (name: string): string => `${name}-${String(index)}`;
  const onRow = (event: MouseEvent): void => {
    if ((event.target as HTMLElement).closest('input') !== null) return;
    page.toggle(index, event.shiftKey);
    page.moveTo(index);
  };
  return html`
    <div
      role="row"
      aria-rowindex=${index + 2}
      class="planned line ${isGoing ? '' : 'stays'}"
      ${cssom({
        top: `${String(index * page.rowHeight)}px`,
        height: `${String(page.rowHeight)}px`,
      })}
      @click=${onRow}
    >
      <div role="gridcell" class="box">
        <input
          type="checkbox"
          data-row=${index}
          tabindex=${index === page.current ? 0 : -1}
          aria-label=${t('Prune {0}', label)}
          aria-describedby="${cell('why')} ${cell('becomes')} ${cell('frees')}"
          .checked=${live(isGoing)}
          @click=${(event: MouseEvent) => page.toggle(index, event.shiftKey)}
          @focus=${() => {
            page.current = index;
          }}
        />
      </div>
      <div role="rowheader" class="item" title=${label}>${name(planned)}</div>
      <div
        role="gridcell"
        class="why s"
        id=${cell('why')}
        title=${[...tags, why, meaning].filter((words) => words !== '').join('\n')}
      >
        ${tags.map((tag) => html`<span class="tag">${tag}</span> `)}<span>${why}</span>
      </div>
      <div role="gridcell" class="becomes s" id=${cell('becomes')} title=${becomes}>
        ${
          isGoing
            ? html`<span class="lead" aria-hidden="true">→ </span>${
                  becomes === '' ? t('left out') : html`<code>${becomes}</code>`
                }`
            : html`<strong>${t('stays')}</strong>`
        }
      </div>
      <div role="gridcell" class="tokens" id=${cell('frees')}>
        ${freedTokens > 0 ? estimate(freedTokens) : nothing}
      </div>
    </div>
  `;
}

/** What did it, and then the path that it is about, of which the end tells more. */
function name({ label, pathAt }: PlannedRow): TemplateResult {
  return pathAt === 0
    ? html`<span class="whole">${label}</span>`
    : html`<span class="who">${label.slice(0, pathAt).trimEnd()}</span
        ><span class="path"><bdi>${label.slice(pathAt)}</bdi></span>`;
}

function onKey(page: PrunePage, event: KeyboardEvent): void {
  const target = event.target as HTMLElement;
  const index = Number(target.dataset['row'] ?? NaN);
  if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 'a') {
    event.preventDefault();
    page.tickAll();
    return;
  }
  const to = placeOf(event.key, index, page);
  if (Number.isNaN(index) || to === null) return;
  event.preventDefault();
  page.moveTo(to);
}

/** Where a key leads from a row; `null` for one that leads nowhere. */
function placeOf(key: string, index: number, { plan, rowHeight }: PrunePage): number | null {
  const jump = Math.max(1, Math.floor(innerHeight / rowHeight / 2));
  switch (key) {
    case 'ArrowDown':
      return index + 1;
    case 'ArrowUp':
      return index - 1;
    case 'PageDown':
      return index + jump;
    case 'PageUp':
      return index - jump;
    case 'Home':
      return 0;
    case 'End':
      return (plan?.rows.length ?? 1) - 1;
    default:
      return null;
  }
}
