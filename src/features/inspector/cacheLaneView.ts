import type { CacheLedger, CacheTotals } from '../../domain/caching/cacheLedger';
import type { CacheRewrite } from '../../domain/caching/cacheRewrites';
import { readWeightOf } from '../../domain/caching/inputWeights';
import { durationWords } from '../../wording/durationWords';
import { formatTokens, percentOf } from '../../wording/formatTokens';
import { cacheMissWords, rewriteReasonWords } from '../../wording/rewriteReasonWords';
import type { Translate } from '../../wording/translate';
import { MAX_REWRITES, type CacheLane, type LaneRewrite } from './cacheProtocol';

/** What the lane below the chart shows, and its table; `null` where no reply tells of a cache. */
export function cacheLaneOf(ledger: CacheLedger | null, t: Translate): CacheLane | null {
  if (ledger === null) return null;
  const { rewrites, totals } = ledger;
  const count = rewrites.length;
  const percent = percentWords(totals);
  const share = t('{0} of the input', percent);
  const isNone = count === 0;
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
    money: moneyWords(ledger, t),
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

/** What a prune of ours really cost and saved. How much a reply was smaller for it is estimated. */
function pruneWords({ pruned, reason, tokens, writeWeight, model }: CacheRewrite, t: Translate) {
  if (pruned === null) return '';
  const { savedTokens, requests } = pruned;
  if (savedTokens === null) return t('Nothing tells what the prune saved.');
  if (savedTokens <= 0) return t('The prune saved nothing.');
  const saved = `~${formatTokens(savedTokens, 0)}`;
  const sum =
    requests === 1
      ? t('The prune saved {0} in 1 request', saved)
      : t('The prune saved {0} in each of {1} requests', saved, requests);
  if (reason !== 'prune')
    return t('{0}, and cost nothing: all was written again in any case.', sum);
  const readWeight = readWeightOf(model, 0); // the same share of the price for any size
  const payingRequests = Math.ceil(
    (tokens * (writeWeight - readWeight)) / (savedTokens * readWeight),
  );
  return requests >= payingRequests
    ? t('{0}: it has paid for itself.', sum)
    : t('{0}: it pays after about {1}.', sum, payingRequests);
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

function moneyWords({ listPrice, rewrites }: CacheLedger, t: Translate): string {
  if (listPrice === null) return '';
  const { inputUsd, rewritesUsd, asOf } = listPrice;
  return rewrites.length === 0
    ? t(
        'All input: {0} by the API’s price list of {1}; on a plan you pay with limits, not per token.',
        dollars(inputUsd),
        asOf,
      )
    : t(
        'Written again: {0} of {1} by the API’s price list of {2}; on a plan you pay with limits, not per token.',
        dollars(rewritesUsd),
        dollars(inputUsd),
        asOf,
      );
}

/** To the cent. */
function dollars(usd: number): string {
  return usd > 0 && usd < 0.01 ? '<$0.01' : `$${usd.toFixed(2)}`;
}
