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
    assert.deepEqual([snooze.covers('/one', 5), snooze.isOn(5)], [false, false]);
    await snooze.session('/one');
    assert.deepEqual(
      [snooze.covers('/one', 5), snooze.covers('/two', 5), snooze.isOn(5)],
      [true, false, true],
    );
    await snooze.until(10);
    assert.deepEqual(
      [snooze.covers('/two', 9), snooze.covers('/two', 10), snooze.covers('/one', 10)],
      [true, false, true],
    );
    await snooze.end();
    assert.deepEqual([snooze.covers('/one', 5), snooze.isOn(5)], [false, false]);
  });

  it('forgets the oldest of many sessions', async () => {
    const snooze = new Snooze(memento());
    for (let session = 0; session <= 50; session++) await snooze.session(`/${String(session)}`);
    assert.deepEqual([snooze.covers('/0'), snooze.covers('/50')], [false, true]);
  });
});
