import assert from 'node:assert/strict';
import { areExact, rowWords, tokenWords, wholeShare } from '../../../media/inspector/words';
import { rowOf } from '../../../src/features/inspector/rowView';
import { inEnglish } from '../../../src/wording/translate';
import { ledgerItem } from '../../fixtures/ledgerInspection';

describe('the words of the page', () => {
  it('mark an estimate, and say what left with a minus', () => {
    assert.deepEqual(
      [tokenWords(13_240, true), tokenWords(13_240, false), tokenWords(-7_500, false)],
      ['13.2K', '~13.2K', '~−7.5K'],
    );
    assert.deepEqual(
      [-8_000, -900, 900, 8_000].map((tokens) => wholeShare(tokens, 200_000)),
      ['−4%', '<1%', '<1%', '4%'],
    );
  });

  it('say an exact item without a mark, to a screen reader too', () => {
    const words = (changes: Parameters<typeof ledgerItem>[3]): string =>
      rowWords(rowOf(ledgerItem('a', 'toolResult', 5_000, changes), null, inEnglish), 58);
    assert.match(words({ isExact: true, isMeasured: true }), /, 5K tokens, /);
    assert.match(words({ isMeasured: true }), /, ~5K tokens, /);
  });

  it('take a sum for exact where all of it is', () => {
    assert.deepEqual(
      [[], [true, true], [true, false]].map((each) =>
        areExact(each.map((isExact) => ({ isExact }))),
      ),
      [false, true, false],
    );
  });
});
