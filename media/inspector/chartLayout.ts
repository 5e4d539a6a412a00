import type { Session, HistoryStep } from '../../src/features/inspector/protocol';

/** The step chart in pixels. */
export interface Chart {
  readonly line: string;
  readonly area: string;
  /**
   * From now on to a wall: between the soonest and the latest, as an area. `null` where neither is
   * known.
   */
  readonly forecast: { readonly area: string; readonly turn: number } | null;
  readonly now: { readonly x: number; readonly y: number };
  readonly walls: readonly {
    readonly y: number;
    readonly name: string;
    readonly tokens: number;
    readonly isLimit: boolean;
  }[];
  readonly events: readonly {
    readonly x: number;
    readonly y: number;
    readonly before: number;
    readonly step: HistoryStep;
  }[];
  readonly lastTurn: number;
  readonly xOfTurn: (turn: number) => number;
}

/** A wall farther away than this would press the line flat. */
const FARTHEST_WALL = 2.6;
/** Share of the width that the forecast may take. */
const FORECAST_SHARE = 0.4;

type ChartSource = Pick<Session, 'steps' | 'walls' | 'totalTokens' | 'turn'>;

/** @returns `null` before two steps: there is no growth to show. */
export function chartOf(
  { steps, walls, turn }: ChartSource,
  width: number,
  height: number,
): Chart | null {
  const last = steps.at(-1);
  if (last === undefined || steps.length < 2 || width <= 0) return null;
  const lastTurn = Math.max(turn, last.turn, 1);
  const highest = steps.reduce((most, { tokens }) => Math.max(most, tokens), 1);
  const near = walls.filter(({ tokens }) => tokens <= highest * FARTHEST_WALL);
  const top = Math.max(highest, ...near.map(({ tokens }) => tokens)) * 1.08;
  const foreseen = near.flatMap(({ tokens, isLimit, turnsAhead }) =>
    turnsAhead === null ? [] : [{ tokens, isLimit, ...turnsAhead }],
  );
  const goal = foreseen.find(({ isLimit }) => isLimit) ?? foreseen[0];
  const shownAhead = Math.min(goal?.most ?? 0, (lastTurn * FORECAST_SHARE) / (1 - FORECAST_SHARE));
  const xOfTurn = (at: number): number => (at / (lastTurn + shownAhead)) * width;
  const yOf = (tokens: number): number => height - (Math.min(tokens, top) / top) * height;

  /** As far as there is room: up to the wall, and along it. */
  const wayTo = (goalTokens: number, turns: number): { turns: number; tokens: number }[] => {
    const shown = Math.min(turns, shownAhead);
    const tokens = last.tokens + ((goalTokens - last.tokens) * shown) / turns;
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
  const line = stepPath(points);
  const end = points.at(-1)!;
  return {
    line: `${line}H${round(xOfTurn(lastTurn))}`,
    area: `${line}H${round(xOfTurn(lastTurn))}V${height}H${round(points[0]!.x)}Z`,
    forecast:
      goal === undefined
        ? null
        : {
            area: areaOf(
              [
                { turns: 0, tokens: last.tokens },
                ...wayTo(goal.tokens, goal.least),
                ...wayTo(goal.tokens, goal.most).slice(0, 1),
              ].map(({ turns, tokens }) => ({ x: xOfTurn(lastTurn + turns), y: yOf(tokens) })),
            ),
            turn: Math.floor(lastTurn + shownAhead),
          },
    now: { x: xOfTurn(lastTurn), y: end.y },
    walls: near.map(({ name, tokens, isLimit }) => ({ y: yOf(tokens), name, tokens, isLimit })),
    events: points.flatMap(({ x, y, step }, index) =>
      step.event === 'response' ? [] : [{ x, y, before: points[index - 1]?.y ?? y, step }],
    ),
    lastTurn,
    xOfTurn,
  };
}

/** Steps of one turn stand evenly within it. */
function places(steps: readonly HistoryStep[]): readonly { at: number; step: HistoryStep }[] {
  const inTurn = new Map<number, number>();
  for (const { turn } of steps) inTurn.set(turn, (inTurn.get(turn) ?? 0) + 1);
  const seen = new Map<number, number>();
  return steps.map((step) => {
    const index = seen.get(step.turn) ?? 0;
    seen.set(step.turn, index + 1);
    return { at: Math.max(0, step.turn - 1) + (index + 0.5) / (inTurn.get(step.turn) ?? 1), step };
  });
}

/** One move per pixel is enough, but none that goes down may be lost. */
function stepPath(points: readonly { readonly x: number; readonly y: number }[]): string {
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
