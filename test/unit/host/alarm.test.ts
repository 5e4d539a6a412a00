import assert from 'node:assert/strict';
import { mock } from 'node:test';
import { Alarm } from '../../../src/host/alarm';

describe('Alarm', () => {
  let rung = 0;
  const alarm = new Alarm(() => rung++);

  beforeEach(() => {
    rung = 0;
    mock.timers.enable({ apis: ['setTimeout', 'Date'], now: 1_000_000 });
  });

  afterEach(() => {
    alarm.dispose();
    mock.timers.reset();
  });

  it('rings once, when the moment has come', () => {
    alarm.set(Date.now() + 100_000);
    mock.timers.tick(99_999);
    assert.equal(rung, 0);
    mock.timers.tick(1);
    assert.equal(rung, 1);
    mock.timers.tick(1_000_000);
    assert.equal(rung, 1);
  });

  it('takes one moment for another, or none', () => {
    alarm.set(Date.now() + 1_000);
    alarm.set(Date.now() + 5_000);
    mock.timers.tick(4_999);
    assert.equal(rung, 0);
    mock.timers.tick(1);
    assert.equal(rung, 1);
    alarm.set(Date.now() + 1_000);
    alarm.set(null);
    mock.timers.tick(60_000);
    assert.equal(rung, 1);
  });

  it('waits for years that no timer can hold', () => {
    alarm.set(Date.now() + 2 ** 41);
    mock.timers.tick(10 * 60_000);
    assert.equal(rung, 0);
  });

  it('rings soon after a sleep, in which timers stood still and the clock went on', () => {
    alarm.set(Date.now() + 3_600_000);
    mock.timers.setTime(Date.now() + 8 * 3_600_000);
    mock.timers.tick(30_000);
    assert.equal(rung, 1);
  });

  it('is silent once it was disposed of', () => {
    alarm.set(Date.now() + 1_000);
    alarm.dispose();
    mock.timers.tick(60_000);
    assert.equal(rung, 0);
  });
});
