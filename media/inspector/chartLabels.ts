import type { Chart, ChartWall } from './chartLayout';

/** The width of a text in pixels, in the font of the chart. */
export type Measure = (text: string) => number;

/** A rectangle in pixels of the picture. */
export interface LabelBox {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

/** The name of a wall in the gutter at the right of the plot. */
export interface WallLabel {
  readonly wall: ChartWall;
  readonly text: string;
  /** Its middle. */
  readonly y: number;
  /** What `text` leaves out is in here. */
  readonly whole: string;
}

/** Beside the drop that it is about. */
export interface EventLabel {
  readonly text: string;
  readonly box: LabelBox;
}

/** From the middle of one line of text to that of the next. */
export const LINE_PX = 14;
/** From the end of a wall's line to its name. */
export const LEADER_PX = 6;
const AFTER_LEADER_PX = 2;
const GUTTER = { mostPx: 136, share: 0.28, emptyPx: 8 };
/** Behind the name of a wall that is higher than the picture. */
const ABOVE = ' ↑';
const FEWEST_LETTERS = 4;
const BESIDE_PX = 5;
const NOW_PX = 4;
const MOST_EVENTS = 60;
const CANDIDATE_PX = 2;
/** Between a label and the curve. */
const CLEAR_PX = 2;

/**
 * How wide the gutter has to be for the names of the walls, as far as the picture has room.
 * @param others what else stands in it.
 */
export function gutterOf(
  names: readonly { readonly name: string; readonly size: string; readonly isAbove: boolean }[],
  width: number,
  measure: Measure,
  others: readonly string[] = [],
): number {
  if (names.length + others.length === 0) return GUTTER.emptyPx;
  const widest = Math.max(
    ...names.map(({ name, size, isAbove }) => measure(`${name} ${size}${isAbove ? ABOVE : ''}`)),
    ...others.map(measure),
  );
  const wanted = Math.ceil(widest) + LEADER_PX + 2 * AFTER_LEADER_PX;
  return Math.min(wanted, GUTTER.mostPx, Math.floor(width * GUTTER.share));
}

/** The whole name and size; else the name, else the size, else what there is room for. */
export function nameWithin(name: string, size: string, roomPx: number, measure: Measure): string {
  const whole = [`${name} ${size}`, name, size].find((text) => measure(text) <= roomPx);
  return whole ?? cutTo(name, roomPx, measure);
}

/** As far as it fits, with an ellipsis where it was cut; empty where not even four letters fit. */
export function cutTo(text: string, roomPx: number, measure: Measure): string {
  if (measure(text) <= roomPx) return text;
  let fits = 0;
  for (let low = 1, high = text.length; low <= high;) {
    const middle = (low + high) >> 1;
    if (measure(`${text.slice(0, middle)}…`) <= roomPx) [fits, low] = [middle, middle + 1];
    else high = middle - 1;
  }
  return fits < FEWEST_LETTERS ? '' : `${text.slice(0, fits).trimEnd()}…`;
}

/**
 * Moves each as little down, and where there is no room below up, that none is nearer to the next
 * than the gap. In the order given, which is ascending; they have to fit.
 */
export function pushedApart(
  wanted: readonly number[],
  gap: number,
  least: number,
  most: number,
): readonly number[] {
  const placed: number[] = [];
  for (const each of wanted)
    placed.push(
      Math.max(Math.min(Math.max(each, least), most), (placed.at(-1) ?? -Infinity) + gap),
    );
  let limit = most;
  for (let index = placed.length - 1; index >= 0; index--) {
    placed[index] = Math.min(placed[index]!, limit);
    limit = placed[index]! - gap;
  }
  return placed;
}

/**
 * From the top, never nearer than a line. Where there are more than fit, the limit and the next one
 * stay, then the lowest. A wall above the picture is named at the top, with an arrow.
 */
export function wallLabels(
  { walls, plot }: Pick<Chart, 'walls' | 'plot'>,
  gutterPx: number,
  words: (wall: ChartWall) => { readonly name: string; readonly size: string },
  measure: Measure,
): readonly WallLabel[] {
  const least = plot.top;
  const most = plot.bottom - 2;
  const room = gutterPx - LEADER_PX - AFTER_LEADER_PX;
  const count = Math.floor((most - least) / LINE_PX) + 1;
  const weight = ({ wall, isNext }: ChartWall): number => (isNext ? 0 : wall.isLimit ? 1 : 2);
  const kept = new Set([...walls].sort((a, b) => weight(a) - weight(b)).slice(0, count));
  const labels = walls
    .filter((wall) => kept.has(wall))
    .map((wall) => {
      const { name, size } = words(wall);
      const arrow = wall.y === null ? ABOVE : '';
      const text = nameWithin(name, size, room - measure(arrow), measure);
      return { wall, text: text === '' ? '' : text + arrow, whole: `${name} ${size}` };
    })
    .filter(({ text }) => text !== '')
    .reverse();
  const heights = pushedApart(
    labels.map(({ wall }) => wall.y ?? least),
    LINE_PX,
    least,
    most,
  );
  return labels.map((label, index) => ({ ...label, y: heights[index]! }));
}

/**
 * What cut the context back, each in words beside its drop, the newest first: none on the curve, on
 * another one, or on what is to come. A label without room is left out.
 */
export function eventLabels(chart: Chart, measure: Measure): readonly EventLabel[] {
  const { plot, events, forecast, now, walls } = chart;
  const curve = new CurveSpans(chart);
  const taken: LabelBox[] = [
    { left: now.x - NOW_PX, right: now.x + NOW_PX, top: now.y - NOW_PX, bottom: now.y + NOW_PX },
    ...(forecast === null
      ? []
      : [{ left: now.x, right: plot.right, top: forecast.top, bottom: now.y }]),
    ...events.map(({ x, y, before }) => ({
      ...{ left: x - 1, right: x + 1 },
      ...{ top: Math.min(before, y), bottom: plot.bottom },
    })),
  ];
  const lines = walls.flatMap(({ y }) =>
    y === null ? [] : [{ left: plot.left, right: plot.right, top: y - 1, bottom: y + 1 }],
  );
  const labels: EventLabel[] = [];
  for (const { x, y, before, step } of events.slice(-MOST_EVENTS).reverse()) {
    if (step.words === '') continue;
    const around = boxesBeside(x, [Math.min(y, before), Math.max(y, before)], {
      plot,
      width: measure(step.words),
    }).filter((box) => curve.isFree(box) && !taken.some((other) => doTouch(box, other)));
    // Across a wall's line only where there is no other place.
    const box = around.find((each) => !lines.some((line) => doTouch(each, line))) ?? around[0];
    if (box === undefined) continue;
    labels.push({ text: step.words, box });
    taken.push(box);
  }
  return labels;
}

/** Places for a label, those nearest to the middle of the drop first, the right side before. */
function boxesBeside(
  x: number,
  [high, low]: readonly [number, number],
  { plot, width }: { readonly plot: Chart['plot']; readonly width: number },
): readonly LabelBox[] {
  const half = LINE_PX / 2;
  const middle = (high + low) / 2;
  const reach = (low - high) / 2 + LINE_PX + half;
  const boxes: LabelBox[] = [];
  for (let off = 0; off <= reach; off += CANDIDATE_PX)
    for (const center of off === 0 ? [middle] : [middle - off, middle + off])
      for (const left of [x + BESIDE_PX, x - BESIDE_PX - width]) {
        const box = { left, right: left + width, top: center - half, bottom: center + half };
        if (
          box.left >= plot.left &&
          box.right <= plot.right &&
          box.top >= plot.top - half &&
          box.bottom <= plot.bottom
        )
          boxes.push(box);
      }
  return boxes;
}

/** Where the curve is in each column of pixels: whether a label would lie on it. */
class CurveSpans {
  private readonly left: number;
  private readonly high: Float64Array;
  private readonly low: Float64Array;

  constructor({ points, plot, now }: Chart) {
    this.left = Math.floor(plot.left);
    const columns = Math.max(1, Math.ceil(plot.right) - this.left + 1);
    this.high = new Float64Array(columns).fill(Infinity);
    this.low = new Float64Array(columns).fill(-Infinity);
    for (const [index, { x, y }] of points.entries()) {
      this.mark(x, x, points[index - 1]?.y ?? y);
      this.mark(x, points[index + 1]?.x ?? now.x, y);
    }
  }

  isFree({ left, right, top, bottom }: LabelBox): boolean {
    const to = Math.min(this.high.length - 1, Math.ceil(right) - this.left);
    for (let at = Math.max(0, Math.floor(left) - this.left); at <= to; at++)
      if (bottom > this.high[at]! - CLEAR_PX && top < this.low[at]! + CLEAR_PX) return false;
    return true;
  }

  private mark(from: number, to: number, y: number): void {
    const end = Math.min(this.high.length - 1, Math.floor(to) - this.left);
    for (let at = Math.max(0, Math.floor(from) - this.left); at <= end; at++) {
      this.high[at] = Math.min(this.high[at]!, y);
      this.low[at] = Math.max(this.low[at]!, y);
    }
  }
}

export function doTouch(a: LabelBox, b: LabelBox): boolean {
  return a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
}
