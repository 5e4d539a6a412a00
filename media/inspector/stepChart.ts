import { html, nothing, svg, type TemplateResult } from 'lit';
import type { CacheLane } from '../../src/features/inspector/cacheProtocol';
import type { HistoryStep, Session } from '../../src/features/inspector/protocol';
import { formatTokens } from '../../src/wording/formatTokens';
import { LANE_PX, laneOf } from './cacheLane';
import { additionsOf, cameInWith } from './cameIn';
import { axisTicks, turnTicks } from './chartAxis';
import { eventLabels, gutterOf, LEADER_PX, wallLabels, type WallLabel } from './chartLabels';
import { chartOf, topTokensOf, type Chart } from './chartLayout';
import { chartProbe } from './chartProbe';
import { BASELINE_PX, textIn } from './chartText';
import type { InspectorPage } from './inspectorPage';
import { laneView } from './laneView';
import { memo } from './memo';
import { toggleCameIn } from './stepFilter';
import { stepTable } from './stepTable';
import { writtenAgainLines, rewritesUpTo } from './stepRewrites';
import { unexplainedAt } from './stepUnexplained';
import { additionLines, stepTitle, type StepLine } from './stepWords';
import { measured } from './textWidth';
import { t } from './words';

const AXIS = { leftPx: 36, bottomPx: 18, topPx: 8, besidePx: 6 };
/** Below the axis of the lane, so that its line is whole. */
const LANE_AXIS_PX = 1;
const SUMMARY_ID = 'chart-summary';

const layoutOf = memo(
  (
    steps: Session['steps'],
    walls: Session['walls'],
    turn: number,
    width: number,
    height: number,
    lane: CacheLane | null,
  ) => {
    const measure = measured(400);
    const top = topTokensOf({ steps, walls });
    const names = walls.map((wall) => ({ ...wallWords(wall), isAbove: wall.tokens > top }));
    const sum = lane === null ? [] : [lane.words, lane.share];
    const gutter = gutterOf(names, width, measure, sum);
    const laneBottom = height - LANE_AXIS_PX;
    const chart = chartOf(
      { steps, walls, turn },
      {
        left: AXIS.leftPx,
        right: width - gutter,
        top: AXIS.topPx,
        bottom: height - AXIS.bottomPx - (lane === null ? 0 : LANE_PX),
      },
    );
    if (chart === null) return null;
    const words = {
      first: t('turn 1'),
      now: chart.lastTurn > 1 ? t('{0}, now', chart.lastTurn) : t('turn {0}, now', chart.lastTurn),
    };
    return {
      chart,
      ticks: axisTicks(chart.topTokens),
      turns: turnTicks(chart, width, words, measure),
      walls: wallLabels(chart, gutter, ({ wall }) => wallWords(wall), measure),
      events: eventLabels(chart, measure),
      lane:
        lane === null
          ? null
          : laneOf(chart, { ...lane, name: t('cache') }, { width, bottom: laneBottom }, measure),
    };
  },
);

const additionsByStep = memo(
  (_version: number, page: InspectorPage, steps: readonly HistoryStep[]) =>
    additionsOf(
      page.rows.values(),
      steps.map(({ line }) => line),
    ),
);

const rewritesByStep = memo((lane: CacheLane | null, steps: readonly HistoryStep[]) =>
  rewritesUpTo(
    lane,
    steps.map(({ line }) => line),
  ),
);

const unexplainedByStep = memo(unexplainedAt);

/**
 * How the context grew, with what cut it back and where it is heading.
 * @param lane what stands below it; `null` where there is no room for that, or nothing to show.
 */
export function stepChart(
  page: InspectorPage,
  session: Session,
  width: number,
  height: number,
  lane: CacheLane | null,
): TemplateResult {
  if (page.ui.chartAs === 'table') return stepTable(page, session);
  const { steps, walls, turn } = session;
  const layout = layoutOf(steps, walls, turn, width, height, lane);
  if (layout === null)
    return html`<p class="s m">${t('The chart begins with the second reply.')}</p>`;
  const { chart } = layout;
  const { plot } = chart;
  const probed = {
    key: session.key,
    ...{ chart, width, height, lane: layout.lane },
    titleOf: (index: number) => stepTitle(steps[index]!, steps[index - 1]),
    linesOf: (index: number) => linesOf(page, session, index),
    onChoose: (index: number) => toggleCameIn(page, cameInWith(steps, index)),
    measure: measured(400),
    measureTitle: measured(600),
  };
  return html`
    <p class="hidden" id=${SUMMARY_ID}>
      ${summary(session)}. ${t('Enter shows in the table what came in with a step.')}
    </p>
    <div
      class="chart-steps"
      role="slider"
      tabindex="0"
      aria-label=${t('How it grew, step by step')}
      aria-describedby=${SUMMARY_ID}
      ${chartProbe(probed)}
    >
      <svg
        class="chart"
        width=${width}
        height=${height}
        viewBox="0 0 ${width} ${height}"
        aria-hidden="true"
      >
        <path class="area" d=${chart.area}></path>
        ${layout.ticks.map(({ tokens, words }) => tokenTick(chart, tokens, words))}
        ${chosenSteps(page, chart)} ${wallLines(chart)} ${eventLines(chart)}
        <path class="line" d=${chart.line}></path>
        ${
          chart.forecast === null
            ? nothing
            : svg`<path class="forecast" d=${chart.forecast.area}></path>`
        }
        <circle class="now" cx=${chart.now.x} cy=${chart.now.y} r="3"></circle>
        <path class="axis" d="M${plot.left} ${plot.bottom}H${plot.right}"></path>
        ${layout.events.map(({ text, box }) => textIn(box, text, 'event-label halo'))}
        ${layout.turns.map(({ text, box, isNow }) => textIn(box, text, isNow ? 'turn' : 'turn m'))}
        ${layout.walls.map((label) => wallName(chart, label))}
        ${layout.lane === null ? nothing : laneView(layout.lane)}
        <g class="probe"></g>
      </svg>
    </div>
  `;
}

function linesOf(
  page: InspectorPage,
  { steps, cacheLane, unexplained }: Session,
  index: number,
): readonly StepLine[] {
  const { words } = steps[index]!;
  const additions = additionsByStep(page.version, page, steps)[index]!;
  // While the items are read, what is not known yet has not left.
  const isKnown = page.isListComplete || additions.count > 0;
  return [
    ...(words === '' ? [] : [{ name: words, rest: '' }]),
    ...writtenAgainLines(rewritesByStep(cacheLane, steps)[index]!),
    ...(isKnown ? additionLines(additions) : []),
    ...unexplainedByStep(unexplained, steps)[index]!,
  ];
}

function wallWords({ name, tokens }: Session['walls'][number]): { name: string; size: string } {
  return { name, size: formatTokens(tokens, 0) };
}

function tokenTick({ plot, yOf }: Chart, tokens: number, words: string): TemplateResult {
  const y = yOf(tokens);
  const x = plot.left - AXIS.besidePx;
  return svg`
    ${tokens === 0 ? nothing : svg`<path class="grid" d="M${plot.left} ${y}H${plot.right}"></path>`}
    <text class="tokens m" x=${x} y=${y + BASELINE_PX} text-anchor="end">${words}</text>
  `;
}

function wallLines({ walls, plot }: Chart): TemplateResult[] {
  return walls.flatMap(({ y, wall, isNext }) => {
    if (y === null) return [];
    const kind = wall.isLimit ? 'limit' : isNext ? 'next' : '';
    return [svg`<path class="wall ${kind}" d="M${plot.left} ${y}H${plot.right}"></path>`];
  });
}

/** A leader of its own from the end of the line, where the name had to move away from it. */
function wallName({ plot }: Chart, { wall, text, whole, y }: WallLabel): TemplateResult {
  const kind = wall.wall.isLimit || wall.isNext ? '' : 'm';
  const leader = `M${plot.right} ${wall.y ?? y}L${plot.right + LEADER_PX} ${y}`;
  return svg`
    ${wall.y === null ? nothing : svg`<path class="leader" d=${leader}></path>`}
    <text class="wall-name ${kind}" x=${plot.right + LEADER_PX + 2} y=${y + BASELINE_PX}
      >${text}${text === whole ? nothing : svg`<title>${whole}</title>`}</text>
  `;
}

function eventLines({ events, plot }: Chart): TemplateResult[] {
  return events.map(({ x, y, before }) => {
    const line = `M${x} ${Math.min(before, y)}V${plot.bottom}`;
    return svg`<path class="event" d=${line}></path>`;
  });
}

/** Where on the way what the table shows came in. */
function chosenSteps(
  { ui }: InspectorPage,
  { points, plot }: Chart,
): TemplateResult | typeof nothing {
  if (ui.cameIn === null) return nothing;
  const { afterLine, upToLine } = ui.cameIn;
  const before = points.findLast(({ step }) => step.line <= afterLine);
  const last = points.findLast(({ step }) => step.line <= upToLine);
  if (last === undefined) return nothing;
  const right = Math.min(plot.right, last.x + 1);
  const left = Math.max(plot.left, Math.min(before?.x ?? plot.left, right - 3));
  return svg`<rect
    class="chosen"
    x=${left}
    y=${plot.top}
    width=${right - left}
    height=${plot.bottom - plot.top}
  ></rect>`;
}

/** The whole chart in one sentence, without its full stop. */
export function summary(session: Session): string {
  const cuts = session.steps.filter(({ event }) => event === 'compaction' || event === 'prune');
  const first = session.steps[0];
  const last = session.steps.at(-1);
  if (first === undefined || last === undefined) return t('How the context grew');
  const cutWords = cuts.map(({ words, turn }) => `${words} ${t('at turn {0}', turn)}`);
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
    session.cacheLane?.sentence ?? '',
  ]
    .filter((words) => words !== '')
    .join(', ');
}
