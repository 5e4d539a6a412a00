import assert from 'node:assert/strict';
import { inEnglish } from '../../../src/wording/translate';

describe('inEnglish', () => {
  it('fills places by number, and leaves those without a value', () => {
    assert.equal(inEnglish('{1} of {0}, {0} again, {2}', 'a', 7), '7 of a, a again, {2}');
  });

  it('does not fill places that come in with a value', () => {
    assert.equal(inEnglish('{0} and {1}', '{1}', 'b'), '{1} and b');
    assert.equal(inEnglish('{0}', '$& $1'), '$& $1');
  });
});
