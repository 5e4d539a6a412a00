import assert from 'node:assert/strict';
import type { Memento } from 'vscode';
import { Snooze } from '../../../src/host/snooze';

function memento(): Memento {
  const values = new Map<string, unknown>();
  return {
    keys: () => [...values.keys()],
    get: (key: string) => values.get(key),
    update: (key: string, value: unknown) => Promise.resolve(void values.set(key, value)),
  } as Memento;
}

describe('Snooze', () => {
  it('covers a session for good, or all of them until a moment', async () => {
    const snooze = new Snooze(memento());
    let told = 0;
    const listening = snooze.onDidChange(() => told++);
    assert.deepEqual([snooze.of('/one', 5), snooze.isOn(5)], [null, false]);
    await snooze.session('/one');
    assert.deepEqual(
      [snooze.of('/one', 5), snooze.of('/two', 5), snooze.isOn(5)],
      [{ untilMs: null }, null, true],
    );
    await snooze.until(10);
    assert.deepEqual(
      [snooze.of('/two', 9), snooze.of('/two', 10), snooze.of('/one', 9)],
      [{ untilMs: 10 }, null, { untilMs: null }],
    );
    await snooze.end();
    assert.deepEqual([snooze.of('/one', 5), snooze.isOn(5)], [null, false]);
    assert.equal(told, 3);
    listening.dispose();
    await snooze.until(10);
    assert.equal(told, 3);
  });

  it('forgets the oldest of many sessions', async () => {
    const snooze = new Snooze(memento());
    for (let session = 0; session <= 50; session++) await snooze.session(`/${String(session)}`);
    assert.deepEqual([snooze.of('/0'), snooze.of('/50')], [null, { untilMs: null }]);
  });
});
