import { html, nothing, type TemplateResult } from 'lit';
import type { PlannedPage } from '../../src/features/prune/protocol';
import type { PruneCost } from '../../src/wording/pruneCostWords';
import { icon } from '../inspector/icons';
import { t } from '../inspector/words';
import type { Outcome } from './outcome';
import { plannedHeader } from './plannedHeader';
import { plannedTable } from './plannedTable';
import { outcomeWordsOf, pruneButtonWords } from './plannedWords';
import type { PrunePage } from './prunePage';

/** The whole page; empty until the plan has come. */
export function plannedView(page: PrunePage): TemplateResult {
  const { plan, outcome } = page;
  return plan === null || outcome === null
    ? html``
    : html`${plannedHeader(plan, outcome)} ${plannedTable(page, plan)}
        <div class="foot">
          ${page.cost === null ? nothing : priceBox(page.cost)} ${prunesBar(page, plan, outcome)}
        </div>`;
}

/** What it costs and brings, and how that was reckoned. */
function priceBox({ sentence, details }: PruneCost): TemplateResult {
  return html`
    <section class="price" aria-label=${t('Price')} title=${details}>
      ${icon('database')}
      <div class="grow">
        <p class="sum">${sentence}</p>
        ${details === '' ? nothing : html`<p class="s m">${details}</p>`}
      </div>
    </section>
  `;
}

/** What is agreed to, what comes with it, and the buttons. It stays in sight. */
function prunesBar(
  page: PrunePage,
  { backupPlace }: PlannedPage,
  outcome: Outcome,
): TemplateResult {
  const isNothing = outcome.count === 0;
  const place = t('The Backup Goes to {0}', backupPlace);
  return html`
    <footer class="prunes">
      <div class="grow" id="outcome">
        <p class="sum">${outcomeWordsOf(outcome)}</p>
        <p class="s m" title=${place}>
          ${t('A backup is made first; Undo brings everything back.')}
          <span class="hidden">${place}</span>
        </p>
      </div>
      <div class="acts" @keydown=${ignoreRepeats}>
        <button class="sec" data-act="cancel" @click=${() => page.cancel()}>${t('Cancel')}</button>
        <button
          class="sec"
          data-act="copy"
          title=${t('Prune a Copy Instead of This Session')}
          ?disabled=${isNothing}
          @click=${() => page.prune(true)}
        >
          ${t('Prune a Copy')}
        </button>
        <button
          data-act="prune"
          aria-describedby="outcome"
          ?disabled=${isNothing}
          @click=${() => page.prune(false)}
        >
          ${pruneButtonWords(outcome.count)}
        </button>
      </div>
    </footer>
  `;
}

/** A key that was held down since before the page came up has agreed to nothing on it. */
function ignoreRepeats(event: KeyboardEvent): void {
  if (event.repeat && (event.key === 'Enter' || event.key === ' ')) event.preventDefault();
}
