import assert from 'node:assert/strict';
import type { PruneChoice } from '../../../../src/domain/pruning/prunePlan';
import { reasonFor } from '../../../../src/features/prune/reasonText';
import { inEnglish } from '../../../../src/wording/translate';
import { sampleEvidence } from '../../../fixtures/sampleEvidence';
import { sampleItem } from '../../../fixtures/sampleItem';

const TARGET: PruneChoice = { kind: 'target', tokens: 120_000 };

describe('reasonFor', () => {
  const why = (
    item: Parameters<typeof sampleItem>[0],
    choice: PruneChoice = TARGET,
    evidence: Parameters<typeof sampleEvidence>[0] = {},
  ): string => reasonFor(sampleItem(item), sampleEvidence(evidence), choice, 10, inEnglish).why;

  it('goes by the mark first, whatever was asked for', () => {
    const duplicate = sampleItem({ marks: ['duplicate'], turn: 4 });
    for (const choice of [TARGET, { kind: 'items', ids: [] } as const]) {
      const {
        tags,
        why: words,
        meaning,
      } = reasonFor(duplicate, sampleEvidence(), choice, 10, inEnglish);
      assert.deepEqual(
        [tags, words, meaning],
        [
          ['duplicate'],
          'In the context again, later · 6 turns ago',
          'The same content is in the context again, later.',
        ],
      );
    }
  });

  it('tells a second reading from a change', () => {
    const marks = ['superseded'] as const;
    assert.equal(
      why({ marks }, TARGET, { superseded: 'replaced' }),
      'Read or written again later · 9 turns ago',
    );
    assert.equal(why({ marks }, TARGET, { superseded: 'changed' }), 'Changed later · 9 turns ago');
  });

  it('says of an unmarked one that goes for a target how long ago it was of use', () => {
    const told = (
      evidence: Parameters<typeof sampleEvidence>[0],
      item: Parameters<typeof sampleItem>[0] = {},
    ): string => why(item, TARGET, evidence);
    assert.equal(told({}), 'Read 34 steps ago, its file not used since');
    assert.equal(told({ idleSteps: 12 }), 'Read 34 steps ago, its file last used 12 steps ago');
    assert.equal(told({ idleSteps: 1 }), 'Read 34 steps ago, its file used just now');
    const written = { source: 'written' } as const;
    assert.equal(told(written), 'Written 34 steps ago, the file not used since');
    assert.equal(
      told({ ...written, idleSteps: 2 }),
      'Written 34 steps ago, the file last used 2 steps ago',
    );
    assert.equal(
      told({ ...written, idleSteps: 0 }),
      'Written 34 steps ago, the file used just now',
    );
    assert.equal(told({ source: 'search' }), 'Search 34 steps ago, seldom needed again');
    assert.equal(told({ source: 'command' }), 'Command 34 steps ago, seldom needed again');
    assert.equal(told({ source: 'other' }), '34 steps ago, seldom needed again');
    assert.equal(told({ source: 'other' }, { kind: 'image' }), 'Image, 34 steps ago');
    assert.equal(told({ source: 'heeded' }), 'Needed to get to 120K · 9 turns ago');
  });

  it('says of an unmarked one what a recipe found in it', () => {
    const images: PruneChoice = { kind: 'recipe', recipe: 'images', keepNewest: 3 };
    assert.equal(why({ kind: 'image' }, images), 'Not among the newest 3 images · 9 turns ago');
    const old: PruneChoice = {
      ...{ kind: 'recipe', recipe: 'oldResults' },
      ...{ olderThanRounds: 10, turnsAgo: 2, largerThanTokens: 1000 },
    };
    assert.equal(why({}, old), 'Large result · 9 turns ago');
    const outdated: PruneChoice = { kind: 'recipe', recipe: 'superseded' };
    assert.equal(why({}, outdated), 'Repeats another item that goes · 9 turns ago');
  });

  it('has a reason for what nothing is known of', () => {
    assert.deepEqual(reasonFor(null, sampleEvidence(), TARGET, 10, inEnglish), {
      tags: [],
      why: 'Needed to get to 120K',
      meaning: '',
    });
  });
});
