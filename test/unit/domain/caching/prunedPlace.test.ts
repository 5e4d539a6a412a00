import assert from 'node:assert/strict';
import fc from 'fast-check';
import {
  furthestBehind,
  placesBehind,
  type ItemPlaced,
} from '../../../../src/domain/caching/prunedPlace';

const reply = (line: number, tokens: number): ItemPlaced => ({ line, tokens, isReply: true });
const sent = (line: number, tokens: number): ItemPlaced => ({ line, tokens, isReply: false });

describe('placesBehind', () => {
  it('begins at the reply in front of an item: there a request ended', () => {
    const places = placesBehind(
      [sent(1, 100), reply(2, 10), sent(3, 1_000), reply(4, 20), sent(5, 2_000), sent(6, 3_000)],
      1,
    );
    assert.deepEqual(
      [...places],
      [
        [1, { itemsBehind: 6, tokensBehind: 6_130 }],
        [2, { itemsBehind: 5, tokensBehind: 6_030 }],
        [3, { itemsBehind: 5, tokensBehind: 6_030 }],
        [4, { itemsBehind: 3, tokensBehind: 5_020 }],
        [5, { itemsBehind: 3, tokensBehind: 5_020 }],
        [6, { itemsBehind: 3, tokensBehind: 5_020 }],
      ],
    );
  });

  it('is the same in any order, and counts by the fit', () => {
    const items = [sent(5, 200), reply(2, 10), reply(2, 30), sent(1, 100)];
    assert.deepEqual(placesBehind(items, 0.5).get(5), { itemsBehind: 3, tokensBehind: 120 });
    assert.deepEqual(placesBehind(items.toReversed(), 0.5).get(2), {
      itemsBehind: 3,
      tokensBehind: 120,
    });
  });

  it('equals a walk from each item back to where its request began', () => {
    const items = fc.array(fc.record({ tokens: fc.nat(9_000), isReply: fc.boolean() }), {
      maxLength: 40,
    });
    fc.assert(
      fc.property(items, (all) => {
        const lined = all.map((item, index) => ({ ...item, line: index + 1 }));
        const places = placesBehind(lined, 1);
        lined.forEach(({ line }, at) => {
          let from = at;
          while (from > 0 && !(lined[from]!.isReply && !lined[from - 1]!.isReply)) from--;
          const behind = lined.slice(from);
          assert.deepEqual(places.get(line), {
            itemsBehind: behind.length,
            tokensBehind: behind.reduce((sum, { tokens }) => sum + tokens, 0),
          });
        });
      }),
    );
  });
});

describe('furthestBehind', () => {
  it('is decided by what stands furthest in front', () => {
    const near = { itemsBehind: 2, tokensBehind: 900 };
    const far = { itemsBehind: 9, tokensBehind: 4_000 };
    assert.equal(furthestBehind([near, undefined, far]), far);
    assert.equal(furthestBehind([undefined]), null);
  });
});
