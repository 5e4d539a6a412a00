import { canonicalModel } from '../models/modelFamily';
import type { AssistantEntry, InputCounters, SystemEntry } from '../transcript/entry';
import { later, type WayBack } from '../transcript/requestChain';
import type { Response } from '../transcript/response';
import type { Transcript } from '../transcript/transcript';
import { FIVE_MINUTES_MS, ONE_HOUR_MS } from './inputWeights';

/** One request to the API, by the reply to it. */
export interface CachedRequest {
  readonly response: Response;
  /** Where the reply begins in the session file; from 1. */
  readonly line: number;
  readonly offset: number;
  /** As the reply reported it. Where a prune lowered the counters, what it took is read again. */
  readonly input: InputCounters;
  /** When it was sent, by the newest entry in it, in ms; `null` where no time is noted. */
  readonly askedMs: number | null;
  /** Whose reply this one goes on from; `null` for the first of a session. */
  readonly former: CachedRequest | null;
  /** The compaction that stands between the two. */
  readonly compaction: SystemEntry | null;
  /**
   * How long the server keeps what this request left in its cache; `null` where nothing says so.
   * Each reading of it begins the time anew.
   */
  readonly lifetimeMs: number | null;
}

/** What a request goes on from, those left out that were none of a model. */
interface Former {
  readonly request: CachedRequest | null;
  readonly newestMs: number | null;
  readonly compaction: SystemEntry | null;
}

/**
 * All requests whose replies have counters, in the order of the file, rewound branches included;
 * see {@link RequestChain}. What was copied from another session was paid for there, and is no
 * request of this one.
 *
 * @param reported what replies said before a prune lowered their counters, by the uuid of their
 * first line.
 */
export function requestsIn(
  transcript: Transcript,
  reported: ReadonlyMap<string, number> = new Map(),
): readonly CachedRequest[] {
  const requests: CachedRequest[] = [];
  /** From behind each request. */
  const formers: Former[] = [];
  for (const { first, from, response } of transcript.requestChain.requests) {
    const former = formerOf(from, formers);
    const { told } = response;
    if (told === null) {
      formers.push({ ...former, newestMs: later(former.newestMs, first.timestampMs) });
      continue;
    }
    const request = requestOf(told, first, former, reported);
    requests.push(request);
    formers.push({ request, newestMs: null, compaction: null });
  }
  return requests;
}

/** @param formers from behind each request in front of it. */
function formerOf({ request, newestMs, compaction }: WayBack, formers: readonly Former[]): Former {
  const former = request === null ? undefined : formers[request.index];
  return {
    request: former?.request ?? null,
    newestMs: later(former?.newestMs ?? null, newestMs),
    compaction: compaction ?? former?.compaction ?? null,
  };
}

function requestOf(
  response: Response,
  first: AssistantEntry,
  { request: former, newestMs, compaction }: Former,
  reported: ReadonlyMap<string, number>,
): CachedRequest {
  const input = inputOf(response, reported);
  return {
    response,
    line: first.line,
    offset: first.offset,
    input,
    askedMs: newestMs ?? (former === null ? null : endOf(former.response)),
    former,
    compaction,
    lifetimeMs: lifetimeOf(response, former),
  };
}

/** What was only read is kept as long as before. */
function lifetimeOf(response: Response, former: CachedRequest | null): number | null {
  const { input, model } = response;
  return (
    toldLifetimeMs(response) ??
    (input.writtenTokens === 0 && former !== null && isSameModel(former.response.model, model)
      ? former.lifetimeMs
      : null)
  );
}

/**
 * How long what a request wrote is kept, in ms; `null` where it does not say, or wrote nothing.
 * What was written last stands at the end, and a request writes what is kept longer first. The
 * counters say what was done; what was asked for counts where they do not tell.
 */
export function toldLifetimeMs({ input, entries }: Response): number | null {
  if (input.fiveMinuteTokens > 0) return FIVE_MINUTES_MS;
  if (input.oneHourTokens > 0) return ONE_HOUR_MS;
  if (input.writtenTokens === 0) return null;
  const asked = entries.find(({ cacheRequested }) => cacheRequested !== null)?.cacheRequested;
  return asked == null ? null : asked === '1h' ? ONE_HOUR_MS : FIVE_MINUTES_MS;
}

/**
 * How a prompt was taken in, as its reply reported it. Where a prune lowered the counters, what it
 * took is read again.
 *
 * @param reported what replies said before, by the uuid of their first line.
 */
export function inputOf(response: Response, reported: ReadonlyMap<string, number>): InputCounters {
  if (reported.size === 0) return response.input;
  const told = reported.get(response.entries[0]?.uuid ?? '') ?? response.contextTokens;
  if (told === response.contextTokens) return response.input;
  const readTokens = response.input.readTokens + told - response.contextTokens;
  return { ...response.input, readTokens: Math.max(0, readTokens) };
}

/** When the last line of a reply was written. */
export function endOf({ entries }: Response): number | null {
  return entries.reduce<number | null>(
    (latest, { timestampMs }) => later(latest, timestampMs),
    null,
  );
}

/** Every model has a cache of its own. */
export function isSameModel(a: string, b: string): boolean {
  return a === b || canonicalModel(a) === canonicalModel(b);
}
