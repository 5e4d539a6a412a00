import type { ActiveChain } from '../transcript/activeChain';
import { firstAtOrAfter } from '../transcript/inFileOrder';
import type { ConversationEntry } from '../transcript/entry';
import type { Response } from '../transcript/response';
import type { Transcript } from '../transcript/transcript';
import { largestAdded, type AddedItem } from './addedItems';
import type { TokensOf } from './contextUsage';

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
  readonly turn: number;
  readonly gained: number;
  /** Of what came in with it: from there up to here. */
  readonly from: number;
  to: number;
}

/** More than a session has: each is smaller than the one before it. */
const MOST_JUMPS = 24;
const NAMED = 2;
/** A step that adds less explains nothing. */
const LEAST_TOKENS = 500;

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
  const steps = largestSteps(source, reported).slice(0, MOST_JUMPS);
  if (steps.length === 0) return [];
  return steps.map(({ response, line, turn, gained, from, to }) => ({
    line,
    turn,
    tokens: gained,
    added: largestAdded(cameIn(source, from, to), response.model, source, NAMED),
  }));
}

/** Makes nothing for a step that is none of them: this is asked for with every line that comes. */
function largestSteps(
  { transcript, chain: { entries, boundary } }: JumpSource,
  reported: ReadonlyMap<string, number>,
): readonly Step[] {
  const largest: Step[] = [];
  const start = boundary?.offset ?? -1;
  // As `turnsOf` numbers them: every prompt in front of the boundary, and those of the branch.
  let turn = firstAtOrAfter(transcript.turnStarts, start);
  let response = null as Response | null;
  let tokens = 0;
  let end = 0;
  let open: Step | null = null;
  for (let at = 0; at < entries.length; at++) {
    const entry = entries[at]!;
    if (entry.offset <= start) continue;
    if (entry.kind === 'user' && entry.prompt !== null) turn++;
    if (entry.kind !== 'assistant') continue;
    const own = transcript.responseOf(entry);
    if (own === null) continue;
    if (own === response) {
      end = at + 1;
      if (open !== null) open.to = end;
      continue;
    }
    const sent =
      reported.size === 0
        ? own.contextTokens
        : (reported.get(own.entries[0]?.uuid ?? '') ?? own.contextTokens);
    const before = response === null ? Infinity : tokens;
    const from = response === null ? at : end;
    response = own;
    tokens = sent + own.outputTokens;
    end = at + 1;
    open = null;
    const gained = tokens - before;
    if (gained < LEAST_TOKENS) continue;
    while (largest.length > 0 && largest.at(-1)!.gained <= gained) largest.pop();
    open = { response: own, line: entry.line, turn, gained, from, to: end };
    largest.push(open);
  }
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
