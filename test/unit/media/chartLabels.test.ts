import assert from 'node:assert/strict';
import fc from 'fast-check';
import { turnTicks } from '../../../media/inspector/chartAxis';
import {
  cutTo,
  doTouch,
  eventLabels,
  LEADER_PX,
  nameWithin,
  pushedApart,
  wallLabels,
} from '../../../media/inspector/chartLabels';
import type { Chart } from '../../../media/inspector/chartLayout';
import {
  barWall,
  chartIn,
  histories,
  limits,
  sizes,
  step,
  wallWords,
  wide,
} from '../../fixtures/grownChart';

const RISE = [step(1, 20_000), step(2, 90_000), step(3, 150_000)];
const NEAR = [
  barWall('auto-compact', 167_000),
  barWall('blocked', 177_000),
  barWall('limit', 200_000),
];
const labelsOf = (walls: typeof NEAR, width: number, height: number, steps = RISE) => {
  const { chart, gutter } = chartIn({ steps, walls }, width, height)!;
  return wallLabels(chart, gutter, ({ wall }) => wallWords(wall), wide);
};

describe('the names of the walls in the chart', () => {
  it('stand below one another beside their lines, the limit at the top', () => {
    assert.deepEqual(
      labelsOf(NEAR, 480, 150).map(({ text, y }) => [text, Math.round(y)]),
      [
        ['limit 200K', 8],
        ['blocked 177K', 22],
        ['auto-compact 167K', 36],
      ],
    );
  });

  it('give way on narrow pages: first the size, then the name', () => {
    const texts = (width: number) => labelsOf(NEAR, width, 190).map(({ text }) => text);
    assert.deepEqual(texts(336), ['limit 200K', 'blocked 177K', 'auto-compact']);
    assert.deepEqual(texts(211), ['limit', 'blocked', '167K']);
    assert.equal(nameWithin('Nutzungsguthaben', '200K', 60, wide), '200K');
    assert.equal(nameWithin('Nutzungsguthaben', '1200000K', 40, wide), 'Nutzu…');
    assert.equal(cutTo('blocked', 25, wide), '');
  });

  it('tell of a wall above the picture that it is there', () => {
    const far = [barWall('usage credits', 200_000), barWall('limit', 1_000_000)];
    const steps = [step(1, 20_000), step(2, 90_000)];
    assert.deepEqual(
      labelsOf(far, 520, 150, steps).map(({ text, wall }) => [text, wall.y === null]),
      [
        ['limit 1M ↑', true],
        ['usage credits 200K', false],
      ],
    );
  });

  it('keep the limit and the next one where there is no room for all', () => {
    const many = Array.from({ length: 12 }, (_, index) =>
      barWall('blocked', 150_000 + index, { isBreached: index < 9 }),
    );
    const all = [...many, barWall('limit', 200_000)];
    const texts = labelsOf(all, 480, 80).map(({ wall }) => wall.wall);
    assert.ok(texts.length < all.length && texts.includes(all[12]!) && texts.includes(all[9]!));
  });

  it('never touch and never leave the picture, whatever the limits', () => {
    fc.assert(
      fc.property(histories, limits, sizes, (steps, walls, { width, height }) => {
        const made = chartIn({ steps, walls }, width, height);
        if (made === null) return;
        const { chart, gutter } = made;
        const labels = wallLabels(chart, gutter, ({ wall }) => wallWords(wall), wide);
        for (const [index, { text, y }] of labels.entries()) {
          const right = chart.plot.right + LEADER_PX + 2 + wide(text);
          assert.ok(right <= width + 0.01, `${text} ends at ${String(right)} of ${String(width)}`);
          assert.ok(y - 7 >= 0 && y + 7 <= height, `${text} at ${String(y)}`);
          const above = labels[index - 1];
          assert.ok(
            above === undefined || y - above.y >= 14 - 1e-9,
            `${text} on ${above?.text ?? ''}`,
          );
        }
        if (height >= 120) assert.ok(labels.length >= Math.min(walls.length, 6) || gutter < 60);
      }),
      { numRuns: 500 },
    );
  });
});

describe('what stands in and below the plot', () => {
  const boxesOf = (chart: Chart) => eventLabels(chart, wide);

  it('says beside each drop what it was', () => {
    const steps = [
      ...Array.from({ length: 20 }, (_, index) => step(index + 1, 8_000 * (index + 1))),
      step(20, 36_000, 'compaction', 'compacted to 36K'),
      ...Array.from({ length: 20 }, (_, index) => step(index + 21, 40_000 + 2_000 * index)),
    ];
    const { chart } = chartIn({ steps, walls: NEAR }, 480, 150)!;
    const [label, ...rest] = boxesOf(chart);
    assert.deepEqual([label?.text, rest], ['compacted to 36K', []]);
    const { x, before, y } = chart.events[0]!;
    assert.ok(label !== undefined && label.box.left > x && label.box.left < x + 10);
    assert.ok(label.box.top > before - 14 && label.box.bottom < y + 14);
  });

  it('never touches the curve, another label, or what is to come', () => {
    fc.assert(
      fc.property(histories, limits, sizes, (steps, walls, { width, height }) => {
        const made = chartIn({ steps, walls }, width, height);
        if (made === null) return;
        const { chart } = made;
        const { plot, points, now } = chart;
        const labels = boxesOf(chart);
        for (const [index, { box, text }] of labels.entries()) {
          assert.ok(box.left >= plot.left && box.right <= plot.right, text);
          assert.ok(box.top >= 0 && box.bottom <= plot.bottom, text);
          for (const other of labels.slice(0, index)) assert.ok(!doTouch(box, other.box), text);
          for (const [at, point] of points.entries()) {
            const before = points[at - 1] ?? point;
            const rise = {
              ...{ left: point.x, right: point.x },
              ...{ top: Math.min(before.y, point.y), bottom: Math.max(before.y, point.y) },
            };
            const run = {
              ...{ left: point.x, right: points[at + 1]?.x ?? now.x },
              ...{ top: point.y, bottom: point.y },
            };
            assert.ok(!doTouch(box, rise) && !doTouch(box, run), `${text} lies on the curve`);
          }
        }
      }),
      { numRuns: 300 },
    );
  });

  it('numbers turns that are apart, the present one and the first', () => {
    const { chart } = chartIn({ steps: RISE, walls: NEAR }, 480, 150)!;
    const words = { first: 'turn 1', now: '3, now' };
    assert.deepEqual(
      turnTicks(chart, 480, words, wide).map(({ text }) => text),
      ['3, now', 'turn 1', '2'],
    );
    fc.assert(
      fc.property(histories, limits, sizes, (steps, walls, { width, height }) => {
        const made = chartIn({ steps, walls }, width, height);
        if (made === null) return;
        const ticks = turnTicks(made.chart, width, words, wide);
        assert.equal(ticks[0]?.isNow, true);
        for (const [index, { box, text }] of ticks.entries()) {
          assert.ok(box.left >= 0 && box.right <= width && box.bottom <= height, text);
          for (const other of ticks.slice(0, index))
            assert.ok(box.left >= other.box.right + 8 || other.box.left >= box.right + 8, text);
        }
      }),
      { numRuns: 300 },
    );
  });

  it('pushes no further than it has to', () => {
    assert.deepEqual(pushedApart([0, 2, 50], 14, 0, 100), [0, 14, 50]);
    assert.deepEqual(pushedApart([90, 95, 99], 14, 0, 100), [72, 86, 100]);
    assert.deepEqual(pushedApart([], 14, 0, 100), []);
  });
});
