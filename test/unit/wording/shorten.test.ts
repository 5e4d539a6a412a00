import assert from 'node:assert/strict';
import fc from 'fast-check';
import { shorten } from '../../../src/wording/shorten';
import { anyText } from '../../fixtures/hostileTexts';

describe('shorten', () => {
  it('leaves alone what fits', () => {
    assert.equal(shorten('12345', 5), '12345');
    assert.equal(shorten('😀😀', 2), '😀😀');
    assert.equal(shorten('any', Infinity), 'any');
  });

  it('says where something was cut off', () => {
    assert.equal(shorten('123456', 5), '1234…');
    assert.equal(shorten('one two', 5), 'one…');
    assert.equal(shorten('😀😀😀', 2), '😀…');
  });

  it('is never longer than asked for, begins as the text does, and cuts no character in half', () => {
    fc.assert(
      fc.property(anyText(40), fc.integer({ min: 1, max: 40 }), (text, most) => {
        const short = shorten(text, most);
        assert.ok(Array.from(short).length <= most);
        assert.ok(short === text || (short.endsWith('…') && text.startsWith(short.slice(0, -1))));
        assert.doesNotMatch(short, /\p{Cs}/u);
      }),
    );
  });
});
