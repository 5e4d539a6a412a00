import assert from 'node:assert/strict';
import fc from 'fast-check';
import { linesOf, rowsAmong } from '../../../media/inspector/lines';
import { filterTo } from '../../../media/inspector/mapFilter';
import { mapGroups, sumOf, type MapGroup } from '../../../media/inspector/mapGroups';
import {
  FRAME_GAP_PX,
  LEAST_CELL,
  LEAST_FRAME,
  mapFrames,
  neighbour,
  type Box,
  type MapFrame,
} from '../../../media/inspector/treemapLayout';
import { INITIAL_UI, type Ui } from '../../../media/inspector/ui';
import type { Row } from '../../../src/features/inspector/protocol';
import { NEWEST_TURN } from '../../fixtures/ledgerInspection';
import { mapRowsOf, type RowSeed } from '../../fixtures/mapRows';

const WAYS: readonly Ui['mapBy'][] = ['file', 'tool', 'kind'];
const seed: fc.Arbitrary<RowSeed> = fc.record({
  what: fc.nat(11),
  file: fc.nat(400),
  folder: fc.nat(12),
  tokens: fc.oneof(
    { weight: 8, arbitrary: fc.integer({ min: 1, max: 400 }) },
    { weight: 3, arbitrary: fc.integer({ min: 400, max: 6_000 }) },
    { weight: 1, arbitrary: fc.integer({ min: 6_000, max: 60_000 }) },
    { weight: 1, arbitrary: fc.constant(0) },
  ),
  turn: fc.nat(58),
});
const alike = (what: number, count: number, folders: 0 | 1): RowSeed[] =>
  Array.from({ length: count }, (_, at) => ({
    what,
    file: at,
    folder: 3 + 3 * at * folders,
    tokens: 60,
    turn: 1,
  }));
const session = fc.record({
  seeds: fc.oneof(
    fc.array(seed, { minLength: 1, maxLength: 30 }),
    fc.array(seed, { minLength: 200, maxLength: 900, size: 'max' }),
    // Nothing but small ones: of one kind, or each in a folder of its own.
    fc
      .tuple(fc.nat(11), fc.integer({ min: 1, max: 900 }))
      .map(([what, count]) => alike(what, count, 0)),
    fc.integer({ min: 1, max: 900 }).map((count) => alike(1, count, 1)),
  ),
  systemTokens: fc.oneof(fc.constant(0), fc.integer({ min: 1, max: 60_000 })),
  unexplainedTokens: fc.oneof(fc.constant(0), fc.integer({ min: -9_000, max: 30_000 })),
  mapBy: fc.constantFrom(...WAYS),
  width: fc.integer({ min: 276, max: 800 }),
  height: fc.integer({ min: 120, max: 220 }),
});

interface Drawn {
  readonly rows: readonly Row[];
  readonly groups: readonly MapGroup[];
  readonly frames: readonly MapFrame[];
  readonly systemTokens: number;
  readonly unexplainedTokens: number;
  readonly width: number;
  readonly height: number;
}

/** Draws so many sessions, each in one of the ways. What fails is long, and is not made shorter. */
function always(numRuns: number, holds: (drawn: Drawn) => void): void {
  fc.assert(
    fc.property(session, ({ seeds, systemTokens, unexplainedTokens, mapBy, width, height }) => {
      const rows = mapRowsOf(seeds);
      const groups = mapGroups(rows, systemTokens, mapBy, unexplainedTokens);
      const frames = mapFrames(groups, width, height);
      holds({ rows, groups, frames, systemTokens, unexplainedTokens, width, height });
    }),
    { numRuns, endOnFailure: true },
  );
}

const live = (rows: readonly Row[]): readonly Row[] =>
  rows.filter(({ isLive, tokens }) => isLive && tokens > 0);
const right = ({ x, width }: Box): number => x + width;
const bottom = ({ y, height }: Box): number => y + height;
const isIn = (inner: Box, outer: Box): boolean =>
  inner.x >= outer.x &&
  inner.y >= outer.y &&
  right(inner) <= right(outer) &&
  bottom(inner) <= bottom(outer);
const overlap = (a: Box, b: Box): boolean =>
  a.x < right(b) && b.x < right(a) && a.y < bottom(b) && b.y < bottom(a);
const firstOverlap = (boxes: readonly Box[]): readonly Box[] | undefined =>
  boxes
    .flatMap((box, at) => boxes.slice(at + 1).map((other) => [box, other]))
    .find(([box, other]) => overlap(box!, other!));

/** Its edges are rounded: each may be half a pixel off. */
function assertShare(box: Box, share: number, place: Box): void {
  const wanted = share * place.width * place.height;
  const off = Math.abs(box.width * box.height - wanted);
  assert.ok(off <= box.width + box.height + 2, `${JSON.stringify(box)} for ${String(wanted)} px²`);
}

/** Where the cells of a frame may be. */
function below({ x, y, width, height, head }: MapFrame): Box {
  const above = head === null ? 2 : head.height;
  return { x: x + 2, y: y + above, width: width - 4, height: height - above - 2 };
}

describe('the map of what fills the context', () => {
  it('has every item in one cell, and the parts add up to the whole', () => {
    always(80, ({ rows, groups, frames, systemTokens, unexplainedTokens }) => {
      const cells = frames.flatMap((frame) => frame.cells);
      const shown = cells.flatMap(({ part }) => part.rows.map(({ id }) => id));
      assert.deepEqual(
        shown.sort(),
        live(rows)
          .map(({ id }) => id)
          .sort(),
      );
      const whole = systemTokens + unexplainedTokens + sumOf(live(rows));
      // What is below 0 has no place.
      assert.equal(
        cells.reduce((sum, { part }) => sum + part.tokens, Math.min(0, unexplainedTokens)),
        whole,
      );
      assert.equal(
        groups.reduce((sum, { tokens }) => sum + tokens, 0),
        whole,
      );
      for (const { group, cells: own } of frames)
        assert.equal(
          own.reduce((sum, { part }) => sum + part.tokens, 0),
          group.tokens,
        );
      assert.equal(new Set(cells.map(({ key }) => key)).size, cells.length);
    });
  });

  it('gives every token its area, and none to two', () => {
    always(80, ({ frames, width, height }) => {
      const whole = { x: 0, y: 0, width: width + FRAME_GAP_PX, height: height + FRAME_GAP_PX };
      const total = frames.reduce((sum, { group }) => sum + group.tokens, 0);
      assert.equal(firstOverlap(frames), undefined);
      for (const frame of frames) {
        const { group, cells } = frame;
        if (frame.width > 0 && frame.height > 0) assert.ok(isIn(frame, whole));
        const outer = {
          ...frame,
          width: frame.width + FRAME_GAP_PX,
          height: frame.height + FRAME_GAP_PX,
        };
        if (frame.width > 0 && frame.height > 0) assertShare(outer, group.tokens / total, whole);
        const inner = below(frame);
        if (inner.width <= 0 || inner.height <= 0) continue;
        assert.equal(firstOverlap(cells), undefined);
        for (const cell of cells) {
          assert.ok(isIn(cell, inner), `${JSON.stringify(cell)} in ${JSON.stringify(inner)}`);
          assertShare(cell, cell.part.tokens / group.tokens, inner);
        }
      }
    });
  });

  it('has no remainder for its largest cell or frame', () => {
    always(80, ({ rows, frames, width, height }) => {
      const largestItem = live(rows).reduce((most, { tokens }) => Math.max(most, tokens), 0);
      for (const frame of frames) {
        const { group, cells } = frame;
        const inner = below(frame);
        const least =
          (LEAST_CELL * group.tokens) /
          Math.max(1, Math.max(0, inner.width) * Math.max(0, inner.height));
        const several = cells.filter(({ part }) => part.kind === 'several');
        const most = several.reduce((so, { part }) => Math.max(so, part.tokens), 0);
        const largest = group.rows.reduce((so, { tokens }) => Math.max(so, tokens), 0);
        if (largest >= least)
          assert.ok(most < largest, `${String(most)} beside ${String(largest)}`);
        else assert.ok(most < Math.max(least, largestItem), `${String(most)} of ${String(least)}`);
      }
      const total = frames.reduce((sum, { group }) => sum + group.tokens, 0);
      const leastFrame = (LEAST_FRAME * total) / ((width + FRAME_GAP_PX) * (height + FRAME_GAP_PX));
      const named = frames.filter(({ group }) => group.kind !== 'rest');
      const largestNamed = named.reduce((so, { group }) => Math.max(so, group.tokens), leastFrame);
      for (const { group } of frames)
        if (group.kind === 'rest') assert.ok(group.tokens < largestNamed, group.title);
    });
  });

  it('leads by its filters to a table that has all of it', () => {
    always(30, ({ rows, frames }) => {
      for (const { group, cells } of frames) {
        for (const some of [group.rows, ...cells.map(({ part }) => part.rows)]) {
          const filter = filterTo(group, some, NEWEST_TURN);
          const lines = linesOf(
            rows,
            { ...INITIAL_UI, ...filter, text: filter.text.toLowerCase(), selected: new Set() },
            NEWEST_TURN,
          );
          const found = new Set(rowsAmong(lines).map(({ id }) => id));
          assert.ok(
            some.every(({ id }) => found.has(id)),
            `${group.key}: ${JSON.stringify({ ...filter, expanded: [...filter.expanded] })}`,
          );
        }
      }
    });
  });

  it('leads from every cell to every other by the arrows', () => {
    always(40, ({ frames }) => {
      const places = frames.flatMap(({ head, cells }): readonly Box[] =>
        [...(head === null ? [] : [head]), ...cells].filter(
          ({ width, height }) => width > 0 && height > 0,
        ),
      );
      const reached = new Set(places.slice(0, 1));
      for (const from of reached)
        for (const direction of ['left', 'right', 'up', 'down'] as const)
          reached.add(neighbour(places, from, direction));
      assert.equal(reached.size, places.length);
    });
  });

  it('takes no longer than sorting a few times, for 50,000 items', () => {
    const rows = mapRowsOf(
      Array.from({ length: 50_000 }, (_, at) => ({
        what: at % 12,
        file: (at * 7_919) % 9_000,
        folder: (at * 104_729) % 13,
        tokens: 1 + ((at * 7_919) % 400),
        turn: at % 58,
      })),
    );
    const layMs: number[] = [];
    const sortMs: number[] = [];
    for (let run = 0; run < 3; run++) {
      let start = performance.now();
      [...rows].sort((a, b) => (a.label < b.label ? -1 : a.label > b.label ? 1 : 0));
      sortMs.push(performance.now() - start);
      start = performance.now();
      for (const mapBy of WAYS) mapFrames(mapGroups(rows, 20_000, mapBy), 700, 190);
      layMs.push((performance.now() - start) / WAYS.length);
    }
    assert.ok(
      Math.min(...layMs) < 6 * Math.min(...sortMs),
      `${layMs.join(', ')} ms; sorting ${sortMs.join(', ')} ms`,
    );
  }).timeout(60_000);
});
