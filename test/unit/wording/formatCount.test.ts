import assert from 'node:assert/strict';
import { formatCount } from '../../../src/wording/formatCount';

describe('formatCount', () => {
  it('separates thousands as the language does', () => {
    assert.deepEqual(
      [formatCount(1442, 'en'), formatCount(1442, 'de'), formatCount(999, 'de')],
      ['1,442', '1.442', '999'],
    );
  });
});
