import type { AssistantEntry, ConversationEntry, MetadataEntry, SystemEntry } from './entry';
import { firstAtOrAfter } from './inFileOrder';
import type { GrowingResponse } from './response';

/** A request to the API, known by the response to it. */
export interface AskedRequest {
  /** Its place among the requests of the session. */
  readonly index: number;
  /** Whose lines may still come; it may prove to be none of a model. */
  readonly response: GrowingResponse;
  /** Where the response begins. */
  readonly first: AssistantEntry;
  /** What it was made from. */
  readonly from: WayBack;
}

/** What a walk up from an entry meets: the request before it, and what came in between. */
export interface WayBack {
  readonly request: AskedRequest | null;
  /** Of the newest entry in between, in ms. */
  readonly newestMs: number | null;
  readonly compaction: SystemEntry | null;
}

/** A session as far as it has been read. */
interface Tree {
  readonly conversation: readonly ConversationEntry[];
  entryOf(uuid: string): ConversationEntry | MetadataEntry | undefined;
}

/** So many are looked at one by one. */
const NEAR = 16;
const BEGINNING: WayBack = { request: null, newestMs: null, compaction: null };

/**
 * The requests of a session, rewound branches included, and which goes on from which. Two processes
 * in one file, or a rewind, stand side by side there and share no more than a beginning. What was
 * copied from another session when this one was forked from it is no request of this one. Told as
 * lines come, since a walk over all of a long session would have to fetch each of them again.
 */
export class RequestChain {
  /** In the order of the file. */
  readonly requests: AskedRequest[] = [];
  private readonly tree: Tree;
  /** From behind each entry of the conversation, in its order. */
  private readonly ways: WayBack[] = [];

  constructor(tree: Tree) {
    this.tree = tree;
  }

  /**
   * @param entry the newest of the conversation.
   * @param response that it is a line of.
   */
  add(entry: ConversationEntry, response: GrowingResponse | null): void {
    const before = this.wayTo(entry);
    const isLine = entry.kind === 'assistant' && !entry.isCopied && !entry.isSynthetic;
    this.ways.push(
      isLine && response !== null ? this.behind(entry, response, before) : through(entry, before),
    );
  }

  private behind(first: AssistantEntry, response: GrowingResponse, from: WayBack): WayBack {
    // Most replies have several lines, one behind the other.
    if (from.request?.response === response) return from;
    const { requests } = this;
    response.requestAt ??= requests.length;
    const request = (requests[response.requestAt] ??= {
      index: requests.length,
      response,
      first,
      from,
    });
    return { request, newestMs: null, compaction: null };
  }

  /** Metadata may stand in the chain; a parent that is not there is whatever was written before. */
  private wayTo(entry: ConversationEntry): WayBack {
    const { tree, ways } = this;
    const { conversation } = tree;
    const last = ways.at(-1) ?? BEGINNING;
    let uuid = entry.parentUuid;
    for (let steps = 0; uuid !== null && steps < 100; steps++) {
      if (uuid === conversation[ways.length - 1]?.uuid) return crossing(entry, last, last);
      const parent = tree.entryOf(uuid);
      if (parent === undefined) return last;
      if (parent.kind !== 'metadata') {
        const way = ways[this.placeOf(parent)];
        return way === undefined ? last : crossing(entry, way, last);
      }
      uuid = parent.parentUuid;
    }
    return uuid === null && isRoot(entry) ? BEGINNING : last;
  }

  /** Mostly it stands close by: calls that were made at once share a parent. */
  private placeOf({ offset }: { readonly offset: number }): number {
    const { conversation } = this.tree;
    const newest = this.ways.length - 1;
    for (let at = newest; at >= 0 && at > newest - NEAR; at--)
      if (conversation[at]!.offset === offset) return at;
    return firstAtOrAfter(conversation, offset);
  }
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
function crossing(entry: ConversationEntry, way: WayBack, last: WayBack): WayBack {
  const { compaction } = last;
  if (compaction === null || way.compaction === compaction) return way;
  const kept = compaction.compaction;
  return entry.parentUuid !== null &&
    (kept?.tailUuids.includes(entry.parentUuid) === true ||
      kept?.preservedUuids.includes(entry.parentUuid) === true)
    ? { ...way, compaction }
    : way;
}

function through(entry: ConversationEntry, way: WayBack): WayBack {
  return {
    request: way.request,
    newestMs: later(way.newestMs, entry.timestampMs),
    compaction: entry.kind === 'system' && entry.compaction !== null ? entry : way.compaction,
  };
}

/** The later of two times; of one that is not known the other. */
export function later(a: number | null, b: number | null): number | null {
  return a === null ? b : b === null ? a : Math.max(a, b);
}
