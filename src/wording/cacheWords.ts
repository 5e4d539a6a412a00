import type { CacheStanding } from '../domain/caching/cacheState';
import { formatTokens } from './formatTokens';
import type { Translate } from './translate';
import { timeOf } from './wallWords';

/** Fewer are no comparison. */
const WORTH_COMPARING = 2;

/** How the cache stands, in a few words: `warm until 14:32`. */
function cacheStandingWords(
  { state, untilMs }: Pick<CacheStanding, 'state' | 'untilMs'>,
  t: Translate,
): string {
  switch (state) {
    case 'warm':
      return untilMs === null ? t('warm') : t('warm until {0}', timeOf(untilMs));
    case 'cold':
      return untilMs === null ? t('cold') : t('cold since {0}', timeOf(untilMs));
    case 'new':
      return t('starts anew');
    case 'unknown':
      return t('not known: nothing tells how long it is kept');
  }
}

/**
 * The same, and what the next prompt writes: `cold since 11:20: the next prompt writes ~412K again,
 * as much as 20 ordinary prompts`.
 */
export function cacheSentence(
  standing: CacheStanding,
  contextTokens: number | null,
  t: Translate,
): string {
  const { state, nextWriteTokens, asPrompts } = standing;
  const words = cacheStandingWords(standing, t);
  if (state === 'unknown' || nextWriteTokens === null) return words;
  const about = (tokens: number): string => `~${formatTokens(tokens, 0)}`;
  if (state === 'new') return t('{0}: the next prompt writes {1}', words, about(nextWriteTokens));
  if (state === 'warm')
    return contextTokens === null || standing.untilMs === null
      ? words
      : t('{0}, then the next prompt writes {1} again', words, about(contextTokens));
  return asPrompts === null || asPrompts < WORTH_COMPARING
    ? t('{0}: the next prompt writes {1} again', words, about(nextWriteTokens))
    : t(
        '{0}: the next prompt writes {1} again, as much as {2} ordinary prompts',
        words,
        about(nextWriteTokens),
        Math.floor(asPrompts),
      );
}
