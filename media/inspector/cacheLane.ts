import type { CacheLane, LaneRewrite } from '../../src/features/inspector/cacheProtocol';
import { firstAtLeast } from './cameIn';
import { cutTo, LEADER_PX, LINE_PX, type LabelBox, type Measure } from './chartLabels';
import type { Chart } from './chartLayout';

/** A line of text in the lane. */
interface LaneText {
  readonly text: string;
  readonly box: LabelBox;
}

/** A re-write where it stands in the picture, at the step that it was sent for. */
export interface LaneMark {
  readonly rewrite: LaneRewrite;
  /** Of the step in the chart. */
  readonly step: number;
  readonly box: LabelBox;
  /** Its size, and below it the reason, as far as there is room. */
  readonly label: readonly LaneText[];
}

/** What was written into the cache again, below the axis of turns. */
export interface LanePicture {
  /** From the left. */
  readonly marks: readonly LaneMark[];
  /** Left of its axis; empty where there is no room for it. */
  readonly name: readonly LaneText[];
  /** How many, and their share, in the gutter. */
  readonly sum: readonly LaneText[];
  readonly left: number;
  readonly right: number;
  readonly top: number;
  /** Where its axis is. */
  readonly bottom: number;
}

/** Height of the lane. */
export const LANE_PX = 44;
const MARK = { width: 4, most: 36, least: 2 };
/** From a mark to its label, and from that to the next mark. */
const BESIDE_PX = 4;
const APART_PX = 4;
const NAME_APART_PX = 6;
/** As near to a mark as a pointer has to be. */
const NEAR_PX = 6;

/**
 * One mark a re-write, as high as it is large, the largest all of the height. A label stands at the
 * right of its mark, at the left of the last one where the plot ends; one that would reach the next
 * mark drops its reason, then its size.
 *
 * @param words what the lane is called, and its sum.
 * @param bottom of the lane: its axis.
 */
export function laneOf(
  { plot, points }: Pick<Chart, 'plot' | 'points'>,
  words: Pick<CacheLane, 'rewrites' | 'words' | 'share' | 'percent'> & { readonly name: string },
  { width, bottom }: { readonly width: number; readonly bottom: number },
  measure: Measure,
): LanePicture {
  const lines = points.map(({ step }) => step.line);
  const largest = words.rewrites.reduce((most, { tokens }) => Math.max(most, tokens), 1);
  const placed = words.rewrites
    .map((rewrite) => {
      const step = Math.min(firstAtLeast(lines, rewrite.line), points.length - 1);
      const left = within(
        (points[step]?.x ?? plot.left) - MARK.width / 2,
        plot.left,
        plot.right - MARK.width,
      );
      const height = Math.max(MARK.least, (rewrite.tokens / largest) * MARK.most);
      const box = { left, right: left + MARK.width, top: bottom - height, bottom };
      return { rewrite, step, box };
    })
    .sort((a, b) => a.box.left - b.box.left || a.step - b.step);
  const marks: LaneMark[] = [];
  for (const [index, mark] of placed.entries()) {
    const next = placed[index + 1]?.box.left;
    const right = next === undefined ? plot.right : next - APART_PX;
    const from = mark.box.right + BESIDE_PX;
    const label = labelAt(mark.rewrite, bottom, right - from, () => from, measure);
    const atLeft = next === undefined ? labelAtLeft(mark, marks.at(-1), plot.left, measure) : [];
    marks.push({ ...mark, label: atLeft.length > label.length ? atLeft : label });
  }
  const room = width - plot.right - LEADER_PX - 2;
  const nameRight = plot.left - NAME_APART_PX;
  const nameWidth = measure(words.name);
  return {
    marks,
    name:
      nameWidth > plot.left - 1
        ? []
        : [textAt(words.name, Math.max(0, nameRight - nameWidth), bottom - LINE_PX, measure)],
    sum: [words.words, measure(words.share) <= room ? words.share : words.percent]
      .map((text) => cutTo(text, room, measure))
      .map((text, line) =>
        textAt(text, plot.right + LEADER_PX + 2, bottom - (2 - line) * LINE_PX, measure),
      )
      .filter(({ text }) => text !== ''),
    ...{ left: plot.left, right: plot.right },
    ...{ top: bottom - LANE_PX, bottom },
  };
}

/** The mark that a place in the lane is on, or on the label of; `null` where there is none near. */
export function laneMarkAt({ marks }: LanePicture, x: number): LaneMark | null {
  let nearest: LaneMark | null = null;
  let distance = Infinity;
  for (const mark of marks) {
    const { left, right } = mark.box;
    const away = Math.max(left - x, x - right, 0);
    if (away > NEAR_PX || away >= distance) continue;
    [nearest, distance] = [mark, away];
  }
  const isOn = ({ box }: LaneText): boolean => x >= box.left && x <= box.right;
  return nearest ?? marks.find(({ label }) => label.some(isOn)) ?? null;
}

function labelAtLeft(
  { rewrite, box }: Pick<LaneMark, 'rewrite' | 'box'>,
  before: LaneMark | undefined,
  plotLeft: number,
  measure: Measure,
): readonly LaneText[] {
  const taken = before?.label.map((line) => line.box.right) ?? [];
  const from = Math.max(plotLeft, before?.box.right ?? plotLeft, ...taken) + APART_PX;
  const to = box.left - BESIDE_PX;
  return labelAt(rewrite, box.bottom, to - from, (px) => to - px, measure);
}

/** @param leftOf where a line begins that is so wide. */
function labelAt(
  { size, reason }: LaneRewrite,
  bottom: number,
  room: number,
  leftOf: (px: number) => number,
  measure: Measure,
): readonly LaneText[] {
  if (measure(size) > room) return [];
  return [size, reason]
    .map((text, line) =>
      textAt(text, leftOf(measure(text)), bottom - (2 - line) * LINE_PX, measure),
    )
    .filter(({ text }) => text !== '' && measure(text) <= room);
}

function textAt(text: string, left: number, top: number, measure: Measure): LaneText {
  return { text, box: { left, right: left + measure(text), top, bottom: top + LINE_PX } };
}

function within(value: number, least: number, most: number): number {
  return Math.max(least, Math.min(value, most));
}
