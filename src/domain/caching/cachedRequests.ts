import { canonicalModel } from '../models/modelFamily';
import type { InputCounters, SystemEntry } from '../transcript/entry';
import type { ConversationEntry, Response, Transcript } from '../transcript/transcript';
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
  /** When the last line of the reply was written. */
  readonly endedMs: number | null;
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

/** What a walk up from an entry meets: the request before it, and what came in between. */
interface Way {
  readonly request: CachedRequest | null;
  readonly newestMs: number | null;
  readonly compaction: SystemEntry | null;
}

const START: Way = { request: null, newestMs: null, compaction: null };

/**
 * All requests whose replies have counters, in the order of the file, rewound branches included.
 * Each goes on from the one that its parents lead to: two processes in one file, or a rewind, stand
 * side by side there and share no more than a beginning. What was copied from another session when
 * this one was forked from it was paid for there, and is no request of this one.
 *
 * @param reported what replies said before a prune lowered their counters, by the uuid of their
 * first line.
 */
export function requestsIn(
  transcript: Transcript,
  reported: ReadonlyMap<string, number> = new Map(),
): readonly CachedRequest[] {
  const requests = new Map<Response, CachedRequest>();
  const ways = new Map<string, Way>();
  let last: Way = START;
  for (const entry of transcript.conversation) {
    const before = wayTo(transcript, entry, ways, last);
    const response =
      entry.kind === 'assistant' && !entry.isCopied ? transcript.responseOf(entry) : null;
    let way: Way;
    if (response === null) way = through(entry, before);
    else {
      const request = requests.get(response) ?? requestOf(response, entry, before, reported);
      requests.set(response, request);
      way = { request, newestMs: null, compaction: null };
    }
    if (entry.uuid !== null) ways.set(entry.uuid, way);
    last = way;
  }
  return [...requests.values()];
}

/** Metadata may stand in the chain; a parent that is not there is whatever was written before. */
function wayTo(
  transcript: Transcript,
  entry: ConversationEntry,
  ways: ReadonlyMap<string, Way>,
  last: Way,
): Way {
  let uuid = entry.parentUuid;
  for (let steps = 0; uuid !== null && steps < 100; steps++) {
    const way = ways.get(uuid);
    if (way !== undefined) return crossing(entry, way, last);
    const parent = transcript.entryOf(uuid);
    if (parent?.kind !== 'metadata') return last;
    uuid = parent.parentUuid;
  }
  return uuid === null && isRoot(entry) ? START : last;
}

/**
 * Nothing in front of it is sent with it. A compaction goes on from what stands there, and a reply
 * answers something, though neither says so; what has no id is in no tree.
 */
function isRoot(entry: ConversationEntry): boolean {
  return (
    entry.uuid !== null &&
    entry.kind !== 'assistant' &&
    !(entry.kind === 'system' && entry.compaction !== null)
  );
}

/** After some compactions the conversation goes on from what stands in front of the boundary. */
function crossing(entry: ConversationEntry, way: Way, last: Way): Way {
  const { compaction } = last;
  if (compaction === null || way.compaction === compaction) return way;
  const kept = compaction.compaction;
  return entry.parentUuid !== null &&
    (kept?.tailUuids.includes(entry.parentUuid) === true ||
      kept?.preservedUuids.includes(entry.parentUuid) === true)
    ? { ...way, compaction }
    : way;
}

function through(entry: ConversationEntry, way: Way): Way {
  return {
    request: way.request,
    newestMs: later(way.newestMs, entry.timestampMs),
    compaction: entry.kind === 'system' && entry.compaction !== null ? entry : way.compaction,
  };
}

function requestOf(
  response: Response,
  first: ConversationEntry,
  { request: former, newestMs, compaction }: Way,
  reported: ReadonlyMap<string, number>,
): CachedRequest {
  const input = inputOf(response, reported);
  const endedMs = endOf(response);
  return {
    response,
    line: first.line,
    offset: first.offset,
    input,
    askedMs: newestMs ?? former?.endedMs ?? null,
    endedMs,
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

/** The later of two times; of one that is not known the other. */
export function later(a: number | null, b: number | null): number | null {
  return a === null ? b : b === null ? a : Math.max(a, b);
}
