import assert from 'node:assert/strict';
import type { CacheState } from '../../../../src/domain/caching/cacheState';
import { cacheFact } from '../../../../src/features/inspector/cacheFactView';
import { inEnglish as t } from '../../../../src/wording/translate';
import { timeOf } from '../../../../src/wording/wallWords';
import {
  coldCache,
  SAMPLE_NOW_MS,
  sampleCache,
  sampleSnapshot,
  tokens,
} from '../../../fixtures/sampleSnapshot';

const wordsOf = (cache: CacheState, count: number | null = 152_300): string | undefined =>
  cacheFact(sampleSnapshot({ cache, ...tokens(count) }), SAMPLE_NOW_MS, t)?.words;

describe('the header’s fact about the cache', () => {
  it('is short, and whole in its hover', () => {
    const until = timeOf(new Date(2026, 10, 21, 14, 32).getTime());
    assert.deepEqual(cacheFact(sampleSnapshot({ cache: sampleCache() }), SAMPLE_NOW_MS, t), {
      words: 'Cache warm until 14:32',
      hover: `Cache: warm until ${until}, then the next prompt writes ~152K again`,
    });
  });

  it('says the size where it is cold, and what it can where little is known', () => {
    assert.equal(wordsOf(coldCache()), 'Cache cold: the next prompt writes ~152K');
    assert.equal(wordsOf(coldCache(), null), 'Cache cold');
    assert.equal(
      wordsOf(sampleCache({ lifetimeMs: null, usedMs: SAMPLE_NOW_MS - 1 })),
      'Cache warm',
    );
    assert.equal(wordsOf(sampleCache({ isNew: true })), 'Cache starts anew');
    assert.equal(wordsOf(sampleCache({ usedMs: null })), 'Cache not known');
  });

  it('is none where replies tell of no cache', () => {
    assert.equal(cacheFact(sampleSnapshot(), SAMPLE_NOW_MS, t), null);
  });
});
