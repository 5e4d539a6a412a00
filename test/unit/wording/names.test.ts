import assert from 'node:assert/strict';
import { modelWords } from '../../../src/wording/modelWords';
import { titleWords } from '../../../src/wording/titleWords';

describe('modelWords', () => {
  it('names models it knows, and leaves others as they are', () => {
    assert.equal(modelWords('claude-opus-5-5-20261001[1m]'), 'Opus 5.5');
    assert.equal(modelWords('acme-coder-2'), 'acme-coder-2');
  });

  it('keeps what is no name at all to one short line', () => {
    assert.equal(modelWords('a\u001b[31m\nb\u202e'), 'a b');
    assert.equal(modelWords('x'.repeat(100_000)).length, 60);
  });
});

describe('titleWords', () => {
  const empty: (string | null)[] = [
    null,
    '',
    ' \n\t ',
    '\u202e\u2066',
    '\u200b\ufeff',
    '\u001b[0m',
  ];
  for (const title of empty)
    it(`has other words for ${JSON.stringify(title)}`, () =>
      assert.equal(titleWords(title, 'none'), 'none'));

  it('keeps a title to one line, and to a length if asked', () => {
    assert.equal(titleWords('two\nlines', 'none'), 'two lines');
    assert.equal(titleWords('x'.repeat(61), 'none', 60), `${'x'.repeat(59)}…`);
    assert.equal(titleWords('👩‍👩‍👧', 'none'), '👩‍👩‍👧');
  });
});
