import type { ActiveChain } from '../transcript/activeChain';
import type { Response } from '../transcript/response';
import type { Transcript } from '../transcript/transcript';
import { isCached } from './cacheLedger';
import { later } from '../transcript/requestChain';
import { endOf, inputOf, isSameModel, toldLifetimeMs } from './cachedRequests';
import type { CacheState } from './cacheState';
import { readWeightOf, writeWeightFor } from './inputWeights';
import { typicalPrompt } from './typicalPrompt';

export interface CacheSource {
  readonly transcript: Transcript;
  readonly chain: ActiveChain;
  /** Of the newest reply, be it in this context or before it. */
  readonly model: string | null;
  /** What replies said before a prune lowered their counters, by the uuid of their first line. */
  readonly reported: ReadonlyMap<string, number>;
  /** By Claude Code's settings, in ms; for replies that do not say. */
  readonly lifetimeMs: number | null;
  /** The next prompt will send the file as it is, and the newest reply was made before. */
  readonly isRewritten: boolean;
}

/** So far back it is looked for a reply that tells how long it is kept. */
const MOST_LINES = 100;

/** @returns `null` where the replies tell of no cache. */
export function cacheState(source: CacheSource): CacheState | null {
  const { transcript, model, isRewritten, reported } = source;
  if (model === null) return null;
  const { newest, askedMs, ...recent } = newestRequest(source);
  const systemTokens = transcript.leastRead.of(model);
  const input = newest === null ? null : inputOf(newest, reported);
  if (systemTokens === 0 && (input === null || !isCached({ input }))) return null;
  const lifetimeMs = recent.lifetimeMs ?? source.lifetimeMs;
  return {
    usedMs: askedMs,
    lifetimeMs,
    cachedTokens: input === null ? 0 : input.readTokens + input.writtenTokens,
    systemTokens,
    isNew: newest === null,
    isRewritten,
    typicalPrompt: typicalPrompt(transcript.prompts.last),
    readWeight: readWeightOf(model),
    writeWeight: writeWeightFor(lifetimeMs),
  };
}

interface NewestRequest {
  readonly newest: Response | null;
  readonly askedMs: number | null;
  readonly lifetimeMs: number | null;
}

/** What `requestsIn` tells of the end of a context, without going through all of it. */
function newestRequest(source: CacheSource): NewestRequest {
  const newestAt = replyBefore(source, source.chain.entries.length);
  const newest = replyAt(source, newestAt);
  if (newest === null) return { newest, askedMs: null, lifetimeMs: null };
  let formerAt = replyBefore(source, newestAt);
  while (replyAt(source, formerAt) === newest) formerAt = replyBefore(source, formerAt);
  const former = replyAt(source, formerAt);
  return {
    newest,
    askedMs:
      askedFor(source, newest, formerAt, newestAt) ?? (former === null ? null : endOf(former)),
    lifetimeMs:
      toldLifetimeMs(newest) ??
      (newest.input.writtenTokens === 0 ? inheritedMs(source, newest, formerAt) : null),
  };
}

/** The nearest line of a reply of this context in front of a place of the chain; -1 for none. */
function replyBefore({ transcript, chain }: CacheSource, before: number): number {
  const from = chain.boundary?.offset ?? -1;
  for (let at = before - 1; at >= 0; at--) {
    const entry = chain.entries[at]!;
    if (entry.offset <= from) return -1;
    if (entry.kind === 'assistant' && !entry.isCopied && transcript.responseOf(entry) !== null)
      return at;
  }
  return -1;
}

function replyAt({ transcript, chain }: CacheSource, at: number): Response | null {
  const entry = chain.entries[at];
  return entry?.kind === 'assistant' ? transcript.responseOf(entry) : null;
}

/** What stands between the lines of a reply came after it was asked for. */
function askedFor(
  { chain }: CacheSource,
  reply: Response,
  formerAt: number,
  replyLineAt: number,
): number | null {
  const first = reply.entries[0]!.offset;
  const from = chain.boundary?.offset ?? -1;
  let askedMs: number | null = null;
  for (let at = formerAt + 1; at < replyLineAt; at++) {
    const { offset, timestampMs } = chain.entries[at]!;
    if (offset > from && offset < first) askedMs = later(askedMs, timestampMs);
  }
  return askedMs;
}

/** What was only read is kept as long as before. */
function inheritedMs(source: CacheSource, newest: Response, formerAt: number): number | null {
  for (let at = formerAt, lines = 0; at >= 0 && lines < MOST_LINES; lines++) {
    const reply = replyAt(source, at)!;
    if (!isSameModel(reply.model, newest.model)) return null;
    const lifetimeMs = toldLifetimeMs(reply);
    if (lifetimeMs !== null || reply.input.writtenTokens > 0) return lifetimeMs;
    at = replyBefore(source, at);
  }
  return null;
}
