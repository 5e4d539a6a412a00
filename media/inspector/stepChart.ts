import { html, nothing, svg, type TemplateResult } from 'lit';
import type { Session } from '../../src/features/inspector/protocol';
import { formatTokens } from '../../src/wording/formatTokens';
import { chartOf, type Chart } from './chartLayout';
import type { InspectorPage } from './inspectorPage';
import { countWords, t } from './words';

const AXIS_PX = 17;
const TOP_PX = 6;

/** How the context grew, with what cut it back and where it is heading. */
export function stepChart(
  page: InspectorPage,
  session: Session,
  width: number,
  height: number,
): TemplateResult {
  if (page.ui.chartAs === 'table') return asTable(session);
  const plot = height - AXIS_PX - TOP_PX;
  const chart = chartOf(session, width, plot);
  if (chart === null)
    return html`<p class="s m">${t('The chart begins with the second reply.')}</p>`;
  return html`
    <svg
      class="chart"
      width=${width}
      height=${height}
      viewBox="0 0 ${width} ${height}"
      role="img"
      aria-label=${summary(session)}
    >
      <g transform="translate(0 ${TOP_PX})">
        <path class="area" d=${chart.area}></path>
        ${walls(chart, width)} ${eventLines(chart, plot)}
        <path class="line" d=${chart.line}></path>
        ${forecastArea(chart)}
        <circle class="now" cx=${chart.now.x} cy=${chart.now.y} r="3"></circle>
        ${eventLabels(chart, width, plot)}
        <path class="axis" d="M0 ${plot}H${width}"></path>
        ${tickLabels(chart, width, plot)}
      </g>
    </svg>
  `;
}

function eventLines({ events }: Chart, plot: number): TemplateResult[] {
  return events
    .filter(({ step }) => step.event !== 'response')
    .map(({ x, y, before }) => {
      const line = `M${x} ${Math.min(before, y)}V${plot}`;
      return svg`<path class="event" d=${line}></path>`;
    });
}

function forecastArea({ forecast }: Chart): TemplateResult | typeof nothing {
  return forecast === null ? nothing : svg`<path class="forecast" d=${forecast.area}></path>`;
}

function tickLabels(chart: Chart, width: number, plot: number): TemplateResult[] {
  const y = plot + 14;
  return ticks(chart, width).map(({ x, text, anchor, isStrong }) => {
    const strength = isStrong ? '' : 'm';
    return svg`<text class=${strength} x=${x} y=${y} text-anchor=${anchor}>${text}</text>`;
  });
}

function walls(chart: Chart, width: number): TemplateResult[] {
  return chart.walls.map(({ y, name, tokens, isLimit }, index) => {
    const next = chart.walls[index + 1];
    const isCrowded = next !== undefined && y - next.y < 26;
    const text = `${name} ${formatTokens(tokens, 0)}`;
    const x = !isLimit && isCrowded ? Math.min(width * 0.33, width - 110) : 0;
    return svg`
      <path class=${isLimit ? 'wall limit' : 'wall'} d="M0 ${y}H${width}"></path>
      <text class="halo ${isLimit ? '' : 'm'}" x=${x} y=${y + 12}>${text}</text>
    `;
  });
}

/** Beside the drop, where there is room: three at most, the newest. */
function eventLabels(chart: Chart, width: number, plot: number): TemplateResult[] {
  const spaced: Chart['events'][number][] = [];
  for (const event of [...chart.events].reverse()) {
    if (
      event.step.words !== '' &&
      spaced.length < 3 &&
      spaced.every(({ x }) => Math.abs(x - event.x) > 88)
    )
      spaced.push(event);
  }
  return spaced.map(({ x, step }) => {
    const [first, second] = step.words.split('\n');
    const isLeft = x > width * 0.24 && x > 76;
    const at = isLeft ? x - 5 : x + 5;
    const anchor = isLeft ? 'end' : 'start';
    return svg`
      <text class="halo" x=${at} y=${plot - 18} text-anchor=${anchor}>${first ?? ''}</text>
      <text class="halo" x=${at} y=${plot - 5} text-anchor=${anchor}>${second ?? ''}</text>
    `;
  });
}

interface Tick {
  readonly x: number;
  readonly text: string;
  readonly anchor: 'start' | 'middle' | 'end';
  readonly isStrong: boolean;
  readonly width: number;
}

/**
 * First turn, now, the end of the forecast, and the turns of what cut the context back, as far as
 * they do not meet.
 */
function ticks(chart: Chart, width: number): readonly Tick[] {
  const tick = (x: number, text: string, anchor: Tick['anchor'], isStrong = false): Tick => ({
    x,
    text,
    anchor,
    isStrong,
    width: text.length * 6,
  });
  const now = tick(
    chart.now.x,
    chart.forecast === null ? t('turn {0}, now', chart.lastTurn) : t('{0}, now', chart.lastTurn),
    chart.now.x > width - 40 ? 'end' : 'middle',
    true,
  );
  const wanted = [
    now,
    tick(0, t('turn 1'), 'start'),
    ...(chart.forecast === null ? [] : [tick(width, String(chart.forecast.turn), 'end')]),
  ];
  for (const { x, step } of [...chart.events].reverse())
    wanted.push(tick(x, String(step.turn), 'middle'));
  const kept: Tick[] = [];
  for (const each of wanted)
    if (
      kept.every(
        (other) =>
          start(each) > start(other) + other.width + 8 ||
          start(other) > start(each) + each.width + 8,
      )
    )
      kept.push(each);
  return kept;
}

function start({ x, width, anchor }: Tick): number {
  return anchor === 'start' ? x : anchor === 'end' ? x - width : x - width / 2;
}

export function summary(session: Session): string {
  const cuts = session.steps.filter(({ event }) => event === 'compaction' || event === 'prune');
  const first = session.steps[0];
  const last = session.steps.at(-1);
  if (first === undefined || last === undefined) return t('How the context grew');
  const cutWords = cuts.map(
    ({ words, turn }) => `${words} ${t('at turn {0}', turn)}`,
  );
  return [
    t(
      'Context from {0} at turn {1} to {2} at turn {3}',
      formatTokens(first.tokens, 1),
      first.turn,
      formatTokens(last.tokens, 1),
      last.turn,
    ),
    ...cutWords,
    session.growth,
  ]
    .filter((words) => words !== '')
    .join(', ');
}

const MAX_TABLE_ROWS = 200;

/** One line a turn, the newest first. */
function asTable({ steps }: Session): TemplateResult {
  const turns = new Map<number, { tokens: number; words: string[] }>();
  for (const { turn, tokens, words } of steps) {
    const known = turns.get(turn);
    turns.set(turn, {
      tokens,
      words: [...(known?.words ?? []), ...(words === '' ? [] : [words])],
    });
  }
  const rows = [...turns].reverse();
  return html`
    <div class="scroll" tabindex="0" role="region" aria-label=${t('How it grew, as a table')}>
      <table class="plain">
        <thead>
          <tr>
            <th scope="col">${t('Turn')}</th>
            <th scope="col" class="r">${t('Context')}</th>
            <th scope="col" class="r">${t('Change')}</th>
            <th scope="col">${t('What happened')}</th>
          </tr>
        </thead>
        <tbody>
          ${rows.slice(0, MAX_TABLE_ROWS).map(([turn, { tokens, words }], index) => {
            const change = tokens - (rows[index + 1]?.[1].tokens ?? 0);
            return html`<tr>
              <th scope="row">${countWords(turn)}</th>
              <td class="r">${formatTokens(tokens, 1)}</td>
              <td class="r">${change < 0 ? '−' : '+'}${formatTokens(Math.abs(change), 1)}</td>
              <td>${words.join(', ')}</td>
            </tr>`;
          })}
        </tbody>
      </table>
    </div>
  `;
}
