import type { PrunePrice } from '../domain/caching/prunePrice';
import { formatTokens } from './formatTokens';
import type { Translate } from './translate';

/** From so many prompts on nobody waits for it: then a prune makes room, and that is all. */
const FAR_PROMPTS = 40;

/** What a prune costs and brings, as one sentence; empty where it frees nothing. */
export function prunePriceWords(price: PrunePrice, t: Translate): string {
  const { kind, writtenTokens, savedTokens, prompts, requests, isUnsure } = price;
  const saved = `~${formatTokens(savedTokens, 0)}`;
  if (kind === 'never') return '';
  if (kind === 'atOnce')
    return t(
      'The cache is cold anyway: now is the cheapest moment. Saves {0} in every prompt.',
      saved,
    );
  const written = `~${formatTokens(writtenTokens, 0)}`;
  const cost = isUnsure
    ? t(
        'If the cache is still warm: writes {0} of it again once, saves {1} in every prompt',
        written,
        saved,
      )
    : t('Writes {0} of cache again once, saves {1} in every prompt', written, saved);
  if (prompts === null) return t('{0}: pays after {1} requests.', cost, requests ?? 0);
  if (prompts >= FAR_PROMPTS)
    return t('Does not pay for itself before about {0} prompts; it only makes room.', prompts);
  return prompts === 1
    ? t('{0}: pays after 1 prompt.', cost)
    : t('{0}: pays after {1} prompts.', cost, prompts);
}
