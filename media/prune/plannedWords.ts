import type { PlannedPage } from '../../src/features/prune/protocol';
import { formatTokens } from '../../src/wording/formatTokens';
import { countWords, estimate, t, tokenWords } from '../inspector/words';
import { barEnd, wallAhead, type Outcome } from './outcome';

/** `14 selected · frees ~52.3K`. */
function selectedWords({ count, freedTokens }: Outcome): string {
  return t('{0} selected · frees ~{1}', countWords(count), formatTokens(freedTokens, 1));
}

/** The same with what comes of it: `… → context ~131K`. */
export function outcomeWordsOf(outcome: Outcome): string {
  const selected = selectedWords(outcome);
  return outcome.afterTokens === null
    ? selected
    : t('{0} → context {1}', selected, `~${formatTokens(outcome.afterTokens, 0)}`);
}

/** The context before: `183.2K of 1M`. */
export function beforeWords({ beforeTokens, isExact, limitTokens }: PlannedPage): string {
  const size = tokenWords(beforeTokens ?? 0, isExact);
  return limitTokens === null ? size : t('{0} of {1}', size, formatTokens(limitTokens, 0));
}

/** How far a size is from what comes next: `16.8K to usage credits`; empty where nothing does. */
export function distanceWords({ walls }: PlannedPage, tokens: number, isExact: boolean): string {
  const wall = wallAhead(walls, tokens);
  if (wall === null) return '';
  const words = wall.tokens > tokens ? wall.ahead : wall.past;
  return words.replaceAll('{0}', () => tokenWords(Math.abs(wall.tokens - tokens), isExact));
}

/** What the marks of the bar stand for: `auto-compact 167K · limit 200K`. */
export function marksWords(plan: PlannedPage): string {
  const { cutAt } = barEnd(plan);
  return plan.walls
    .map((wall) => {
      const words = `${wall.name} ${formatTokens(wall.tokens, 0)}`;
      return wall === cutAt ? t('{0}, where the bar ends', words) : words;
    })
    .join(' · ');
}

/** The label of the button that prunes. */
export function pruneButtonWords(count: number): string {
  return count === 1 ? t('Prune 1 Item') : t('Prune {0} Items', countWords(count));
}

/** For who cannot see the bar. */
export function barWords(plan: PlannedPage, { afterTokens }: Outcome, names: string): string {
  const parts = t('Context by kind: {0}.', names);
  return afterTokens === null
    ? parts
    : `${parts} ${t('after prune {0}', estimate(afterTokens))}, ${marksWords(plan)}`;
}
