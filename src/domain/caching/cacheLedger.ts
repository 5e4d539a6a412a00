import type { Transcript } from '../transcript/transcript';
import { requestsIn, type CachedRequest } from './cachedRequests';
import { cacheRewriteOf, type CacheRewrite, type RewritesTakenUp } from './cacheRewrites';
import { RequestSum, type Summed } from './requestSum';

/** What the prompts of a session cost, and what of it was written into the cache again. */
export interface CacheLedger extends Summed {
  /** In the order of the file, whose replies all are in the totals. */
  readonly rewrites: readonly CacheRewrite[];
}

export interface LedgerSource {
  readonly transcript: Transcript;
  /** What replies said before a prune lowered their counters, by the uuid of their first line. */
  readonly reported: ReadonlyMap<string, number>;
  readonly takenUp: RewritesTakenUp;
  /** The turn of an entry at an offset. */
  readonly turnAt: (offset: number) => number;
}

/** @returns `null` where no reply tells of a cache: some gateways have none, or do not say. */
export function cacheLedger({
  transcript,
  reported,
  takenUp,
  turnAt,
}: LedgerSource): CacheLedger | null {
  const requests = requestsIn(transcript, reported);
  if (!requests.some(isCached)) return null;
  const sum = new RequestSum();
  const rewrites: CacheRewrite[] = [];
  requests.forEach((request, index) => {
    const taken = takenUp.size === 0 ? undefined : takenUp.get(uuidOf(request));
    const rewrite = cacheRewriteOf(request, taken ?? null, turnAt);
    sum.add(request, rewrite?.tokens ?? 0);
    if (rewrite === null) return;
    const { pruned } = rewrite;
    rewrites.push(
      pruned === null
        ? rewrite
        : { ...rewrite, pruned: { ...pruned, requests: requestsWith(requests, index, takenUp) } },
    );
  });
  return { rewrites, totals: sum.totals, listPrice: sum.listPrice };
}

/** How many were sent without what a prune took out: to the next compaction, or until it came back. */
function requestsWith(
  requests: readonly CachedRequest[],
  from: number,
  takenUp: RewritesTakenUp,
): number {
  const end = requests.findIndex(
    (request, index) =>
      index > from &&
      (request.compaction !== null || takenUp.get(uuidOf(request))?.kind === 'putBack'),
  );
  return (end < 0 ? requests.length : end) - from;
}

function uuidOf({ response }: CachedRequest): string {
  return response.entries[0]?.uuid ?? '';
}

/** Whether a reply tells of a cache. */
export function isCached({ input }: Pick<CachedRequest, 'input'>): boolean {
  return input.readTokens > 0 || input.writtenTokens > 0;
}
