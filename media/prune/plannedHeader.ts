import { html, nothing, type TemplateResult } from 'lit';
import type { PlannedPage, PlannedWall } from '../../src/features/prune/protocol';
import { formatTokens } from '../../src/wording/formatTokens';
import { barParts } from '../inspector/barParts';
import { cssom, percent } from '../inspector/cssom';
import { icon } from '../inspector/icons';
import { CATEGORY_WORDS, t, tokenWords } from '../inspector/words';
import { barEnd, type Outcome } from './outcome';
import { barWords, beforeWords, distanceWords, marksWords } from './plannedWords';

/** What the session is now, and what it would be. */
export function plannedHeader(plan: PlannedPage, outcome: Outcome): TemplateResult {
  return html`
    <header>
      <h1 title=${plan.title}>${plan.title}</h1>
      ${plan.beforeTokens === null ? nothing : result(plan, outcome, plan.beforeTokens)}
      ${
        plan.shortfall === ''
          ? nothing
          : html`<p class="short">${icon('warning', 'warning')} ${plan.shortfall}</p>`
      }
      ${plan.note === '' ? nothing : html`<p class="note s">${plan.note}</p>`}
    </header>
  `;
}

function result(plan: PlannedPage, outcome: Outcome, beforeTokens: number): TemplateResult {
  const { afterTokens } = outcome;
  const ahead = distanceWords(plan, beforeTokens, plan.isExact);
  const then = afterTokens === null ? '' : distanceWords(plan, afterTokens, false);
  return html`
    <div class="result s">
      <p>
        <strong>${beforeWords(plan)}</strong>${ahead === '' ? nothing : ` · ${ahead}`}
        ${
          afterTokens === null
            ? nothing
            : html`<span aria-hidden="true">→</span>
                <strong>${`~${formatTokens(afterTokens, 0)}`}</strong>${
                  then === '' ? nothing : ` · ${then}`
                }`
        }
      </p>
      <p class="m">${marksWords(plan)}</p>
    </div>
    ${bar(plan, outcome)}
  `;
}

/** What stays, then what goes, up to the limit, or to what comes before it. */
function bar(plan: PlannedPage, outcome: Outcome): TemplateResult | typeof nothing {
  const { tokens: end } = barEnd(plan);
  if (end <= 0 || plan.segments.length === 0) return nothing;
  const { freedByPart, afterTokens } = outcome;
  const { parts, fit, beyondTokens } = barParts(plan.segments);
  const names = plan.segments
    .map(({ part, tokens }) => `${CATEGORY_WORDS[part]} ${tokenWords(tokens, false)}`)
    .join(', ');
  return html`
    <div class="ctx" role="img" aria-label=${barWords(plan, outcome, names)}>
      <div class="track">
        ${parts.map(({ part, tokens }) =>
          segment(part, (fit * Math.max(0, tokens - (freedByPart.get(part) ?? 0))) / end, ''),
        )}
        ${parts.map(({ part, tokens }) =>
          freedByPart.has(part)
            ? segment(part, (fit * Math.min(tokens, freedByPart.get(part)!)) / end, 'freed')
            : nothing,
        )}
        ${beyondTokens === 0 ? nothing : segment('unexplained', beyondTokens / end, 'beyond')}
      </div>
      ${plan.walls.filter(({ tokens }) => tokens <= end).map((wall) => mark(wall, end))}
      ${outcome.count === 0 || afterTokens === null ? nothing : afterMark(afterTokens, end)}
    </div>
  `;
}

function segment(part: string, share: number, extra: string): TemplateResult {
  return html`<div class="fill k-${part} ${extra}" ${cssom({ width: percent(share) })}></div>`;
}

function mark({ tokens, isLimit }: PlannedWall, end: number): TemplateResult {
  return html`<div
    class="mark ${isLimit ? 'limit' : ''}"
    ${cssom({ left: percent(tokens / end) })}
  ></div>`;
}

function afterMark(tokens: number, end: number): TemplateResult {
  const share = tokens / end;
  return html`<div class="mark after" ${cssom({ left: percent(share) })}>
    <span class=${share > 0.6 ? 'end' : ''}
      >${t('after prune {0}', `~${formatTokens(tokens, 0)}`)}</span
    >
  </div>`;
}
