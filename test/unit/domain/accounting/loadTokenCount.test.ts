import assert from 'node:assert/strict';
import { loadTokenCount, tokenCountLoader } from '../../../../src/domain/accounting/loadTokenCount';

describe('loadTokenCount', () => {
  it('pauses often while it reads the vocabulary', async () => {
    let pauses = 0;
    const count = await loadTokenCount(() => Promise.resolve(pauses++));
    assert.ok(pauses >= 25, `${String(pauses)} pauses`);
    assert.equal(count('A ledger of bookings.'), 5);
  });
});

describe('tokenCountLoader', () => {
  it('builds the vocabulary once, however often and however quickly it is asked', async () => {
    let loads = 0;
    const load = tokenCountLoader(() => {
      loads++;
      return Promise.resolve((text: string) => text.length);
    });
    const counters = await Promise.all(Array.from({ length: 40 }, () => load()));
    counters.push(await load());
    assert.deepEqual([loads, new Set(counters).size], [1, 1]);
  });

  it('tries again after a failure', async () => {
    let loads = 0;
    const load = tokenCountLoader(() =>
      ++loads === 1 ? Promise.reject(new Error('Expected.')) : Promise.resolve(() => 1),
    );
    await assert.rejects(load(), /Expected/);
    assert.equal((await load())('a'), 1);
    assert.equal(loads, 2);
  });
});
