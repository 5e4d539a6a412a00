import assert from 'node:assert/strict';
import { MissedEvents } from '../../../../src/io/watching/missedEvents';

describe('MissedEvents', () => {
  let check: MissedEvents;
  beforeEach(() => {
    check = new MissedEvents();
    check.watchStands('a');
    check.beforePoll();
  });

  it('reports a change that no event has announced by the next look, once', () => {
    check.beforePoll();
    check.changed('a');
    assert.equal(check.beforePoll(), 'a');
    assert.equal(check.beforePoll(), null);
  });

  it('is content with an event before, during or after the look', () => {
    check.announced('a');
    check.beforePoll();
    check.changed('a');
    assert.equal(check.beforePoll(), null);
    check.announced('a');
    check.changed('a');
    assert.equal(check.beforePoll(), null);
    check.changed('a');
    check.announced('a');
    assert.equal(check.beforePoll(), null);
  });

  it('is not content with an event for another file', () => {
    check.beforePoll();
    check.announced('b');
    check.changed('a');
    assert.equal(check.beforePoll(), 'a');
  });

  it('blames no watch that did not stand between the two looks', () => {
    check.beforePoll();
    check.changed('b');
    assert.equal(check.beforePoll(), null);
    check.watchStands('b');
    check.beforePoll();
    check.changed('b');
    assert.equal(check.beforePoll(), null);
    check.changed('b');
    assert.equal(check.beforePoll(), 'b');
    check.keepOnly(new Set(['a']));
    check.changed('b');
    assert.equal(check.beforePoll(), null);
  });
});
