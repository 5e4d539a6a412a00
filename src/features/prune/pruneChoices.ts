import type { Snapshot } from '../../domain/accounting/snapshot';
import type { PruneWay } from '../../operations/rewriting/previewPrunes';
import type { PruneChoice, PrunePlan } from '../../domain/pruning/prunePlan';
import { formatTokens, percentOf } from '../../wording/formatTokens';
import type { Translate } from '../../wording/translate';
import { outcomeWords, shortfallWords } from './pruneText';

/** One way to prune that a person can choose, and what it would do. */
export interface OfferedPrune {
  readonly plan: PrunePlan;
  /** What it was made for. */
  readonly choice: PruneChoice;
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
/** What came in this turn or the one before is what the work goes on with. */
const OLD_TURNS = 2;
/** Beyond it prompts may need usage credits, or a model with a larger window. */
const STANDARD_TOKENS = 200_000;
/** Below that, with room for the next turns. */
const BELOW_STANDARD_TOKENS = 180_000;
/** Where no limit is known, of what the context holds. */
const WITHOUT_LIMIT = 0.6;

/** What "Prune to Fit…" has to offer: the targets first, then the recipes. */
export function choicesFor(
  snapshot: Pick<Snapshot, 'limit' | 'usage' | 'walls'>,
  { targetPercent, untouchedRounds }: ChoiceSettings,
): readonly PruneWay[] {
  const recipes: PruneChoice[] = [
    { kind: 'recipe', recipe: 'superseded' },
    { kind: 'recipe', recipe: 'duplicates' },
    { kind: 'recipe', recipe: 'images', keepNewest: NEWEST_IMAGES },
    {
      kind: 'recipe',
      recipe: 'oldResults',
      olderThanRounds: untouchedRounds,
      turnsAgo: OLD_TURNS,
      largerThanTokens: LARGE_RESULT_TOKENS,
    },
    { kind: 'recipe', recipe: 'thinking' },
  ];
  return [
    ...targetsFor(snapshot, targetPercent).flatMap((tokens) => [
      ...waysTo(tokens, untouchedRounds),
      { choice: { kind: 'target', tokens, withThinking: true } as const, untouchedRounds },
    ]),
    ...recipes.map((choice): PruneWay => ({ choice, untouchedRounds })),
  ];
}

/** To one size, also with fewer of the newest rounds left alone. */
export function waysTo(tokens: number, untouchedRounds: number): readonly PruneWay[] {
  const choice = { kind: 'target', tokens } as const;
  return untouchedRounds <= FEWEST_ROUNDS
    ? [{ choice, untouchedRounds }]
    : [
        { choice, untouchedRounds },
        { choice, untouchedRounds: FEWEST_ROUNDS },
      ];
}

/** In tokens. In a 1M window a session beyond 200K is to come below it, before anything else. */
function targetsFor(
  snapshot: Pick<Snapshot, 'limit' | 'usage' | 'walls'>,
  targetPercent: number,
): readonly number[] {
  const used = snapshot.usage.tokens ?? 0;
  const limitTokens = effectiveLimit(snapshot);
  const target =
    limitTokens === null
      ? Math.round(used * WITHOUT_LIMIT)
      : Math.round((limitTokens * targetPercent) / 100);
  const isBeyond =
    used > STANDARD_TOKENS &&
    (snapshot.limit.tokens ?? Infinity) > STANDARD_TOKENS &&
    !snapshot.walls.some(
      ({ kind, tokens }) => kind === 'autoCompact' && tokens <= BELOW_STANDARD_TOKENS,
    );
  if (!isBeyond) return [target];
  return target < used && target !== BELOW_STANDARD_TOKENS
    ? [BELOW_STANDARD_TOKENS, target]
    : [BELOW_STANDARD_TOKENS];
}

/**
 * The first target in any case, and what else has something to prune; a target with fewer untouched
 * rounds only where that goes further, and one with thinking where it would take any.
 */
export function offersOf(
  ways: readonly PruneWay[],
  plans: readonly PrunePlan[],
  limitTokens: number | null,
  t: Translate,
): readonly OfferedPrune[] {
  const offered = ways.flatMap((way, index) => {
    const plan = plans[index]!;
    const former = plans[sameTarget(ways, way)] ?? null;
    const isFewer = former !== null && former !== plan;
    const isFurther = takesThinking(way.choice)
      ? plan.items.some(({ evidence }) => evidence.source === 'thinking')
      : !isFewer || (!former.reached && plan.freedTokens > former.freedTokens);
    return index === 0 || (plan.items.length > 0 && isFurther)
      ? [
          {
            plan,
            choice: way.choice,
            label: labelOf(way, isFewer, limitTokens, t),
            detail: detailOf(way.choice, plan, limitTokens, t),
          },
        ]
      : [];
  });
  // Of a session beyond its limit, what gets below it comes before what does not.
  return offered.toSorted(
    (a, b) => Number(isBeyond(a, limitTokens)) - Number(isBeyond(b, limitTokens)),
  );
}

function takesThinking(choice: PruneChoice): boolean {
  return choice.kind === 'target' && choice.withThinking === true;
}

function isBeyond({ plan: { afterTokens } }: OfferedPrune, limitTokens: number | null): boolean {
  return afterTokens !== null && limitTokens !== null && afterTokens >= limitTokens;
}

/** Of the ways to one size the first that gets there, else the one that gets the furthest. */
export function furthest(plans: readonly PrunePlan[]): PrunePlan | null {
  const reaching = plans.find(({ reached, items }) => reached && items.length > 0);
  const [most] = plans.toSorted((a, b) => b.freedTokens - a.freedTokens);
  const plan = reaching ?? most;
  return plan === undefined || plan.items.length === 0 ? null : plan;
}

/** Where the first way to the same size stands; -1 for a recipe. */
function sameTarget(ways: readonly PruneWay[], { choice }: PruneWay): number {
  return choice.kind !== 'target'
    ? -1
    : ways.findIndex(
        (other) => other.choice.kind === 'target' && other.choice.tokens === choice.tokens,
      );
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
  isFewer: boolean,
  limitTokens: number | null,
  t: Translate,
): string {
  if (choice.kind === 'items') return t('Chosen items');
  if (choice.kind === 'target') {
    const size = formatTokens(choice.tokens, 0);
    if (takesThinking(choice)) return t('To {0}, thinking of earlier turns as well', size);
    if (isFewer) return t('To {0}, keeping only the newest {1} steps', size, untouchedRounds);
    if (choice.tokens === BELOW_STANDARD_TOKENS)
      return t('Below {0}, to {1}', formatTokens(STANDARD_TOKENS, 0), size);
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
    case 'thinking':
      return t('Thinking of earlier turns');
    case 'images':
      return t('All images but the newest {0}', choice.keepNewest);
    case 'oldResults':
      return t('Old tool results larger than {0}', formatTokens(choice.largerThanTokens, 0));
  }
}

function detailOf(
  choice: PruneChoice,
  plan: PrunePlan,
  limitTokens: number | null,
  t: Translate,
): string {
  const { items, freedTokens, afterTokens, reached } = plan;
  if (items.length === 0) {
    if (choice.kind === 'target' && reached) return t('The context is smaller already.');
    return t('Nothing to prune.');
  }
  const outcome = outcomeWords(items.length, freedTokens, afterTokens, limitTokens, t);
  const shortfall = choice.kind === 'target' ? shortfallWords(plan, t) : '';
  return shortfall === '' ? outcome : `${outcome}. ${shortfall}`;
}
