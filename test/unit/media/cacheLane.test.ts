import assert from 'node:assert/strict';
import fc from 'fast-check';
import {
  LANE_PX,
  laneMarkAt,
  laneOf,
  type LaneMark,
  type LanePicture,
} from '../../../media/inspector/cacheLane';
import { doTouch, gutterOf } from '../../../media/inspector/chartLabels';
import { chartOf, type Chart } from '../../../media/inspector/chartLayout';
import { writtenAgainLines, rewritesUpTo } from '../../../media/inspector/stepRewrites';
import { cacheLaneOf } from '../../../src/features/inspector/cacheLaneView';
import type { CacheLane, LaneRewrite } from '../../../src/features/inspector/cacheProtocol';
import type { HistoryStep } from '../../../src/features/inspector/protocol';
import { inEnglish } from '../../../src/wording/translate';
import {
  barWall,
  histories,
  limits,
  sizes,
  step,
  wallWords,
  wide,
} from '../../fixtures/grownChart';
import { cacheLedgerOf, cacheRewrite } from '../../fixtures/ledgerOf';

const REASONS = ['pause', 'compaction', 'toolsChanged', 'previousMessageNotFound', 'unknown'];
const NAME = 'cache';

/** Each of another line of the file, and one that no step has. */
const numbered = (steps: readonly HistoryStep[]): HistoryStep[] =>
  steps.map((each, index) => ({ ...each, line: 10 * (index + 1) }));

function laneOfLines(...made: readonly (readonly [line: number, tokens: number])[]): CacheLane {
  const rewrites = made.map(([line, tokens], index) =>
    cacheRewrite({
      ...{ line, tokens, pauseMs: 72 * 60_000 },
      reason: REASONS[index % REASONS.length] as 'pause',
    }),
  );
  return cacheLaneOf({ ledger: cacheLedgerOf(rewrites), use: null }, inEnglish)!;
}

interface Made {
  readonly chart: Chart;
  readonly picture: LanePicture;
}

/** In a picture of this size, with limits or without. */
function made(
  steps: readonly HistoryStep[],
  lane: CacheLane,
  { width, height }: { readonly width: number; readonly height: number },
  walls = [barWall('limit', 200_000)],
): Made | null {
  const names = walls.map((wall) => ({ ...wallWords(wall), isAbove: false }));
  const gutter = gutterOf(names, width, wide, [lane.words, lane.share]);
  const plot = { left: 36, right: width - gutter, top: 8, bottom: height - 18 - LANE_PX };
  const turn = steps.at(-1)?.turn ?? 0;
  const chart = chartOf({ steps: numbered(steps), walls, turn }, plot);
  if (chart === null) return null;
  const words = { ...lane, name: NAME };
  return { chart, picture: laneOf(chart, words, { width, bottom: height - 1 }, wide) };
}

const RISE = Array.from({ length: 50 }, (_, index) => step(index + 1, 3_000 * (index + 1)));
const texts = ({ label }: LaneMark): string[] => label.map(({ text }) => text);

describe('the lane below the chart', () => {
  it('has a mark at the step of each re-write, as high as that is large', () => {
    const lane = laneOfLines([100, 88_000], [250, 44_000], [400, 22_000]);
    const { chart, picture } = made(RISE, lane, { width: 700, height: 234 })!;
    assert.deepEqual(
      picture.marks.map(({ box }) => (box.left + box.right) / 2),
      [9, 24, 39].map((at) => chart.points[at]!.x),
    );
    assert.deepEqual(
      picture.marks.map(({ box }) => [box.right - box.left, box.bottom - box.top]),
      [
        [4, 36],
        [4, 18],
        [4, 9],
      ],
    );
    assert.deepEqual(picture.marks.map(texts), [
      ['88K', '72 min pause'],
      ['44K', 'compacted'],
      ['22K', 'tools changed'],
    ]);
    assert.deepEqual(
      picture.sum.map(({ text }) => text),
      ['3 re-writes', '10% of the input'],
    );
    assert.ok(picture.sum.every(({ box }) => box.left > chart.plot.right));
    assert.deepEqual(
      picture.name.map(({ text }) => text),
      [NAME],
    );
  });

  it('drops the reason of a label that would reach the next mark, then its size', () => {
    const labelsOf = (...at: readonly number[]): string[][] => {
      const lane = laneOfLines(...at.map((line) => [line, 50_000] as const));
      return made(RISE, lane, { width: 700, height: 234 })!.picture.marks.map(texts);
    };
    assert.deepEqual(labelsOf(100, 200)[0], ['50K', '72 min pause']);
    assert.deepEqual(labelsOf(100, 150)[0], ['50K']);
    assert.deepEqual(labelsOf(100, 110)[0], []);
  });

  it('has the label of the last mark at its left, where the plot ends', () => {
    const lane = laneOfLines([10, 50_000], [500, 60_000]);
    const { picture } = made(RISE, lane, { width: 700, height: 234 })!;
    const last = picture.marks[1]!;
    assert.deepEqual(texts(last), ['60K', 'compacted']);
    assert.ok(last.label.every(({ box }) => Math.abs(box.right - (last.box.left - 4)) < 1e-9));
  });

  it('puts what a thinned out history has no step for into the next one, or the last', () => {
    const lane = laneOfLines([95, 50_000], [9_999, 60_000]);
    const { chart, picture } = made(RISE, lane, { width: 700, height: 234 })!;
    assert.deepEqual(
      picture.marks.map((mark) => chart.points[mark.step]!.step.line),
      [100, 500],
    );
  });

  it('names only the percentage, and nothing that would be cut to a few letters', () => {
    const lane = laneOfLines([100, 50_000]);
    const sumAt = (width: number): string[] =>
      made(RISE, lane, { width, height: 234 }, [])!.picture.sum.map(({ text }) => text);
    assert.deepEqual(sumAt(700), ['1 re-write', '3% of the input']);
    assert.deepEqual(sumAt(336), ['1 re-write', '3%']);
    assert.deepEqual(sumAt(100), ['3%']);
  });

  it('is pointed at by its marks and their labels, the nearest mark first', () => {
    const lane = laneOfLines([100, 50_000], [110, 60_000], [400, 70_000]);
    const { picture } = made(RISE, lane, { width: 700, height: 234 })!;
    const [first, second, third] = picture.marks as [LaneMark, LaneMark, LaneMark];
    assert.equal(laneMarkAt(picture, first.box.left - 5), first);
    assert.equal(laneMarkAt(picture, second.box.right), second);
    assert.equal(laneMarkAt(picture, third.label[1]!.box.right - 1), third);
    assert.equal(laneMarkAt(picture, third.box.left - 40), null);
  });

  it('never has labels that touch, reach a mark, or leave the picture', () => {
    const rewrites = fc.array(
      fc.tuple(fc.integer({ min: 0, max: 1_600 }), fc.integer({ min: 1_000, max: 1_000_000 })),
      { maxLength: 60 },
    );
    fc.assert(
      fc.property(histories, rewrites, limits, sizes, (steps, lines, walls, size) => {
        const lane = laneOfLines(...lines.sort((a, b) => a[0] - b[0]));
        const both = made(steps, lane, size, [...walls]);
        if (both === null) return;
        const { chart, picture } = both;
        const { marks, sum, name } = picture;
        assert.equal(marks.length, lines.length);
        const largest = Math.max(...lines.map(([, tokens]) => tokens));
        for (const [index, { box, label, rewrite, step: at }] of marks.entries()) {
          assert.ok(box.left >= chart.plot.left && box.right <= chart.plot.right);
          assert.ok(Math.abs((box.left + box.right) / 2 - chart.points[at]!.x) <= 2.01);
          assert.ok(box.top >= picture.top + 8 && box.bottom === picture.bottom);
          if (rewrite.tokens === largest) assert.equal(box.bottom - box.top, 36);
          const room = (marks[index + 1]?.box.left ?? Infinity) - 4 - (box.right + 4);
          const isWhole = ['size', 'reason'].every(
            (part) => wide(rewrite[part as keyof Pick<LaneRewrite, 'size' | 'reason'>]) <= room,
          );
          if (isWhole && index < marks.length - 1) assert.equal(label.length, 2);
          assert.ok(label[0] === undefined || label[0].text === rewrite.size);
        }
        const words = [...marks.flatMap(({ label }) => label), ...sum, ...name];
        for (const [index, { box, text }] of words.entries()) {
          assert.ok(box.left >= 0 && box.right <= size.width + 0.01, `${text} is outside`);
          assert.ok(box.top >= picture.top && box.bottom <= picture.bottom, `${text} is too high`);
          const other = words.slice(0, index).find((each) => doTouch(each.box, box));
          assert.equal(other, undefined, `${text} on ${other?.text ?? ''}`);
          const mark = marks.find((each) => doTouch(each.box, box));
          assert.equal(mark, undefined, `${text} on a mark`);
        }
        for (const { box } of marks.flatMap(({ label }) => label))
          assert.ok(box.right <= chart.plot.right && box.left >= chart.plot.left);
      }),
      { numRuns: 500 },
    );
  });
});

describe('what a step says of its re-writes', () => {
  it('is the sentence of the largest, and how many more', () => {
    const { rewrites } = laneOfLines([10, 50_000], [20, 60_000], [21, 7_000]);
    assert.deepEqual(writtenAgainLines([]), []);
    assert.deepEqual(writtenAgainLines(rewrites.slice(0, 1)), [
      { name: '50K written again: 72 min pause', rest: '' },
    ]);
    assert.deepEqual(writtenAgainLines(rewrites), [
      { name: '60K written again: compacted', rest: ' · 2 more' },
    ]);
  });

  it('is of those since the line before, none is lost, and there may be none', () => {
    const lane = laneOfLines([10, 50_000], [15, 60_000], [20, 7_000], [99, 8_000]);
    assert.deepEqual(
      rewritesUpTo(lane, [10, 20, 30]).map((each) => each.map(({ line }) => line)),
      [[10], [15, 20], [99]],
    );
    assert.deepEqual(rewritesUpTo(null, [10, 20]), [[], []]);
    assert.deepEqual(rewritesUpTo(lane, []), []);
  });
});
