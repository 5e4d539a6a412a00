import assert from 'node:assert/strict';
import fc from 'fast-check';
import { rowRuns, rowWindow } from '../../../media/inspector/rowWindow';

describe('the rows of the table that are in the document', () => {
  it('hold all that is in sight, and each row once', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 50_000 }),
        fc.constantFrom(24, 40),
        fc.integer({ min: 0, max: 2_000_000 }),
        fc.integer({ min: 0, max: 2_000 }),
        fc.array(fc.integer({ min: -1, max: 50_000 }), { maxLength: 2 }),
        (count, rowPx, topPx, heightPx, pinned) => {
          const window = rowWindow(topPx, heightPx, rowPx);
          const runs = rowRuns(count, window, pinned);
          // one after the other, from the first row to the last
          let at = 0;
          for (const { first, end } of runs) {
            assert.equal(first, at);
            assert.ok(end > first);
            at = end;
          }
          assert.equal(at, count);
          const isShown = (index: number): boolean =>
            runs.some(({ first, end, isShown: shown }) => shown && index >= first && index < end);
          const lastTop = Math.max(0, count * rowPx - heightPx);
          const firstInSight = Math.floor(Math.min(topPx, lastTop) / rowPx);
          const lastInSight = Math.ceil((Math.min(topPx, lastTop) + heightPx) / rowPx) - 1;
          for (let index = firstInSight; index <= Math.min(count - 1, lastInSight); index++)
            assert.ok(isShown(index), `row ${String(index)}`);
          for (const index of pinned) if (index >= 0 && index < count) assert.ok(isShown(index));
          const shown = runs.reduce((sum, run) => sum + (run.isShown ? run.end - run.first : 0), 0);
          assert.ok(shown <= heightPx / rowPx + 60);
        },
      ),
    );
  });

  it('count with a preview that stands between them', () => {
    const without = rowWindow(4_000, 400, 40);
    assert.deepEqual(rowWindow(4_320, 400, 40, { index: 10, px: 320 }), without);
    assert.deepEqual(rowWindow(0, 400, 40, { index: 90, px: 320 }), rowWindow(0, 400, 40));
  });
});
