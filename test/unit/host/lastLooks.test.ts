import assert from 'node:assert/strict';
import { LastLooks } from '../../../src/host/lastLooks';

describe('LastLooks', () => {
  it('knows of each session the newest step that was seen, and tells of another one', () => {
    const looks = new LastLooks();
    let told = 0;
    const listening = looks.onDidChange(() => told++);
    assert.equal(looks.of('/one'), null);
    looks.look('/one', 40);
    looks.look('/one', 40);
    looks.look('/two', 7);
    assert.deepEqual([looks.of('/one'), looks.of('/two'), told], [40, 7, 2]);
    // Another file took the place of the longer one.
    looks.look('/one', 12);
    assert.deepEqual([looks.of('/one'), told], [12, 3]);
    listening.dispose();
    looks.look('/one', 13);
    assert.equal(told, 3);
  });

  it('forgets the session that was looked at longest ago', () => {
    const looks = new LastLooks();
    for (let session = 0; session < 100; session++) looks.look(`/${String(session)}`, 1);
    looks.look('/0', 2);
    looks.look('/100', 1);
    assert.deepEqual([looks.of('/0'), looks.of('/1'), looks.of('/100')], [2, null, 1]);
  });
});
