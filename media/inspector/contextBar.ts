import { html, nothing, type TemplateResult } from 'lit';
import type { BarWall, Category, Session } from '../../src/features/inspector/protocol';
import { formatTokens } from '../../src/wording/formatTokens';
import { cssom, percent } from './cssom';
import type { InspectorPage } from './inspectorPage';
import { contextWithout } from './selection';
import { CATEGORY_WORDS, t, tokenWords, wholeShare } from './words';

type Segment = Session['segments'][number];

/**
 * The whole context on one line, the walls that it runs into, and what it would be without the
 * selected items.
 */
export function contextBar(page: InspectorPage, session: Session): TemplateResult | typeof nothing {
  const { totalTokens, heldTokens, segments, walls } = session;
  if (totalTokens === null || totalTokens <= 0 || segments.length === 0) return nothing;
  const { byCategory, items } = page.freed;
  const scale = Math.max(session.limitTokens ?? 0, totalTokens + heldTokens);
  const after = items === 0 ? null : contextWithout(session, page.freed);
  const shown = segments.filter(({ tokens }) => tokens > 0);
  const spoken = shown
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
    segment(category, Math.max(0, tokens - freedOf(category)) / scale, false);
  const leaving = ({ category, tokens }: Segment): TemplateResult | typeof nothing =>
    byCategory.has(category)
      ? segment(category, Math.min(tokens, freedOf(category)) / scale, true)
      : nothing;
  return html`
    <div class="ctx" role="img" aria-label=${t('Context by category: {0}.', spoken)}>
      <div class="track">
        ${shown.map(staying)} ${shown.map(leaving)}
        ${heldTokens === 0 ? nothing : heldPart(heldTokens / scale)}
      </div>
      ${placed(walls, scale, page.width).map((label) => wallMark(label, scale))}
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

function wallMark(
  { wall: { tokens, isLimit, isBreached }, label, shift, isAfter }: WallLabel,
  scale: number,
): TemplateResult {
  const side = isAfter ? 'start' : '';
  return html`<div
    class="mark ${isLimit ? 'wall' : ''} ${isBreached ? 'breached' : ''}"
    ${cssom({ left: percent(tokens / scale) })}
  >
    <span
      class=${side}
      ${cssom({ transform: shift === 0 ? 'none' : `translateX(${String(-shift)}px)` })}
      >${label}</span
    >
  </div>`;
}

function afterMark(share: number, tokens: number): TemplateResult {
  return html`<div class="mark after" ${cssom({ left: percent(share) })}>
    <span class=${share > 0.7 ? 'end' : ''}
      >${t('after prune {0}', `~${formatTokens(tokens, 0)}`)}</span
    >
  </div>`;
}

/** Mean width of a character of a label, in pixels: enough to keep two labels apart. */
const CHARACTER_PX = 6.1;
const GAP_PX = 10;

interface WallLabel {
  readonly wall: BarWall;
  readonly label: string;
  /** To the left, in pixels. */
  readonly shift: number;
  /** Stands to the right of its mark, where there is no room to the left. */
  readonly isAfter: boolean;
}

/**
 * Labels end at their marks; where two would meet, the left one moves on, and on a narrow bar the
 * limit is called by its number alone.
 */
function placed(walls: readonly BarWall[], scale: number, width: number): readonly WallLabel[] {
  let freeUntil = width;
  return [...walls].reverse().map((wall) => {
    const size = formatTokens(wall.tokens, 0);
    const isShort = width < 560 && wall.isLimit && !wall.isBreached && walls.length > 1;
    const over =
      wall.isBreached && wall.isLimit
        ? ` · ${t('{0} over', formatTokens(scale - wall.tokens, 1))}`
        : '';
    const label = isShort ? size : `${wall.name} ${size}${over}`;
    const labelWidth = label.length * CHARACTER_PX;
    const at = (wall.tokens / scale) * width;
    const isAfter = at < labelWidth;
    const right = isAfter ? at + labelWidth : at;
    const shift = isAfter ? 0 : Math.max(0, Math.min(right - labelWidth, right - freeUntil));
    freeUntil = right - shift - labelWidth - GAP_PX;
    return { wall, label, shift, isAfter };
  });
}

/** What the colours mean, and how much there is of each; a click filters the table. */
export function legend(page: InspectorPage, session: Session): TemplateResult | typeof nothing {
  const { totalTokens, heldTokens, limitTokens, segments } = session;
  if (totalTokens === null || totalTokens <= 0 || segments.length === 0) return nothing;
  const whole = limitTokens ?? totalTokens;
  const free = limitTokens === null ? 0 : Math.max(0, limitTokens - totalTokens - heldTokens);
  return html`
    <ul class="legend" aria-label=${t('Categories')}>
      ${segments.map(({ category, tokens, isExact }) => {
        const amount = html`<span class="sw fill k-${category}"></span
          ><span class="name">${CATEGORY_WORDS[category]}</span
          ><span class="amount"
            >${tokenWords(tokens, isExact)}<span class="share">
              · ${wholeShare(tokens, whole)}</span
            ></span
          >`;
        const isOn = page.ui.category === category;
        if (category === 'system') return html`<li><span class="entry">${amount}</span></li>`;
        return html`<li>
          <button
            class="entry ${isOn ? 'on' : ''}"
            aria-pressed=${String(isOn)}
            ?disabled=${tokens === 0 && !isOn}
            @click=${() => page.set({ category: isOn ? 'all' : category })}
          >
            ${amount}
          </button>
        </li>`;
      })}
      ${
        heldTokens === 0
          ? nothing
          : html`<li>
              <span class="entry"
                ><span class="sw held"></span><span class="name">${t('Still in Claude Code')}</span
                ><span class="amount"
                  >${tokenWords(heldTokens, false)}<span class="share">
                    · ${wholeShare(heldTokens, whole)}</span
                  ></span
                ></span
              >
            </li>`
      }
      ${
        limitTokens === null
          ? nothing
          : html`<li>
              <span class="entry"
                ><span class="sw free"></span><span class="name">${t('Free space')}</span
                ><span class="amount"
                  >${tokenWords(free, session.isExact)}<span class="share">
                    · ${wholeShare(free, whole)}</span
                  ></span
                ></span
              >
            </li>`
      }
    </ul>
  `;
}
