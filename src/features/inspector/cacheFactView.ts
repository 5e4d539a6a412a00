import type { Snapshot } from '../../domain/accounting/snapshot';
import { cacheStanding } from '../../domain/caching/cacheState';
import { cacheSentence } from '../../wording/cacheWords';
import { formatTokens } from '../../wording/formatTokens';
import type { Translate } from '../../wording/translate';
import { timeOf } from '../../wording/wallWords';
import type { Session } from './protocol';

/** How the cache stands, short for the header and whole for its hover; `null` without a cache. */
export function cacheFact(
  { cache, usage }: Snapshot,
  nowMs: number,
  t: Translate,
): Session['cache'] {
  if (cache === null) return null;
  const standing = cacheStanding(cache, usage.tokens, nowMs);
  const { state, untilMs, nextWriteTokens } = standing;
  const words = {
    warm: untilMs === null ? t('Cache warm') : t('Cache warm until {0}', timeOf(untilMs, nowMs)),
    cold:
      nextWriteTokens === null
        ? t('Cache cold')
        : t('Cache cold: the next prompt writes {0}', `~${formatTokens(nextWriteTokens, 0)}`),
    new: t('Cache starts anew'),
    unknown: t('Cache not known'),
  };
  return { words: words[state], hover: t('Cache: {0}', cacheSentence(standing, usage.tokens, t)) };
}
