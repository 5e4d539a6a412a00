import assert from 'node:assert/strict';
import fc from 'fast-check';
import {
  parseFromInspectorPage,
  parseToInspectorPage,
} from '../../../../src/features/inspector/protocol';

describe('the protocol of the inspector', () => {
  it('takes what a page may ask', () => {
    assert.deepEqual(parseFromInspectorPage({ type: 'ready' }), { type: 'ready' });
    assert.deepEqual(parseFromInspectorPage({ type: 'act', action: 'copyList', ids: ['a:0'] }), {
      type: 'act',
      action: 'copyList',
      ids: ['a:0'],
    });
  });

  it('refuses everything else', () => {
    for (const wrong of [
      null,
      {},
      { type: 'run' },
      { type: 'act', action: 'workbench.action.quit', ids: [] },
      { type: 'act', action: 'copyList' },
      { type: 'preview', id: 'a', page: -1 },
      { type: 'preview', id: 'a', page: 0.5 },
      { type: 'preview', id: 'x'.repeat(201), page: 0 },
    ]) {
      assert.equal(parseFromInspectorPage(wrong), null, JSON.stringify(wrong));
    }
  });

  it('never throws', () => {
    fc.assert(
      fc.property(fc.anything(), (message) => {
        assert.doesNotThrow(() => [parseToInspectorPage(message), parseFromInspectorPage(message)]);
      }),
    );
  });
});
