import assert from 'node:assert/strict';
import { SilenceClock } from '../../../src/host/silenceClock';

const LIMITS = { tickMs: 1_000, silenceMs: 10_000, cancelledSilenceMs: 3_000 };

describe('SilenceClock', () => {
  let clock: SilenceClock;
  let nowMs: number;
  beforeEach(() => {
    clock = new SilenceClock(LIMITS);
    nowMs = 5_000;
  });
  const after = (ms: number) => clock.tick((nowMs += ms));
  const ticks = (count: number) => Array.from({ length: count }, () => after(1_000));

  it('asks, waits, and gives up when no sign of life comes', () => {
    assert.deepEqual(ticks(11), ['ask', ...Array<string>(9).fill('wait'), 'giveUp']);
  });

  it('asks again after each sign of life, and never gives up then', () => {
    for (let times = 0; times < 50; times++) {
      assert.deepEqual(ticks(2), ['ask', 'wait']);
      clock.heard();
    }
  });

  it('does not count the time for which the machine slept', () => {
    ticks(2);
    assert.equal(after(8 * 60 * 60_000), 'wait');
    assert.deepEqual(ticks(8), Array<string>(8).fill('wait'));
    assert.equal(after(1_000), 'giveUp');
  });

  it('does not count what this thread itself missed', () => {
    ticks(1);
    for (let times = 0; times < 20; times++) assert.equal(after(9_000), 'wait');
  });

  it('waits less where a person asked for an end, until the next sign of life', () => {
    ticks(2);
    clock.hurry();
    assert.deepEqual(ticks(2), ['wait', 'giveUp']);
    clock.heard();
    assert.deepEqual(ticks(6), ['ask', ...Array<string>(5).fill('wait')]);
  });
});
