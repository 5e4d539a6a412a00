import type { BarWall, HistoryStep, Session } from '../../src/features/inspector/protocol';

/** Where the curve is drawn, in pixels of the picture. */
export interface Plot {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

/** A step where it stands in the picture; from here on the context has its size. */
interface StepPoint {
  readonly x: number;
  readonly y: number;
  readonly step: HistoryStep;
}

/** A wall as a line; `null` for one that is higher than the picture. */
export interface ChartWall {
  readonly wall: BarWall;
  readonly y: number | null;
  /** The next limit: the first one that is not reached. */
  readonly isNext: boolean;
}

/** The step chart in pixels. */
export interface Chart {
  readonly plot: Plot;
  readonly line: string;
  readonly area: string;
  /**
   * From now on to a wall: between the soonest and the latest, as an area. `null` where neither is
   * known.
   */
  readonly forecast: { readonly area: string; readonly turn: number; readonly top: number } | null;
  readonly now: { readonly x: number; readonly y: number };
  /** From the lowest. */
  readonly walls: readonly ChartWall[];
  readonly points: readonly StepPoint[];
  /** What is more than a reply, with the height from which it changed the context. */
  readonly events: readonly (StepPoint & { readonly before: number })[];
  readonly lastTurn: number;
  readonly topTokens: number;
  /** Where a turn begins and ends: of the first one `xOfTurn(0)` and `xOfTurn(1)`. */
  readonly xOfTurn: (turn: number) => number;
  readonly yOf: (tokens: number) => number;
}

/** A wall farther away than so many times the context would press the curve flat. */
const FARTHEST_WALL = 5;
const ROOM_ABOVE = 1.04;
/** Where no wall is near. */
const ROOM_WITHOUT_WALL = 1.25;
/** Share of the width that the forecast may take. */
const FORECAST_SHARE = 0.4;
const FEWEST_TOKENS = 1_000;

export type ChartSource = Pick<Session, 'steps' | 'walls' | 'turn'>;

/** @returns `null` before two steps: there is no growth to show. */
export function chartOf({ steps, walls, turn }: ChartSource, plot: Plot): Chart | null {
  const last = steps.at(-1);
  const { left, right, top, bottom } = plot;
  if (last === undefined || steps.length < 2 || right <= left || bottom <= top) return null;
  const lastTurn = Math.max(turn, last.turn, 1);
  const topTokens = topTokensOf({ steps, walls });
  const near = walls.filter(({ tokens }) => tokens <= topTokens);
  const foreseen = near.flatMap(({ tokens, isLimit, turnsAhead }) =>
    turnsAhead === null || turnsAhead.most === 0 ? [] : [{ tokens, isLimit, ...turnsAhead }],
  );
  const goal = foreseen.find(({ isLimit }) => isLimit) ?? foreseen[0];
  // Replies before the first prompt have room of their own.
  const first = steps[0]?.turn === 0 ? -1 : 0;
  const turns = lastTurn - first;
  const shownAhead = Math.min(goal?.most ?? 0, (turns * FORECAST_SHARE) / (1 - FORECAST_SHARE));
  const xOfTurn = (at: number): number =>
    left + ((at - first) / (turns + shownAhead)) * (right - left);
  const yOf = (tokens: number): number =>
    bottom - (Math.min(tokens, topTokens) / topTokens) * (bottom - top);

  /** As far as there is room: up to the wall, and along it. */
  const wayTo = (goalTokens: number, ahead: number): { turns: number; tokens: number }[] => {
    const shown = Math.min(ahead, shownAhead);
    const way = ahead === 0 ? 1 : shown / ahead;
    const tokens = last.tokens + (goalTokens - last.tokens) * way;
    return [
      { turns: shown, tokens },
      { turns: shownAhead, tokens },
    ];
  };

  const points = places(steps).map(({ at, step }) => ({
    x: xOfTurn(at),
    y: yOf(step.tokens),
    step,
  }));
  const line = `${stepPath(points)}H${round(xOfTurn(lastTurn))}`;
  const next = walls.find(({ isBreached }) => !isBreached);
  const wedge =
    goal === undefined
      ? []
      : [
          { turns: 0, tokens: last.tokens },
          ...wayTo(goal.tokens, goal.least),
          ...wayTo(goal.tokens, goal.most).slice(0, 1),
        ].map((corner) => ({ x: xOfTurn(lastTurn + corner.turns), y: yOf(corner.tokens) }));
  return {
    plot,
    line,
    area: `${line}V${bottom}H${round(points[0]!.x)}Z`,
    forecast:
      goal === undefined
        ? null
        : {
            area: areaOf(wedge),
            turn: Math.floor(lastTurn + shownAhead),
            top: Math.min(...wedge.map(({ y }) => y)),
          },
    now: { x: xOfTurn(lastTurn), y: points.at(-1)!.y },
    walls: walls
      .map((wall) => ({
        wall,
        y: wall.tokens <= topTokens ? yOf(wall.tokens) : null,
        isNext: wall === next,
      }))
      .sort((a, b) => a.wall.tokens - b.wall.tokens),
    points,
    events: points.flatMap((point, index) =>
      point.step.event === 'response'
        ? []
        : [{ ...point, before: points[index - 1]?.y ?? point.y }],
    ),
    lastTurn,
    topTokens,
    xOfTurn,
    yOf,
  };
}

/** Up to the limit, unless that is so far away that the curve could not be read. */
export function topTokensOf({ steps, walls }: Pick<ChartSource, 'steps' | 'walls'>): number {
  const highest = steps.reduce((most, { tokens }) => Math.max(most, tokens), FEWEST_TOKENS);
  const near = walls
    .map(({ tokens }) => tokens)
    .filter((tokens) => tokens <= highest * FARTHEST_WALL);
  const nearTop = Math.max(0, ...near);
  if (nearTop === 0) return highest * (walls.length === 0 ? ROOM_ABOVE : ROOM_WITHOUT_WALL);
  return nearTop >= highest ? nearTop : highest * ROOM_ABOVE;
}

/** Steps of one turn stand evenly within it. */
function places(steps: readonly HistoryStep[]): readonly { at: number; step: HistoryStep }[] {
  const inTurn = new Map<number, number>();
  for (const { turn } of steps) inTurn.set(turn, (inTurn.get(turn) ?? 0) + 1);
  const seen = new Map<number, number>();
  return steps.map((step) => {
    const index = seen.get(step.turn) ?? 0;
    seen.set(step.turn, index + 1);
    return { at: step.turn - 1 + (index + 0.5) / (inTurn.get(step.turn) ?? 1), step };
  });
}

/** One move per pixel is enough, but none that goes down may be lost. */
function stepPath(points: readonly StepPoint[]): string {
  let path = '';
  let drawnX = -Infinity;
  let drawnY = -Infinity;
  for (const [index, { x, y }] of points.entries()) {
    const isLast = index === points.length - 1;
    if (path !== '' && !isLast && x - drawnX < 1 && y <= drawnY && y > drawnY - 4) continue;
    path += path === '' ? `M${round(x)} ${round(y)}` : `H${round(x)}V${round(y)}`;
    [drawnX, drawnY] = [x, y];
  }
  return path;
}

function areaOf(corners: readonly { readonly x: number; readonly y: number }[]): string {
  return `M${corners.map(({ x, y }) => `${String(round(x))} ${String(round(y))}`).join('L')}Z`;
}

function round(pixels: number): number {
  return Math.round(pixels * 10) / 10;
}
