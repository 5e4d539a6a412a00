import assert from 'node:assert/strict';
import { UnannouncedChange } from '../../../../src/io/watching/unannouncedChange';

describe('UnannouncedChange', () => {
  let check: UnannouncedChange;
  beforeEach(() => {
    check = new UnannouncedChange();
    check.watchStands('a');
    check.beforeLook();
  });

  it('reports a change that no event has announced by the next look, once', () => {
    check.beforeLook();
    check.changed('a');
    assert.equal(check.beforeLook(), 'a');
    assert.equal(check.beforeLook(), null);
  });

  it('is content with an event before, during or after the look', () => {
    check.announced('a');
    check.beforeLook();
    check.changed('a');
    assert.equal(check.beforeLook(), null);
    check.announced('a');
    check.changed('a');
    assert.equal(check.beforeLook(), null);
    check.changed('a');
    check.announced('a');
    assert.equal(check.beforeLook(), null);
  });

  it('is not content with an event for another file', () => {
    check.beforeLook();
    check.announced('b');
    check.changed('a');
    assert.equal(check.beforeLook(), 'a');
  });

  it('blames no watch that did not stand between the two looks', () => {
    check.beforeLook();
    check.changed('b');
    assert.equal(check.beforeLook(), null);
    check.watchStands('b');
    check.beforeLook();
    check.changed('b');
    assert.equal(check.beforeLook(), null);
    check.changed('b');
    assert.equal(check.beforeLook(), 'b');
    check.keepOnly(new Set(['a']));
    check.changed('b');
    assert.equal(check.beforeLook(), null);
  });
});
