import { html, nothing, type TemplateResult } from 'lit';
import type { Category, Session } from '../../src/features/inspector/protocol';
import { formatTokens } from '../../src/wording/formatTokens';
import { barLabels, type BarLabel } from './barLabels';
import { barParts } from './barParts';
import { cssom, percent } from './cssom';
import type { InspectorPage } from './inspectorPage';
import { contextWithout } from './selection';
import { measured } from './textWidth';
import { unexplainedWords } from './unexplainedWords';
import { CATEGORY_WORDS, t, tokenWords } from './words';

type Segment = Session['segments'][number];

/**
 * The whole context on one line, the walls that it runs into, and what it would be without the
 * selected items.
 */
export function contextBar(page: InspectorPage, session: Session): TemplateResult | typeof nothing {
  const { totalTokens, heldTokens, segments, walls } = session;
  if (totalTokens === null || totalTokens <= 0 || segments.length === 0) return nothing;
  const { byCategory, items } = page.freed;
  const { parts, fit, beyondTokens } = barParts(segments);
  const scale = Math.max(session.limitTokens ?? 0, totalTokens + heldTokens + beyondTokens);
  const after = items === 0 ? null : contextWithout(session, page.freed);
  const spoken = segments
    .filter(({ tokens }) => tokens !== 0)
    .map(
      ({ category, tokens, isExact }) =>
        `${CATEGORY_WORDS[category]} ${tokenWords(tokens, isExact)}`,
    )
    .concat(
      heldTokens === 0 ? [] : [`${t('Still in Claude Code')} ${tokenWords(heldTokens, false)}`],
    )
    .join(', ');
  const freedOf = (category: Category): number => byCategory.get(category) ?? 0;
  const staying = ({ category, tokens }: Segment): TemplateResult =>
    segment(category, (fit * Math.max(0, tokens - freedOf(category))) / scale, false);
  const leaving = ({ category, tokens }: Segment): TemplateResult | typeof nothing =>
    byCategory.has(category)
      ? segment(category, (fit * Math.min(tokens, freedOf(category))) / scale, true)
      : nothing;
  return html`
    <div class="ctx" role="img" aria-label=${t('Context by kind: {0}.', spoken)}>
      <div class="track">
        ${parts.map(staying)} ${parts.map(leaving)}
        ${heldTokens === 0 ? nothing : heldPart(heldTokens / scale)}
        ${beyondTokens === 0 ? nothing : beyondPart(beyondTokens / scale)}
      </div>
      ${barLabels(walls, scale, page.viewport.layout.innerPx, measured(400), overWords).map(
        (label) => wallMark(label, scale, page.viewport.layout.innerPx),
      )}
      ${after === null ? nothing : afterMark(after / scale, after)}
    </div>
  `;
}

function segment(category: Category, share: number, isFreed: boolean): TemplateResult {
  return html`<div
    class="fill k-${category} ${isFreed ? 'freed' : ''}"
    ${cssom({ width: percent(share) })}
  ></div>`;
}

function heldPart(share: number): TemplateResult {
  return html`<div class="fill held" ${cssom({ width: percent(share) })}></div>`;
}

/** What the parts come to beyond the context: an outline, for nothing is there. */
function beyondPart(share: number): TemplateResult {
  return html`<div class="fill k-unexplained beyond" ${cssom({ width: percent(share) })}></div>`;
}

function wallMark({ wall, words, leftPx }: BarLabel, scale: number, barPx: number): TemplateResult {
  const { tokens, isLimit, isBreached, isNext } = wall;
  const at = Math.min(1, tokens / scale) * barPx;
  const classes = [isLimit ? 'wall' : '', isBreached ? 'breached' : '', isNext ? 'next' : ''];
  return html`<div
    class="mark ${classes.join(' ')}"
    title=${`${wall.name}, ${wall.standing}`}
    ${cssom({ left: percent(tokens / scale) })}
  >
    <span class=${leftPx < at ? 'end' : ''}>${words}</span>
  </div>`;
}

const overWords = (tokens: number): string => t('{0} over', formatTokens(tokens, 1));

function afterMark(share: number, tokens: number): TemplateResult {
  return html`<div class="mark after" ${cssom({ left: percent(share) })}>
    <span class=${share > 0.7 ? 'end' : ''}
      >${t('after prune {0}', `~${formatTokens(tokens, 0)}`)}</span
    >
  </div>`;
}

/** What the colours mean, and how much there is of each; a click filters the table. */
export function legend(page: InspectorPage, session: Session): TemplateResult | typeof nothing {
  const { totalTokens, heldTokens, segments } = session;
  if (totalTokens === null || totalTokens <= 0) return nothing;
  const shown = segments.filter(
    ({ category, tokens }) =>
      tokens !== 0 ||
      page.ui.category === category ||
      (category === 'unexplained' && session.unexplained !== null),
  );
  if (shown.length === 0) return nothing;
  return html`
    <ul class="legend" aria-label=${t('Kinds')}>
      ${shown.map((segment) => html`<li>${legendEntry(page, session, segment)}</li>`)}
      ${
        heldTokens === 0
          ? nothing
          : html`<li>
              <span class="entry"
                ><span class="sw held"></span><span class="name">${t('Still in Claude Code')}</span
                ><span class="amount">${tokenWords(heldTokens, false)}</span></span
              >
            </li>`
      }
    </ul>
  `;
}

function legendEntry(
  page: InspectorPage,
  { unexplained }: Session,
  { category, tokens, isExact }: Segment,
): TemplateResult {
  const parts = html`<span class="sw fill k-${category} ${tokens < 0 ? 'beyond' : ''}"></span
    ><span class="name">${CATEGORY_WORDS[category]}</span
    ><span class="amount">${tokenWords(tokens, isExact)}</span>`;
  const isOn = page.ui.category === category;
  return html`<button
    class="entry ${isOn ? 'on' : ''}"
    aria-pressed=${String(isOn)}
    title=${
      category === 'unexplained' && unexplained !== null ? unexplainedWords(unexplained) : nothing
    }
    @click=${() => page.set({ category: isOn ? 'all' : category })}
  >
    ${parts}
  </button>`;
}
