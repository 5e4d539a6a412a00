import assert from 'node:assert/strict';
import fc from 'fast-check';
import { parseFromPrunePage, parseToPrunePage } from '../../../../src/features/prune/protocol';

describe('the protocol of the page that shows a prune', () => {
  it('takes what the page may answer', () => {
    for (const message of [
      { type: 'ready' },
      { type: 'cancel' },
      { type: 'prune', ids: ['a:0', 'b:1'], intoCopy: false },
    ])
      assert.deepEqual(parseFromPrunePage(message), message);
  });

  it('refuses everything else, a prune of nothing above all', () => {
    for (const wrong of [
      null,
      {},
      { type: 'confirm' },
      { type: 'prune' },
      { type: 'prune', ids: [], intoCopy: false },
      { type: 'prune', ids: ['a:0'] },
      { type: 'prune', ids: [5], intoCopy: true },
      { type: 'prune', ids: ['x'.repeat(201)], intoCopy: true },
    ])
      assert.equal(parseFromPrunePage(wrong), null, JSON.stringify(wrong));
  });

  it('never throws', () => {
    fc.assert(
      fc.property(fc.anything(), (message) => {
        assert.doesNotThrow(() => [parseToPrunePage(message), parseFromPrunePage(message)]);
      }),
    );
  });
});
