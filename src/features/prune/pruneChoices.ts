import type { Snapshot } from '../../domain/accounting/snapshot';
import type { PruneWay } from '../../operations/rewriting/previewPrunes';
import type { PruneChoice, PrunePlan } from '../../domain/pruning/prunePlan';
import { formatTokens, percentOf } from '../../wording/formatTokens';
import type { Translate } from '../../wording/translate';
import { outcomeWords } from './pruneText';

/** One way to prune that a person can choose, and what it would do. */
export interface OfferedPrune {
  readonly plan: PrunePlan;
  readonly label: string;
  /** For a screen reader as well as for the eye. */
  readonly detail: string;
}

export interface ChoiceSettings {
  readonly targetPercent: number;
  readonly untouchedRounds: number;
}

/** In a short session the newest rounds are all there is: what a person may give way to besides. */
const FEWEST_ROUNDS = 2;
const NEWEST_IMAGES = 3;
const LARGE_RESULT_TOKENS = 1000;
/** Where no limit is known, of what the context holds. */
const WITHOUT_LIMIT = 0.6;

/** What "Prune to Fit…" has to offer: the target first, then the recipes. */
export function choicesFor(
  snapshot: Pick<Snapshot, 'limit' | 'usage' | 'walls'>,
  { targetPercent, untouchedRounds }: ChoiceSettings,
): readonly PruneWay[] {
  const limitTokens = effectiveLimit(snapshot);
  const target =
    limitTokens === null
      ? Math.round((snapshot.usage.tokens ?? 0) * WITHOUT_LIMIT)
      : Math.round((limitTokens * targetPercent) / 100);
  const choices: PruneChoice[] = [
    { kind: 'target', tokens: target },
    { kind: 'recipe', recipe: 'superseded' },
    { kind: 'recipe', recipe: 'duplicates' },
    { kind: 'recipe', recipe: 'images', keepNewest: NEWEST_IMAGES },
    {
      kind: 'recipe',
      recipe: 'oldResults',
      olderThanRounds: untouchedRounds,
      largerThanTokens: LARGE_RESULT_TOKENS,
    },
  ];
  const ways = choices.map((choice): PruneWay => ({ choice, untouchedRounds }));
  return untouchedRounds <= FEWEST_ROUNDS
    ? ways
    : [ways[0]!, { choice: choices[0]!, untouchedRounds: FEWEST_ROUNDS }, ...ways.slice(1)];
}

/**
 * The target in any case, and what else has something to prune; the target with fewer untouched
 * rounds only where that goes further.
 */
export function offersOf(
  ways: readonly PruneWay[],
  plans: readonly PrunePlan[],
  limitTokens: number | null,
  t: Translate,
): readonly OfferedPrune[] {
  const [first] = plans;
  return ways.flatMap((way, index) => {
    const plan = plans[index]!;
    const isFirst = index === 0;
    const isFurther =
      way.choice.kind !== 'target' ||
      (first !== undefined && !first.reached && plan.freedTokens > first.freedTokens);
    return isFirst || (plan.items.length > 0 && isFurther)
      ? [
          {
            plan,
            label: labelOf(way, isFirst, limitTokens, t),
            detail: detailOf(way.choice, plan, limitTokens, t),
          },
        ]
      : [];
  });
}

/**
 * The size that a session must not reach: the limit, or in a 1M window the wall of usage credits
 * while it stands. `null` where neither is known.
 */
export function effectiveLimit({ limit, walls }: Pick<Snapshot, 'limit' | 'walls'>): number | null {
  const credits = walls.find(({ kind }) => kind === 'usageCredits')?.tokens ?? Infinity;
  const least = Math.min(limit.tokens ?? Infinity, credits);
  return least === Infinity ? null : least;
}

function labelOf(
  { choice, untouchedRounds }: PruneWay,
  isFirst: boolean,
  limitTokens: number | null,
  t: Translate,
): string {
  if (choice.kind === 'items') return t('Chosen items');
  if (choice.kind === 'target') {
    const size = formatTokens(choice.tokens, 0);
    if (!isFirst)
      return t(
        'To {0}, leaving only the newest {1} replies with tool calls alone',
        size,
        untouchedRounds,
      );
    return limitTokens === null
      ? t('To {0}', size)
      : t(
          'To {0}, {1}% of {2}',
          size,
          percentOf(choice.tokens, limitTokens),
          formatTokens(limitTokens, 0),
        );
  }
  switch (choice.recipe) {
    case 'superseded':
      return t('Outdated reads');
    case 'duplicates':
      return t('Duplicates');
    case 'images':
      return t('All images but the newest {0}', choice.keepNewest);
    case 'oldResults':
      return t('Old tool results larger than {0}', formatTokens(choice.largerThanTokens, 0));
  }
}

function detailOf(
  choice: PruneChoice,
  { items, freedTokens, beforeTokens, reached, lowestTokens }: PrunePlan,
  limitTokens: number | null,
  t: Translate,
): string {
  if (items.length === 0) {
    if (choice.kind === 'target' && reached) return t('The context is smaller already.');
    return t('Nothing to prune.');
  }
  const outcome = outcomeWords(items.length, freedTokens, beforeTokens, limitTokens, t);
  if (choice.kind !== 'target' || reached) return outcome;
  if (lowestTokens === null) return outcome;
  const lowest = formatTokens(lowestTokens, 0);
  return `${outcome}. ${t('Pruning gets no further than ~{0}; compacting does.', lowest)}`;
}
