import type { Snapshot } from '../domain/accounting/snapshot';
import type { CacheLedger } from '../domain/caching/cacheLedger';
import type { CacheRewrite } from '../domain/caching/cacheRewrites';
import type { SessionUse } from '../domain/caching/sessionUse';
import { cacheStanding } from '../domain/caching/cacheState';
import { cacheSentence } from './cacheWords';
import { durationWords } from './durationWords';
import { formatTokens } from './formatTokens';
import { listPriceWords } from './listPriceWords';
import { cacheMissWords, rewriteReasonWords } from './rewriteReasonWords';
import { sessionUseFigures, sessionUseWords } from './sessionUseWords';
import { inColumns } from './textTable';
import type { Translate } from './translate';

/** A session as it is told here. */
interface Told {
  readonly snapshot: Snapshot;
  /** `null` where replies tell of no cache. */
  readonly ledger: CacheLedger | null;
  readonly use: SessionUse;
}

/** How the cache stands, for programs. */
interface CacheFigures {
  readonly state: 'warm' | 'cold' | 'new' | 'unknown';
  /** ISO 8601; `null` unless it is warm and known until when. */
  readonly warmUntil: string | null;
  readonly nextWriteTokens: number | null;
}

/** @returns `null` where replies tell of no cache. */
export function cacheFigures({ cache, usage }: Snapshot, nowMs: number): CacheFigures | null {
  if (cache === null) return null;
  const { state, untilMs, nextWriteTokens } = cacheStanding(cache, usage.tokens, nowMs);
  const warmUntil = state === 'warm' && untilMs !== null ? new Date(untilMs).toISOString() : null;
  return { state, warmUntil, nextWriteTokens };
}

/** The same for people, as one line; `null` where replies tell of no cache. */
export function cacheLine({ cache, usage }: Snapshot, nowMs: number, t: Translate): string | null {
  if (cache === null) return null;
  const standing = cacheStanding(cache, usage.tokens, nowMs);
  return `${t('Cache')}: ${cacheSentence(standing, usage.tokens, t)}`;
}

/**
 * What was written into the cache again, for programs: one line of JSON, in the order of the file.
 * Tokens are whole numbers; the share is of all input, both in weighted tokens. `used` has all
 * prompts, the rest those of the session itself.
 */
export function rewritesAsJson({ snapshot, ledger, use }: Told, nowMs: number): string {
  const totals = ledger?.totals ?? null;
  return JSON.stringify({
    sessionId: snapshot.sessionId,
    rewrites: (ledger?.rewrites ?? []).map((rewrite) => ({
      line: rewrite.line,
      turn: rewrite.turn,
      tokens: rewrite.tokens,
      pauseMs: rewrite.pauseMs,
      reason: rewrite.reason,
      serverReason: rewrite.serverReason,
      pruned: rewrite.pruned,
    })),
    requests: totals?.requests ?? 0,
    readTokens: totals?.readTokens ?? 0,
    writtenTokens: totals?.writtenTokens ?? 0,
    fiveMinuteTokens: totals?.fiveMinuteTokens ?? 0,
    oneHourTokens: totals?.oneHourTokens ?? 0,
    uncachedTokens: totals?.uncachedTokens ?? 0,
    weightedTokens: Math.round(totals?.weightedTokens ?? 0),
    rewrittenTokens: totals?.rewrittenTokens ?? 0,
    rewrittenShare: ledger === null ? null : shareOf(ledger),
    listPrice: ledger?.listPrice ?? null,
    used: sessionUseFigures(use),
    cache: cacheFigures(snapshot, nowMs),
  });
}

/** The same for people: a table and the totals. */
export function rewritesAsText(
  { snapshot, ledger, use }: Told,
  nowMs: number,
  t: Translate,
): string {
  const used = sessionUseWords(use, t);
  if (ledger === null)
    return [t('The replies of this session tell of no cache.'), used].filter(isSaid).join('\n');
  const { rewrites, totals } = ledger;
  const lines: string[] = [];
  if (rewrites.length > 0)
    lines.push(
      ...inColumns(
        [
          [t('turn'), t('size'), t('pause'), t('reason')],
          ...rewrites.map((rewrite) => rowOf(rewrite, t)),
        ],
        2,
      ),
      '',
    );
  lines.push(rewritesWords(ledger, t));
  lines.push(inputWords(totals, used !== '', t));
  const price = listPriceWords(ledger, used !== '', t);
  const standing = cacheLine(snapshot, nowMs, t);
  return [...lines, ...[price, standing ?? '', used].filter(isSaid)].join('\n');
}

function isSaid(line: string): boolean {
  return line !== '';
}

function rowOf(rewrite: CacheRewrite, t: Translate): string[] {
  const { turn, tokens, pauseMs } = rewrite;
  return [
    String(turn),
    formatTokens(tokens, 1),
    pauseMs === null ? t('not known') : durationWords(pauseMs, t),
    [reasonOf(rewrite, t), ...asides(rewrite, t)].join('; '),
  ];
}

/** The pause has a column of its own. */
function reasonOf(rewrite: CacheRewrite, t: Translate): string {
  return rewrite.reason === 'pause' ? t('expired meanwhile') : rewriteReasonWords(rewrite, t);
}

/** What the server says, where that is not the reason, and what a prune has saved since. */
function asides({ reason, serverReason, pruned }: CacheRewrite, t: Translate): string[] {
  const words: string[] = [];
  if (serverReason !== null && serverReason !== reason)
    words.push(t('the server says: {0}', cacheMissWords(serverReason, t)));
  if (pruned !== null && pruned.savedTokens !== null && pruned.savedTokens > 0) {
    const saved = `~${formatTokens(pruned.savedTokens, 1)}`;
    words.push(
      pruned.requests === 1
        ? t('{0} less in this request', saved)
        : t('{0} less in each of {1} requests since', saved, pruned.requests),
    );
  }
  return words;
}

function rewritesWords(ledger: CacheLedger, t: Translate): string {
  const { rewrites, totals } = ledger;
  if (rewrites.length === 0) return t('Nothing was written into the cache again.');
  const percent = percentWords(shareOf(ledger) ?? 0);
  const size = formatTokens(totals.rewrittenTokens, 1);
  return rewrites.length === 1
    ? t('1 re-write of {0}: {1}% of the input, by its price', size, percent)
    : t(
        '{0} re-writes, {1} together: {2}% of the input, by its price',
        rewrites.length,
        size,
        percent,
      );
}

/** @param isOfItself as of {@link listPriceWords}. */
function inputWords(totals: CacheLedger['totals'], isOfItself: boolean, t: Translate): string {
  const parts = [totals.readTokens, totals.writtenTokens, totals.uncachedTokens].map((tokens) =>
    formatTokens(tokens, 1),
  );
  const { requests } = totals;
  if (requests === 1)
    return isOfItself
      ? t(
          '1 request of the session itself: {0} read from the cache, {1} written into it, {2} neither',
          ...parts,
        )
      : t('1 request: {0} read from the cache, {1} written into it, {2} neither', ...parts);
  return isOfItself
    ? t(
        '{0} requests of the session itself: {1} read from the cache, {2} written into it, {3} neither',
        requests,
        ...parts,
      )
    : t(
        '{0} requests: {1} read from the cache, {2} written into it, {3} neither',
        requests,
        ...parts,
      );
}

function shareOf({ totals }: CacheLedger): number | null {
  return totals.weightedTokens === 0
    ? null
    : totals.weightedRewrittenTokens / totals.weightedTokens;
}

/** Floored, as all shares are; less than one percent is not none. */
function percentWords(share: number): string {
  const percent = Math.floor(share * 100);
  return percent === 0 && share > 0 ? '<1' : String(percent);
}
