import assert from 'node:assert/strict';
import { mock } from 'node:test';
import { HintRetries } from '../../../../src/io/watching/hintRetries';

describe('HintRetries', () => {
  let emitted: string[];
  let hints: HintRetries;

  beforeEach(() => {
    mock.timers.enable({ apis: ['setTimeout'] });
    emitted = [];
    hints = new HintRetries((kind, path) => emitted.push(`${kind} ${path}`), 75);
  });
  afterEach(() => mock.timers.reset());

  it('passes a hint on at once and once more', () => {
    hints.hint('sessionFile', 'a');
    assert.deepEqual(emitted, ['sessionFile a']);
    mock.timers.tick(74);
    assert.equal(emitted.length, 1);
    mock.timers.tick(1000);
    assert.deepEqual(emitted, ['sessionFile a', 'sessionFile a']);
  });

  it('keeps kinds and paths apart', () => {
    hints.hint('sessionFile', 'a');
    hints.hint('sessionFile', 'b');
    hints.hint('listing', 'a');
    assert.deepEqual(emitted, ['sessionFile a', 'sessionFile b', 'listing a']);
  });

  it('merges a burst, and always ends with a call that comes late enough after its last hint', () => {
    for (const gapMs of [1, 10, 25, 40, 60, 74]) {
      emitted = [];
      for (let i = 0; i < 20; i++) {
        hints.hint('sessionFile', 'a');
        mock.timers.tick(gapMs);
      }
      assert.ok(emitted.length <= 2 + (20 * gapMs) / 75, `${gapMs}: ${emitted.length}`);
      hints.hint('sessionFile', 'a');
      mock.timers.tick(74);
      const soon = emitted.length;
      mock.timers.tick(150);
      assert.ok(emitted.length > soon, `${gapMs}`);
    }
  });

  it('is silent once disposed of', () => {
    hints.hint('sessionFile', 'a');
    hints.dispose();
    mock.timers.tick(1000);
    assert.equal(emitted.length, 1);
  });
});
