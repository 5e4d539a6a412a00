import type { ActiveChain } from '../transcript/activeChain';
import type { ConversationEntry, Response, Transcript } from '../transcript/transcript';
import { largestAdded, type AddedItem } from './addedItems';
import type { TokensOf } from './contextUsage';
import { turnsOf } from './turns';

/** A step that made the context larger than any later one did. */
export interface Jump {
  /** Line of the session file where its reply begins: the step of the chart with this line. */
  readonly line: number;
  readonly turn: number;
  readonly tokens: number;
  /** The two largest items that came with it. */
  readonly added: readonly AddedItem[];
}

interface JumpSource {
  readonly transcript: Transcript;
  readonly chain: ActiveChain;
  readonly tokensOf: TokensOf;
}

/** A reply, and where in the chain it is. */
interface Step {
  readonly response: Response;
  readonly line: number;
  readonly offset: number;
  readonly tokens: number;
  readonly gained: number;
  /** Of what came in with it: from there up to here. */
  readonly from: number;
  to: number;
}

/** More than a session has: each is smaller than the one before it. */
const MOST_JUMPS = 24;
const NAMED = 2;

/**
 * The largest step since any line of this context: the first of these behind that line. In the
 * order of the context, so each is smaller than the one before.
 *
 * @param reported what replies said before a prune lowered their counters, by the uuid of their
 * first line.
 */
export function jumpsOf(
  source: JumpSource,
  reported: ReadonlyMap<string, number>,
): readonly Jump[] {
  const { transcript, chain } = source;
  const steps = largestSteps(source, reported).slice(0, MOST_JUMPS);
  if (steps.length === 0) return [];
  const turns = turnsOf(transcript, chain);
  return steps.map(({ response, line, offset, gained, from, to }) => ({
    line,
    turn: turns.at(offset),
    tokens: gained,
    added: largestAdded(cameIn(source, from, to), response.model, source, NAMED),
  }));
}

function largestSteps(
  { transcript, chain: { entries, boundary } }: JumpSource,
  reported: ReadonlyMap<string, number>,
): readonly Step[] {
  const largest: Step[] = [];
  let former = null as Step | null;
  entries.forEach((entry, at) => {
    if (entry.kind !== 'assistant' || entry.offset <= (boundary?.offset ?? -1)) return;
    if (former !== null && entry.messageId === former.response.messageId) {
      former.to = at + 1;
      return;
    }
    const response = transcript.responseOf(entry);
    if (response === null) return;
    const sent = reported.get(response.entries[0]?.uuid ?? '') ?? response.contextTokens;
    const tokens = sent + response.outputTokens;
    const gained = former === null ? 0 : tokens - former.tokens;
    // Spelled out: spreading it cost ten times as much as all the rest (12,600 entries: 20 ms).
    const step: Step = {
      response,
      line: entry.line,
      offset: entry.offset,
      tokens,
      gained,
      from: former?.to ?? at,
      to: at + 1,
    };
    former = step;
    if (gained <= 0) return;
    while (largest.length > 0 && largest.at(-1)!.gained <= gained) largest.pop();
    largest.push(step);
  });
  return largest;
}

/** A result that stands between two lines of the reply is sent with the next one. */
function cameIn(
  { transcript, chain: { entries } }: JumpSource,
  from: number,
  to: number,
): readonly ConversationEntry[] {
  const came = entries.slice(from, to);
  const own = came.at(-1);
  const lines = new Set<ConversationEntry>(
    own?.kind === 'assistant' ? transcript.linesOfResponse(own) : [],
  );
  const first = came.findIndex((entry) => lines.has(entry));
  return came.filter((entry, index) => index < first || entry.kind === 'assistant');
}
