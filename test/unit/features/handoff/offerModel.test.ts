import assert from 'node:assert/strict';
import type { Snapshot } from '../../../../src/core/accounting/snapshot';
import { countFillings, type Fillings } from '../../../../src/features/handoff/offerModel';

describe('countFillings', () => {
  /** Which of the sizes, in percent of the wall, brought an offer. */
  function offers(...percents: number[]): number[] {
    let fillings: Fillings | null = null;
    return percents.filter((percent) => {
      const counted = countFillings({ usage: { tokens: percent * 1000, exact: true }, nearestWall: { kind: 'limit', tokens: 100_000 } } as Pick<Snapshot, 'usage' | 'nearestWall'>, fillings, 80);
      fillings = counted.fillings;
      return counted.offer;
    });
  }

  it('offers when a session fills up for the second time, once', () => {
    assert.deepEqual(offers(20, 81, 85, 30, 82, 90, 20, 85), [82]);
  });

  it('takes no wavering for a second time', () => assert.deepEqual(offers(79, 81, 79, 81, 70, 90), []));

  it('counts nothing while there is no wall or no size', () => {
    assert.deepEqual(countFillings({ usage: { tokens: null, exact: false }, nearestWall: null }, null, 80), { fillings: { count: 0, isNear: false, isOffered: false }, offer: false });
  });
});
