import type { CacheMiss } from '../domain/transcript/entry';
import type { CacheRewrite } from '../domain/caching/cacheRewrites';
import { durationWords } from './durationWords';
import type { Translate } from './translate';

/** Why something was written into the cache again, in two or three words for a label. */
export function rewriteReasonWords(
  { reason, pauseMs }: Pick<CacheRewrite, 'reason' | 'pauseMs'>,
  t: Translate,
): string {
  switch (reason) {
    case 'compaction':
      return t('compacted');
    case 'pause':
      return t('{0} pause', durationWords(pauseMs ?? 0, t));
    case 'prune':
      return t('pruned');
    case 'putBack':
      return t('put back');
    case 'unknown':
      return t('unknown');
    default:
      return cacheMissWords(reason, t);
  }
}

/** What the server says of a prompt that it had to read anew. */
export function cacheMissWords(reason: CacheMiss, t: Translate): string {
  switch (reason) {
    case 'modelChanged':
      return t('model changed');
    case 'systemChanged':
      return t('system prompt changed');
    case 'toolsChanged':
      return t('tools changed');
    case 'messagesChanged':
      return t('messages changed');
    case 'previousMessageNotFound':
      return t('earlier message not found');
    case 'unavailable':
      return t('not told by the server');
  }
}
