import assert from 'node:assert/strict';
import type { CacheRewriteReason } from '../../../src/domain/caching/cacheRewrites';
import { rewriteReasonWords } from '../../../src/wording/rewriteReasonWords';
import { inEnglish as t } from '../../../src/wording/translate';

describe('rewriteReasonWords', () => {
  const words: Record<CacheRewriteReason, string> = {
    compaction: 'compacted',
    pause: '72 min pause',
    prune: 'pruned',
    putBack: 'put back',
    unknown: 'unknown',
    modelChanged: 'model changed',
    systemChanged: 'system prompt changed',
    toolsChanged: 'tools changed',
    messagesChanged: 'messages changed',
    previousMessageNotFound: 'earlier message not found',
    unavailable: 'not told by the server',
  };
  for (const [reason, said] of Object.entries(words) as [CacheRewriteReason, string][])
    it(`says “${said}”`, () =>
      assert.equal(rewriteReasonWords({ reason, pauseMs: 72 * 60_000 }, t), said));
});
