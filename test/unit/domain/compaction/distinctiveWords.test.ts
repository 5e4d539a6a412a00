import assert from 'node:assert/strict';
import fc from 'fast-check';
import { allWords, distinctiveWords } from '../../../../src/domain/compaction/distinctiveWords';

const found = (text: string, summary: string): string => {
  const words = distinctiveWords(text);
  const all = allWords(summary);
  return `${String([...words].filter((word) => all.has(word)).length)} of ${String(words.size)}`;
};

describe('the distinctive words of a text', () => {
  it('are those that do not stand in any text, once each, in English and in German', () => {
    assert.deepEqual(
      [...distinctiveWords('Please don’t touch the audit trigger, the AUDIT one')],
      ['touch', 'audit', 'trigg'],
    );
    assert.deepEqual(
      [...distinctiveWords('Bitte fass den Prüfauslöser nicht an')],
      ['fass', 'prüfauslö'],
    );
    assert.equal(distinctiveWords('go on, yes please').size, 0);
  });

  it('are known again in another form, and in another case', () => {
    assert.equal(found('editing columns', 'They edited the COLUMN.'), '2 of 2');
    assert.equal(found('Postgres 16 in CI', 'CI stays on postgres 16'), '2 of 2');
    assert.equal(found('drop the sequence', 'Nothing of it'), '0 of 2');
  });

  it('are names as they stand, and pairs of characters where no space is between words', () => {
    assert.ok(distinctiveWords('see read_records and readRecords').has('read_record'));
    assert.equal(found('監査トリガーに触らない', '監査トリガーは変更しない'), '6 of 10');
  });

  it('are at most 60, of whatever length, in linear time', () => {
    const long = Array.from({ length: 400_000 }, (_, at) => `word${String(at)}x`).join(' ');
    assert.equal(distinctiveWords(long).size, 60);
    for (const letter of ['s', 'n', 'e', 'ing', '漢']) {
      const endless = letter.repeat(200_000);
      assert.ok(distinctiveWords(endless).size <= 60 && allWords(endless).size > 0);
    }
  });

  it('are all found in the text itself', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 300 }), (text) => {
        const all = allWords(text);
        for (const word of distinctiveWords(text)) assert.ok(all.has(word), word);
      }),
    );
  });
});
