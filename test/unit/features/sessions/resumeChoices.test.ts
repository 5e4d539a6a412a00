import assert from 'node:assert/strict';
import { resumeChoices } from '../../../../src/features/sessions/resumeChoices';
import { inEnglish } from '../../../../src/wording/translate';
import {
  coldCache,
  SAMPLE_NOW_MS,
  sampleCache,
  sampleSnapshot,
} from '../../../fixtures/sampleSnapshot';

const waysOf = (changes: Parameters<typeof sampleSnapshot>[0]): string[] =>
  resumeChoices(sampleSnapshot(changes), SAMPLE_NOW_MS, inEnglish).map(({ way }) => way);

describe('the choices before a session is resumed', () => {
  it('begin with what makes it smaller where its first prompt would write much again', () => {
    const rows = resumeChoices(sampleSnapshot({ cache: coldCache() }), SAMPLE_NOW_MS, inEnglish);
    assert.deepEqual(
      rows.map(({ way }) => way),
      ['prune', 'compact', 'handOver', 'asItIs'],
    );
    assert.match(
      rows.at(-1)!.detail,
      /^152\.3K tokens · cold since .*: the next prompt writes ~152K again, as much as 20 ordinary prompts$/,
    );
  });

  it('begin with the session as it is where that is cheap', () => {
    for (const cache of [null, sampleCache()])
      assert.deepEqual(waysOf({ cache }), ['asItIs', 'prune', 'compact', 'handOver']);
    assert.deepEqual(waysOf({ cache: coldCache(), usage: { tokens: 60_000, exact: true } }), [
      'asItIs',
      'prune',
      'compact',
      'handOver',
    ]);
  });

  it('are one where there is nothing to make smaller yet', () => {
    const [only, ...others] = resumeChoices(
      sampleSnapshot({ usage: { tokens: null, exact: false } }),
      SAMPLE_NOW_MS,
      inEnglish,
    );
    assert.deepEqual(
      [only?.way, only?.detail, others],
      ['asItIs', 'Its size is known after the first reply.', []],
    );
  });
});
