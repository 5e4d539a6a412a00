import { html, nothing, type TemplateResult } from 'lit';
import type { HistoryStep } from '../../src/features/inspector/protocol';
import { cameInWith, isSameCameIn } from './cameIn';
import { icon } from './icons';
import type { InspectorPage } from './inspectorPage';
import { didComeIn } from './lines';
import type { CameIn } from './ui';
import { countWords, t } from './words';

/** The table shows what came in there alone; asked for again, it shows all. */
export function toggleCameIn(page: InspectorPage, cameIn: CameIn): void {
  page.set({ cameIn: isSameCameIn(page.ui.cameIn, cameIn) ? null : cameIn });
}

/**
 * Shows what came in with the step that a link asked for, as soon as steps and items are there. One
 * that is no longer told apart is part of the next.
 */
export function showWantedStep(page: InspectorPage): void {
  const { wantedStep, session, isListComplete } = page;
  if (wantedStep === null || session === null || session.steps.length === 0 || !isListComplete)
    return;
  page.wantedStep = null;
  const at = session.steps.findIndex(({ line }) => line >= wantedStep);
  if (at < 0) return;
  const cameIn = cameInWith(session.steps, at);
  page.set({ cameIn, text: '', category: 'all', age: 'any', state: 'any' });
}

/** Says that the table shows what came in with one step alone, and ends that when pressed. */
export function stepFilter(page: InspectorPage): TemplateResult | typeof nothing {
  const { cameIn } = page.ui;
  if (cameIn === null) return nothing;
  const words = t('Came in at turn {0}', turnOf(page, cameIn));
  const title = t('{0}: remove this filter', words);
  return html`<button
    class="step-filter"
    title=${title}
    aria-label=${title}
    @click=${() => page.set({ cameIn: null })}
  >
    ${words}${icon('close')}
  </button>`;
}

/**
 * Why the table shows nothing of a step: all of it has left the context. Offers what is known of
 * that. `null` where no step is what the table is filtered by, or other filters are the reason.
 */
export function nothingOfStep(page: InspectorPage): TemplateResult | null {
  const { cameIn, state } = page.ui;
  if (cameIn === null || state === 'left') return null;
  const rows = [...page.rows.values()].filter((row) => didComeIn(row, cameIn));
  if (rows.some(({ isLive }) => isLive)) return null;
  const words = t('What came in at turn {0} has left the context.', turnOf(page, cameIn));
  if (rows.length === 0) return html`${words}`;
  const show = (): void => page.set({ state: 'left', text: '', category: 'all', age: 'any' });
  return html`${words} <button class="lnk inline" @click=${show}>${t('Show what left')}</button>`;
}

/** A step that is no longer told apart is of the turn of the one that it went into. */
function turnOf(page: InspectorPage, { upToLine }: CameIn): string {
  const steps: readonly HistoryStep[] = page.session?.steps ?? [];
  const step = steps.find(({ line }) => line >= upToLine) ?? steps.at(-1);
  return countWords(step?.turn ?? 0);
}
