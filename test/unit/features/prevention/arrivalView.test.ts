import assert from 'node:assert/strict';
import type { AddedItem } from '../../../../src/domain/accounting/addedItems';
import { arrivalOf, manyImages } from '../../../../src/features/prevention/arrivalView';
import { tomorrowMs } from '../../../../src/features/prevention/snoozeView';
import { inEnglish } from '../../../../src/wording/translate';

const item = (changes: Partial<AddedItem> = {}): AddedItem => ({
  kind: 'toolResult',
  name: 'Read',
  subject: '/p/src/report.json',
  tokens: 18_250,
  ...changes,
});
const whole = { isComplete: true, isCounted: true };

describe('arrivalOf', () => {
  it('marks the largest result, and names it', () => {
    assert.deepEqual(
      arrivalOf({ ...whole, added: [item({ tokens: 16_000 }), item()] }, 15_000, inEnglish),
      {
        text: '$(arrow-small-right) +18K report.json',
        tooltip: 'One result brought ~18.2K tokens into the context: Read · /p/src/report.json',
      },
    );
  });

  it('marks nothing below the size, nothing that was said, nothing while sizes are guesses, and nothing when it is off', () => {
    assert.equal(
      arrivalOf({ ...whole, added: [item({ tokens: 14_999 })] }, 15_000, inEnglish),
      null,
    );
    assert.equal(
      arrivalOf(
        {
          ...whole,
          added: [item({ kind: 'text' }), item({ kind: 'toolUse' }), item({ kind: 'thinking' })],
        },
        15_000,
        inEnglish,
      ),
      null,
    );
    assert.equal(
      arrivalOf({ isComplete: true, isCounted: false, added: [item()] }, 15_000, inEnglish),
      null,
    );
    assert.equal(
      arrivalOf({ isComplete: false, isCounted: true, added: [item()] }, 15_000, inEnglish),
      null,
    );
    assert.equal(arrivalOf({ ...whole, added: [item()] }, 0, inEnglish), null);
  });

  it('breaks no line at a hostile name, and keeps it short', () => {
    const arrival = arrivalOf(
      { ...whole, added: [item({ subject: '$(alert)\u202e\nx'.repeat(50), name: null })] },
      15_000,
      inEnglish,
    );
    assert.doesNotMatch(arrival!.text + arrival!.tooltip, /\n|\u202e/);
    assert.ok(arrival!.text.length < 60);
  });
});

describe('manyImages', () => {
  it('marks the fifteenth image, once', () => {
    assert.deepEqual([manyImages(14, 13, inEnglish), manyImages(16, 15, inEnglish)], [null, null]);
    assert.equal(manyImages(15, 14, inEnglish)?.text, '$(file-media) 15 images');
    assert.match(
      manyImages(22, 3, inEnglish)?.tooltip ?? '',
      /^22 images are in the context\. With more than 20,/,
    );
  });
});

describe('tomorrowMs', () => {
  it('is the next morning', () => {
    assert.equal(tomorrowMs(new Date(2026, 10, 21, 15, 30)), new Date(2026, 10, 22, 6).getTime());
    assert.equal(tomorrowMs(new Date(2026, 10, 21, 1)), new Date(2026, 10, 21, 6).getTime());
    assert.equal(tomorrowMs(new Date(2026, 11, 31, 23)), new Date(2027, 0, 1, 6).getTime());
  });
});
