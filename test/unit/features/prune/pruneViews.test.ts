import assert from 'node:assert/strict';
import type { PrunePlan } from '../../../../src/domain/pruning/prunePlan';
import { choicesFor, furthest, offersOf } from '../../../../src/features/prune/pruneChoices';
import {
  afterResumeMessage,
  outcomeWords,
  prunedMessage,
  undoneMessage,
} from '../../../../src/features/prune/pruneText';
import { inEnglish } from '../../../../src/wording/translate';
import { sampleEvidence } from '../../../fixtures/sampleEvidence';
import {
  autoCompact,
  limitWall,
  sampleSnapshot,
  tokens,
  unlimited,
  usageCredits,
} from '../../../fixtures/sampleSnapshot';

function planWith(changes: Partial<PrunePlan> = {}): PrunePlan {
  const items = [
    {
      id: 'u1:0',
      freedTokens: 8_200,
      placeholder: '[pruned]',
      isNamed: false,
      evidence: sampleEvidence(),
    },
    {
      id: 'u2:0',
      freedTokens: 30_000,
      placeholder: '[pruned]',
      isNamed: false,
      evidence: sampleEvidence(),
    },
  ];
  return {
    items,
    freedTokens: 38_200,
    beforeTokens: 152_300,
    afterTokens: 114_100,
    targetTokens: null,
    reached: true,
    lowestTokens: 90_000,
    skipped: [],
    place: null,
    ...changes,
  };
}

describe('what a prune says', () => {
  it('of a plan: what it frees and what the context will be', () => {
    assert.equal(
      outcomeWords(4, 38_200, 114_100, 200_000, inEnglish),
      '4 items · frees ~38.2K → context ~114K of 200K (57%)',
    );
    assert.equal(
      outcomeWords(1, 900, 39_100, null, inEnglish),
      '1 item · frees ~900 → context ~39K',
    );
    assert.equal(outcomeWords(1, 900, null, 200_000, inEnglish), '1 item · frees ~900');
    assert.equal(
      outcomeWords(2, 9_000, 96_000, null, inEnglish),
      '2 items · frees ~9K → context ~96K',
      'less is saved than is freed where estimates are too high',
    );
  });

  it('of what has happened', () => {
    assert.equal(
      prunedMessage({ plan: planWith(), takesEffect: 'atNextStart' }, 200_000, inEnglish),
      'Pruned 2 items. Context is now ~114K of 200K (57%).',
    );
    assert.equal(
      prunedMessage(
        { plan: planWith({ afterTokens: null }), takesEffect: 'atNextStart' },
        null,
        inEnglish,
      ),
      'Pruned 2 items.',
    );
    assert.equal(
      undoneMessage({ afterTokens: 152_300, takesEffect: 'atNextStart' }, 200_000, inEnglish),
      'The prune was undone; what came after it is kept. Context is now ~152K of 200K (76%).',
    );
  });

  it('of a running session, that it has not shrunk, and what makes it', () => {
    assert.equal(
      prunedMessage({ plan: planWith(), takesEffect: 'afterResume' }, 200_000, inEnglish),
      'Pruned 2 items. The file holds ~114K of 200K (57%) now.',
    );
    assert.match(
      afterResumeMessage('cli', inEnglish),
      /^The running Claude Code still uses the old content\. It loads the file with \/resume /,
    );
    assert.match(
      afterResumeMessage('claude-vscode', inEnglish),
      /when its tab is closed and opened again\.$/,
    );
  });
});

describe('what Prune to Fit offers', () => {
  const settings = { targetPercent: 60, untouchedRounds: 10 };
  const offered = (...plans: PrunePlan[]) =>
    offersOf(
      choicesFor(sampleSnapshot(), settings),
      [...plans, ...Array.from({ length: 8 - plans.length }, () => planWith({ items: [] }))],
      200_000,
      inEnglish,
    );

  it('aims at a share of the limit, or of the wall of usage credits before it; without one, of the context', () => {
    const target = (changes: Parameters<typeof sampleSnapshot>[0] = {}) =>
      choicesFor(sampleSnapshot(changes), settings)[0]?.choice;
    assert.deepEqual(target(), { kind: 'target', tokens: 120_000 });
    assert.deepEqual(
      target({
        limit: {
          tokens: 1_000_000,
          reason: { kind: 'modelFamily', model: 'claude-opus-5-5', ignored: null },
        },
        walls: [usageCredits(), limitWall(1_000_000)],
      }),
      { kind: 'target', tokens: 120_000 },
    );
    assert.deepEqual(target({ ...unlimited, ...tokens(88_000) }), {
      kind: 'target',
      tokens: 52_800,
    });
  });

  it('brings a session beyond 200K below it first, where its window is larger', () => {
    const window1M = {
      limit: {
        tokens: 1_000_000,
        reason: { kind: 'modelFamily', model: 'claude-opus-5-5', ignored: null },
      },
    } as const;
    const targets = (changes: Parameters<typeof sampleSnapshot>[0]): readonly unknown[] =>
      choicesFor(sampleSnapshot(changes), { ...settings, untouchedRounds: 2 }).flatMap(
        ({ choice }) =>
          choice.kind === 'target' && choice.withThinking !== true ? [choice.tokens] : [],
      );
    const at371K = { ...window1M, ...tokens(371_000) };
    assert.deepEqual(targets({ ...at371K, walls: [limitWall(1_000_000)] }), [180_000]);
    assert.deepEqual(
      targets({ ...at371K, walls: [usageCredits(), limitWall(1_000_000)] }),
      [180_000, 120_000],
    );
    assert.deepEqual(
      targets({ ...window1M, ...tokens(671_000), walls: [limitWall(1_000_000)] }),
      [180_000, 600_000],
    );
    assert.deepEqual(
      targets({ ...at371K, walls: [autoCompact(167_000), limitWall(1_000_000)] }),
      [600_000],
      'it would be compacted there',
    );
    assert.deepEqual(targets({ ...tokens(253_000) }), [120_000], 'in a window of 200K');
    const snapshot = sampleSnapshot({ ...at371K, walls: [limitWall(1_000_000)] });
    const ways = choicesFor(snapshot, settings);
    const [first] = offersOf(
      ways,
      ways.map(() => planWith()),
      1_000_000,
      inEnglish,
    );
    assert.equal(first?.label, 'Below 200K, to 180K');
  });

  it('takes of the ways to one size the first that gets there, else the one that gets furthest', () => {
    const [near, far] = [planWith({ reached: false }), planWith({ freedTokens: 50_000 })];
    assert.equal(furthest([near, far]), far);
    assert.equal(furthest([planWith({ freedTokens: 1 }), far])?.freedTokens, 1);
    assert.equal(furthest([near, { ...far, reached: false }])?.freedTokens, 50_000);
    assert.equal(furthest([planWith({ items: [], reached: false })]), null);
  });

  it('leaves the newest rounds to the setting, and fewer of them to a way of its own', () => {
    const ways = choicesFor(sampleSnapshot(), { ...settings, untouchedRounds: 6 });
    assert.deepEqual(ways.at(-2), {
      choice: {
        kind: 'recipe',
        recipe: 'oldResults',
        olderThanRounds: 6,
        turnsAgo: 2,
        largerThanTokens: 1000,
      },
      untouchedRounds: 6,
    });
    assert.deepEqual(
      ways.slice(0, 4).map(({ choice, untouchedRounds }) => [choice.kind, untouchedRounds]),
      [
        ['target', 6],
        ['target', 2],
        ['target', 6],
        ['recipe', 6],
      ],
    );
    assert.equal(
      choicesFor(sampleSnapshot(), { ...settings, untouchedRounds: 0 }).filter(
        ({ choice }) => choice.kind === 'target',
      ).length,
      2,
    );
  });

  it('says what each would do, and leaves out what would do nothing', () => {
    assert.deepEqual(
      offered(planWith()).map(({ label, detail }) => [label, detail]),
      [['To 120K, 60% of 200K', '2 items · frees ~38.2K → context ~114K of 200K (57%)']],
    );
    assert.match(
      offered(planWith({ targetTokens: 120_000, reached: false }))[0]!.detail,
      /\. Pruning gets no further than ~90K; compacting does\.$/,
    );
    assert.match(
      offered(
        planWith({
          ...{ targetTokens: 120_000, reached: false },
          ...{ beforeTokens: 371_300, lowestTokens: 150_000 },
        }),
      )[0]!.detail,
      /\. Pruning gets no further than ~150K; compacting after it does\.$/,
    );
    assert.match(
      offered(planWith({ targetTokens: 120_000, reached: false, lowestTokens: 20_000 }))[0]!.detail,
      /\. Pruning gets no further than ~20K\.$/,
    );
    assert.equal(offered(planWith({ items: [] }))[0]!.detail, 'The context is smaller already.');
    assert.equal(offered(planWith({ items: [], reached: false }))[0]!.detail, 'Nothing to prune.');
    const nothing = planWith({ items: [] });
    assert.equal(
      offered(nothing, nothing, nothing, nothing, nothing, planWith())[1]!.label,
      'All images but the newest 3',
    );
  });

  it('puts what gets below the limit before what does not', () => {
    const nothing = planWith({ items: [] });
    const far = planWith({ reached: false, afterTokens: 240_000 });
    assert.deepEqual(
      offered(far, nothing, nothing, planWith({ afterTokens: 230_000 }), planWith()).map(
        ({ plan }) => plan.afterTokens,
      ),
      [114_100, 240_000, 230_000],
    );
  });

  it('takes thinking where it is asked for, by a way of its own, and only where there is some', () => {
    const nothing = planWith({ items: [] });
    const thought = planWith({
      items: planWith().items.map((item) => ({
        ...item,
        isNamed: false,
        evidence: sampleEvidence({ source: 'thinking' }),
      })),
    });
    const labels = (...plans: PrunePlan[]): readonly string[] =>
      offered(...plans).map(({ label }) => label);
    assert.deepEqual(
      labels(planWith(), nothing, thought),
      ['To 120K, 60% of 200K', 'To 120K, thinking of earlier turns as well'],
      'also where the target is reached without',
    );
    assert.deepEqual(labels(planWith(), nothing, planWith()), ['To 120K, 60% of 200K']);
    const recipes = [nothing, nothing, nothing, nothing, thought];
    assert.deepEqual(labels(planWith(), nothing, nothing, ...recipes), [
      'To 120K, 60% of 200K',
      'Thinking of earlier turns',
    ]);
    const ways = choicesFor(sampleSnapshot(), settings);
    assert.deepEqual(
      ways.flatMap(({ choice }) => (choice.kind === 'target' ? [choice.withThinking] : [])),
      [undefined, undefined, true],
      'no other way to a size takes any',
    );
  });

  it('goes for the newest rounds only where that gets further', () => {
    const short = planWith({ items: [], freedTokens: 0, reached: false });
    assert.deepEqual(
      offered(short, planWith()).map(({ label }) => label),
      ['To 120K, 60% of 200K', 'To 120K, keeping only the newest 2 steps'],
    );
    assert.equal(offered(planWith(), planWith()).length, 1, 'the target is reached without');
    assert.equal(
      offered(planWith({ reached: false }), planWith({ reached: false })).length,
      1,
      'it is no better',
    );
  });
});
