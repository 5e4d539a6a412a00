import type { Inspection } from '../../domain/accounting/inspection';
import type { CacheRewrite } from '../../domain/caching/cacheRewrites';
import { returnOf } from '../../domain/caching/pruneReturn';
import type { CacheTotals } from '../../domain/caching/requestSum';
import { durationWords } from '../../wording/durationWords';
import { formatTokens, percentOf } from '../../wording/formatTokens';
import { listPriceWords } from '../../wording/listPriceWords';
import { pruneReturnWords } from '../../wording/pruneReturnWords';
import { cacheMissWords, rewriteReasonWords } from '../../wording/rewriteReasonWords';
import { sessionUseWords } from '../../wording/sessionUseWords';
import type { Translate } from '../../wording/translate';
import { MAX_REWRITES, type CacheLane, type LaneRewrite } from './cacheProtocol';

/** What the lane below the chart shows, and its table; `null` where no reply tells of a cache. */
export function cacheLaneOf(
  { ledger, use }: Pick<Inspection, 'ledger' | 'use'>,
  t: Translate,
): CacheLane | null {
  if (ledger === null) return null;
  const { rewrites, totals } = ledger;
  const count = rewrites.length;
  const percent = percentWords(totals);
  const share = t('{0} of the input', percent);
  const isNone = count === 0;
  const used = use === null ? '' : sessionUseWords(use, t);
  return {
    count,
    rewrites: rewrites.slice(-MAX_REWRITES).map((rewrite) => laneRewrite(rewrite, t)),
    words: isNone ? '' : count === 1 ? t('1 re-write') : t('{0} re-writes', count),
    share: isNone ? '' : share,
    percent: isNone ? '' : percent,
    sentence: isNone
      ? ''
      : count === 1
        ? t('1 re-write of the cache, {0}', share)
        : t('{0} re-writes of the cache, {1}', count, share),
    used,
    money: listPriceWords(ledger, used !== '', t),
    totals: totalsOf(totals, share, t),
  };
}

function laneRewrite(rewrite: CacheRewrite, t: Translate): LaneRewrite {
  const { line, turn, tokens, pauseMs, reason } = rewrite;
  const size = formatTokens(tokens, 0);
  const words = rewriteReasonWords(rewrite, t);
  return {
    line,
    turn,
    tokens,
    size,
    reason: words,
    sentence:
      reason === 'unknown'
        ? t('{0} written again: nothing tells why', size)
        : t('{0} written again: {1}', size, words),
    pause: pauseMs === null ? '' : durationWords(pauseMs, t),
    told: [serverWords(rewrite, t), pruneWords(rewrite, t)].filter((each) => each !== '').join(' '),
  };
}

/** Its word where that says something, and is not the reason. */
function serverWords({ reason, serverReason }: CacheRewrite, t: Translate): string {
  return serverReason === null || serverReason === 'unavailable' || serverReason === reason
    ? ''
    : t('The server: {0}.', cacheMissWords(serverReason, t));
}

/** What a prune of ours really cost and brings. */
function pruneWords(rewrite: CacheRewrite, t: Translate): string {
  const measured = returnOf(rewrite);
  return measured === null ? '' : pruneReturnWords(measured, t);
}

/** Share of what was written again, by what tokens weigh: `21%`, floored. */
function percentWords({ weightedTokens, weightedRewrittenTokens }: CacheTotals): string {
  if (weightedTokens <= 0) return '0%';
  const percent = percentOf(weightedRewrittenTokens, weightedTokens);
  return percent < 1 && weightedRewrittenTokens > 0 ? '<1%' : `${String(percent)}%`;
}

function totalsOf(totals: CacheTotals, share: string, t: Translate): CacheLane['totals'] {
  const { readTokens, fiveMinuteTokens, oneHourTokens, writtenTokens, uncachedTokens } = totals;
  const untoldTokens = writtenTokens - fiveMinuteTokens - oneHourTokens;
  const written = [
    { name: t('Written for five minutes'), tokens: fiveMinuteTokens },
    { name: t('Written for an hour'), tokens: oneHourTokens },
    { name: t('Written, nothing tells for how long'), tokens: untoldTokens },
  ].filter(({ tokens }) => tokens > 0);
  return [
    { name: t('Requests'), words: String(totals.requests) },
    ...[
      { name: t('Read from the cache'), tokens: readTokens },
      ...written,
      { name: t('Not cached'), tokens: uncachedTokens },
    ].map(({ name, tokens }) => ({ name, words: formatTokens(tokens, 1) })),
    {
      name: t('Written again'),
      words:
        totals.rewrittenTokens === 0
          ? formatTokens(0, 1)
          : `${formatTokens(totals.rewrittenTokens, 1)} · ${share}`,
    },
  ];
}
