import assert from 'node:assert/strict';
import type { PruneChoice } from '../../../../src/domain/pruning/prunePlan';
import { reasonFor } from '../../../../src/features/prune/reasonText';
import { inEnglish } from '../../../../src/wording/translate';
import { sampleItem } from '../../../fixtures/sampleItem';

const TARGET: PruneChoice = { kind: 'target', tokens: 120_000 };

describe('reasonFor', () => {
  const why = (
    item: Parameters<typeof sampleItem>[0],
    choice: PruneChoice = TARGET,
    turn = 10,
  ): string => reasonFor(sampleItem(item), choice, turn, inEnglish).why;

  it('goes by the mark first, whatever was asked for', () => {
    for (const choice of [TARGET, { kind: 'items', ids: [] } as const]) {
      const {
        tags,
        why: words,
        meaning,
      } = reasonFor(sampleItem({ marks: ['duplicate'], turn: 4 }), choice, 10, inEnglish);
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

  it('says of an unmarked one what the target found in it', () => {
    assert.equal(why({ tokens: 1_000 }), 'Large result · 9 turns ago');
    assert.equal(why({ tokens: 999 }), 'Needed to get to 120K · 9 turns ago');
    assert.equal(why({ kind: 'image', turn: 10 }), 'Image · this turn');
    const attachment = { kind: 'attachment', attachmentType: 'file', turn: 9 } as const;
    assert.equal(why(attachment), 'Stands in a file · 1 turn ago');
    assert.equal(
      why({ ...attachment, attachmentType: 'skill_listing' }),
      'Needed to get to 120K · 1 turn ago',
    );
    const note = { kind: 'machineText', machineText: 'note', tokens: 5_000 } as const;
    assert.equal(why(note), 'Needed to get to 120K · 9 turns ago');
    assert.equal(why({ ...note, machineText: 'commandOutput' }), 'Large result · 9 turns ago');
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
    assert.deepEqual(reasonFor(null, TARGET, 10, inEnglish), {
      tags: [],
      why: 'Needed to get to 120K',
      meaning: '',
    });
  });
});
