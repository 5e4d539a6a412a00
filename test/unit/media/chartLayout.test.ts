import assert from 'node:assert/strict';
import fc from 'fast-check';
import { axisTicks } from '../../../media/inspector/chartAxis';
import { chartOf } from '../../../media/inspector/chartLayout';
import { placedBeside } from '../../../media/inspector/probeBox';
import { barWall, chartIn, histories, limits, sizes, step } from '../../fixtures/grownChart';

const PLOT = { left: 36, right: 400, top: 8, bottom: 132 };
const of = (steps: ReturnType<typeof step>[], walls: ReturnType<typeof barWall>[] = []) =>
  chartOf({ steps, walls, turn: steps.at(-1)?.turn ?? 0 }, PLOT);

describe('the axis of tokens', () => {
  const words = (top: number): string =>
    axisTicks(top)
      .map((tick) => tick.words)
      .join(' ');

  it('ends at the limit where that is a round number', () => {
    assert.equal(words(200_000), '0 50K 100K 150K 200K');
    assert.equal(words(1_000_000), '0 250K 500K 750K 1M');
    assert.equal(words(160_000), '0 40K 80K 120K 160K');
    assert.equal(words(177_000), '0 50K 100K 150K');
    assert.equal(words(232_000), '0 50K 100K 150K 200K');
  });

  it('has four or five ticks, said without rounding, whatever the top', () => {
    fc.assert(
      fc.property(fc.double({ min: 1_000, max: 20_000_000, noNaN: true }), (top) => {
        const ticks = axisTicks(top);
        assert.ok(ticks.length === 4 || ticks.length === 5, `${String(ticks.length)} ticks`);
        assert.equal(new Set(ticks.map((tick) => tick.words)).size, ticks.length);
        assert.ok(ticks.every(({ tokens }) => tokens >= 0 && tokens <= top));
        for (const { tokens, words: said } of ticks) {
          const unit = said.endsWith('M') ? 1_000_000 : said.endsWith('K') ? 1_000 : 1;
          assert.ok(Math.abs(parseFloat(said) * unit - tokens) < 1e-6, said);
        }
      }),
      { numRuns: 1_000 },
    );
  });
});

describe('the layout of the chart', () => {
  const limit = barWall('limit', 200_000);

  it('reaches from nothing to the limit', () => {
    const chart = of(
      [step(1, 50_000), step(2, 100_000)],
      [barWall('auto-compact', 167_000), limit],
    )!;
    assert.equal(chart.topTokens, 200_000);
    assert.deepEqual([chart.yOf(0), chart.yOf(100_000), chart.yOf(200_000)], [132, 70, 8]);
    assert.deepEqual(
      chart.walls.map(({ wall, isNext }) => [wall.name, isNext]),
      [
        ['auto-compact', true],
        ['limit', false],
      ],
    );
  });

  it('reaches beyond a limit that was passed, and not up to one that is far away', () => {
    assert.equal(of([step(1, 50_000), step(2, 214_600)], [limit])!.topTokens, 214_600 * 1.04);
    const far = of([step(1, 20_000), step(2, 30_000)], [limit])!;
    assert.deepEqual([far.topTokens, far.walls[0]!.y], [37_500, null]);
  });

  it('gives replies before the first prompt a place before it', () => {
    const chart = of([step(0, 10_000), step(0, 20_000), step(1, 30_000), step(2, 40_000)])!;
    const xs = chart.points.map(({ x }) => x);
    assert.deepEqual(
      xs,
      [...xs].sort((a, b) => a - b),
    );
    assert.equal(new Set(xs).size, 4);
  });

  it('opens a wedge from now on to the limit, where a forecast can be made', () => {
    const steps = [step(1, 50_000), step(20, 100_000)];
    const ahead = { ...limit, turnsAhead: { least: 4, most: 9 } };
    const { forecast } = of(steps, [ahead])!;
    assert.equal(forecast?.turn, 29);
    assert.match(forecast.area, /^M[\d. ]+(?:L[\d. ]+){3}Z$/);
    assert.equal(of(steps, [limit])!.forecast, null);
    assert.equal(of(steps, [{ ...limit, turnsAhead: { least: 0, most: 0 } }])!.forecast, null);
  });

  it('draws no chart of one step, and none where there is no room', () => {
    assert.equal(of([step(1, 50_000)]), null);
    const steps = [step(1, 50_000), step(2, 60_000)];
    const narrow = { ...PLOT, right: 30 };
    assert.equal(chartOf({ steps, walls: [], turn: 2 }, narrow), null);
  });

  it('stays within the plot, from left to right, whatever the session', () => {
    fc.assert(
      fc.property(histories, limits, sizes, (steps, walls, { width, height }) => {
        const made = chartIn({ steps, walls }, width, height);
        if (made === null) return;
        const { points, plot, now, line, area, forecast } = made.chart;
        assert.ok(!/NaN|Infinity/.test(line + area + (forecast?.area ?? '')));
        for (const [index, { x, y }] of points.entries()) {
          assert.ok(x >= plot.left && x <= now.x && y >= plot.top - 1e-9 && y <= plot.bottom);
          assert.ok(index === 0 || x >= points[index - 1]!.x);
        }
        assert.ok(now.x <= plot.right + 1e-9);
      }),
      { numRuns: 300 },
    );
  });
});

describe('the box beside a step', () => {
  it('is in the picture and never over the dot', () => {
    const picture = {
      width: fc.integer({ min: 190, max: 900 }),
      height: fc.integer({ min: 120, max: 260 }),
    };
    fc.assert(
      fc.property(
        fc.record({
          ...picture,
          x: fc.double({ min: 0, max: 1, noNaN: true }),
          y: fc.double({ min: 0, max: 1, noNaN: true }),
          wanted: fc.integer({ min: 40, max: 296 }),
          lines: fc.integer({ min: 1, max: 5 }),
        }),
        ({ width, height, x, y, wanted, lines }) => {
          const dot = { x: 36 + x * (width - 36 - 50), y: 8 + y * (height - 26) };
          const size = { width: wanted, height: 10 + lines * 15 };
          const box = placedBeside(dot, size, { width, height });
          const [right, bottom] = [box.x + box.width, box.y + size.height];
          assert.ok(box.x >= 0 && box.y >= 0 && right <= width && bottom <= height);
          const isOver =
            box.x < dot.x + 4 && right > dot.x - 4 && box.y < dot.y + 4 && bottom > dot.y - 4;
          assert.ok(!isOver, JSON.stringify({ dot, box }));
          assert.ok(box.width === wanted || box.width >= width / 2 - 10, 'cut without need');
        },
      ),
      { numRuns: 1_000 },
    );
  });

  it('stands on the side with room', () => {
    const picture = { width: 480, height: 150 };
    const size = { width: 180, height: 55 };
    assert.deepEqual(placedBeside({ x: 100, y: 60 }, size, picture), {
      x: 110,
      y: 32.5,
      width: 180,
    });
    assert.deepEqual(placedBeside({ x: 300, y: 10 }, size, picture), { x: 110, y: 0, width: 180 });
    assert.deepEqual(placedBeside({ x: 120, y: 100 }, size, { width: 240, height: 150 }), {
      ...{ x: 30, y: 35, width: 180 },
    });
  });
});
