import type { PrunePrice, WrittenAnyway } from '../domain/caching/prunePrice';
import { formatTokens } from './formatTokens';
import type { Translate } from './translate';

/** From so many prompts on nobody waits for it: then a prune makes room, and that is all. */
const FAR_PROMPTS = 40;

/** What a prune costs and brings, as one sentence; empty where it frees nothing. */
export function prunePriceWords(price: PrunePrice, t: Translate): string {
  const { kind, because, writtenTokens, savedTokens, prompts, requests, isUnsure } = price;
  const saved = `~${formatTokens(savedTokens, 0)}`;
  if (kind === 'never') return '';
  if (because !== null) return atOnceWords(because, saved, t);
  if (prompts !== null && prompts >= FAR_PROMPTS)
    return isUnsure
      ? t(
          'If the cache is still warm, it does not pay for itself before about {0} prompts; it only makes room.',
          prompts,
        )
      : t('Does not pay for itself before about {0} prompts; it only makes room.', prompts);
  const written = `~${formatTokens(writtenTokens, 0)}`;
  const cost = isUnsure
    ? t(
        'If the cache is still warm: writes {0} of it again once, saves {1} in every prompt',
        written,
        saved,
      )
    : t('Writes {0} of cache again once, saves {1} in every prompt', written, saved);
  if (prompts !== null)
    return prompts === 1
      ? t('{0}: pays after 1 prompt.', cost)
      : t('{0}: pays after {1} prompts.', cost, prompts);
  return requests === 1
    ? t('{0}: pays after 1 request.', cost)
    : t('{0}: pays after {1} requests.', cost, requests ?? 0);
}

function atOnceWords(because: WrittenAnyway, saved: string, t: Translate): string {
  switch (because) {
    case 'cold':
      return t(
        'The cache is cold anyway: now is the cheapest moment. Saves {0} in every prompt.',
        saved,
      );
    case 'new':
      return t(
        'Nothing of this context is in the cache yet: now is the cheapest moment. Saves {0} in every prompt.',
        saved,
      );
    case 'rewritten':
      return t(
        'The file was changed, and the cache is written again anyway: now is the cheapest moment. Saves {0} in every prompt.',
        saved,
      );
    case 'uncached':
      return t(
        'What goes is not in the cache yet: now is the cheapest moment. Saves {0} in every prompt.',
        saved,
      );
  }
}
