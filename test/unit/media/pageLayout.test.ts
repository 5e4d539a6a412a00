import assert from 'node:assert/strict';
import fc from 'fast-check';
import { givenWay } from '../../../media/inspector/headerRoom';
import {
  foldedByHand,
  isFolded,
  pageLayout,
  previewPx,
  tableForm,
} from '../../../media/inspector/pageLayout';
import { Viewport } from '../../../media/inspector/viewport';

describe('the form of the page', () => {
  it('folds the pictures where they would take the place of rows, and as a hand says', () => {
    const at = (width: number, height: number): boolean =>
      isFolded({}, pageLayout(width, height), 'map');
    assert.deepEqual(
      [at(1280, 900), at(1280, 520), at(640, 800), at(360, 800)],
      [false, true, true, true],
    );
    const folds = foldedByHand({}, pageLayout(640, 800), 'map', false);
    assert.equal(isFolded(folds, pageLayout(700, 900), 'map'), false);
    assert.equal(isFolded(folds, pageLayout(700, 900), 'chart'), true);
    // With a terminal open rows come first again, whatever was unfolded in a high window.
    assert.equal(isFolded(folds, pageLayout(700, 500), 'map'), true);
    assert.equal(isFolded(folds, pageLayout(1280, 900), 'map'), false);
  });

  it('unfolds nothing by itself while somebody is at work in it', () => {
    const viewport = new Viewport();
    assert.ok(viewport.resize(1280, 500, true));
    assert.equal(viewport.resize(1280, 900, true), false);
    assert.equal(viewport.layout.isLow, true);
    assert.ok(viewport.resize(1280, 900, false));
    assert.equal(viewport.layout.isLow, false);
    // A page that is opened high has nothing to wait for.
    const fresh = new Viewport();
    fresh.resize(1280, 900, true);
    assert.equal(fresh.layout.isLow, false);
  });

  it('gives the table the columns that leave its names room', () => {
    assert.deepEqual(
      [1240, 820, 819, 700, 600, 400].map((px) => tableForm(px, 'wide')),
      ['full', 'full', 'medium', 'medium', 'slim', 'narrow'],
    );
    assert.equal(tableForm(500, 'narrow'), 'narrow');
  });

  it('never gives a preview the place of the rows', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 561, max: 3_000 }),
        fc.integer({ min: 300, max: 1_500 }),
        fc.integer({ min: 0, max: 5_000 }),
        (width, room, wanted) => {
          const layout = pageLayout(width, 800);
          const aside = previewPx('aside', wanted, layout, room);
          assert.ok(aside.px >= 240 && aside.px <= aside.mostPx);
          if (width >= 900) assert.ok(layout.innerPx - aside.px - 20 >= 420);
          const below = previewPx('below', wanted, layout, room);
          assert.ok(below.px >= 120 && (room - below.px >= 6 * 24 || below.px === 120));
        },
      ),
    );
  });

  it('lets parts of the header go in their order, and no more than it must', () => {
    const widths = {
      ...{ fixed: 500, facts: 150, cache: 90, turnsLeft: 110, inFile: 0, secondAction: 100 },
    };
    assert.deepEqual([...givenWay(widths, 950)], []);
    assert.deepEqual([...givenWay(widths, 949)], ['facts']);
    assert.deepEqual([...givenWay(widths, 799)], ['facts', 'cache']);
    assert.deepEqual([...givenWay(widths, 700)], ['facts', 'cache', 'turnsLeft']);
    assert.deepEqual([...givenWay(widths, 300)], ['facts', 'cache', 'turnsLeft', 'secondAction']);
  });
});
