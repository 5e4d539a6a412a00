import type { ActiveChain } from '../transcript/activeChain';
import type { Response } from '../transcript/response';
import type { Transcript } from '../transcript/transcript';
import type { ReportedReply } from './rewriteHistory';

/** How fast the context grows. */
export interface Growth {
  /** Turns since the context last started anew: prompts, not tool rounds. */
  readonly turns: number;
  /**
   * Mean over the last turns; `null` before two of them are complete, or when the context did not
   * grow.
   */
  readonly tokensPerTurn: number | null;
  /** What each of those turns added, the newest last; never negative. */
  readonly turnTokens: readonly number[];
}

/** Of these a forecast is made; older ones say little of the next. */
const TURNS_KEPT = 100;
/** Enough turns to even out one large read, few enough to follow a change of pace. */
const TURNS_AVERAGED = 6;

/**
 * Growth of the live context, by the usage that the responses reported.
 *
 * @param reported what replies said before a prune lowered their counters: a prune is no turn in
 * which the context shrank.
 * @param falls by how much less replies were sent because something was pruned in front of them, by
 * the uuid of their first line.
 */
export function growthOf(
  transcript: Transcript,
  chain: ActiveChain,
  reported: readonly ReportedReply[] = [],
  falls: ReadonlyMap<string, number> = new Map(),
): Growth {
  const told = new Map(reported.map(({ uuid, contextTokens }) => [uuid, contextTokens]));
  const atTurnStart: number[] = [];
  let contextTokens = 0;
  let firstTokens: number | null = null;
  let former = null as Told | null;
  for (const entry of chain.entries) {
    if (entry.kind === 'user' && entry.prompt !== null) atTurnStart.push(contextTokens);
    if (entry.kind !== 'assistant' || entry.offset <= (chain.boundary?.offset ?? -1)) continue;
    const response = transcript.responseOf(entry);
    if (response === null || response === former?.response) continue;
    const uuid: string = response.entries[0]?.uuid ?? '';
    const toldTokens: number = told.get(uuid) ?? response.contextTokens;
    const fell = falls.get(uuid) ?? null;
    firstTokens ??= toldTokens;
    // What a process goes on from: the whole context, or what a prune left of it.
    const fromTokens =
      former === null
        ? 0
        : former.response.outputTokens +
          (fell === null && response.contextTokens < former.toldTokens
            ? former.response.contextTokens
            : former.toldTokens) -
          (fell ?? 0);
    contextTokens += toldTokens + response.outputTokens - fromTokens;
    former = { response, toldTokens };
  }
  // A turn that has only begun has not grown yet: counted, it would halve the pace of two.
  const sizes =
    atTurnStart.at(-1) === contextTokens ? atTurnStart : [...atTurnStart, contextTokens];
  const known = sizes.filter((tokens) => tokens > 0);
  const measured = known.slice(-(TURNS_AVERAGED + 1));
  const grown = (measured.at(-1) ?? 0) - (measured[0] ?? 0);
  return {
    turns: atTurnStart.length,
    tokensPerTurn: measured.length < 2 || grown <= 0 ? null : grown / (measured.length - 1),
    // What the first turn began with is no growth: system prompt, tools, a summary.
    turnTokens: known
      .map((tokens, index) => Math.max(0, tokens - (known[index - 1] ?? firstTokens ?? tokens)))
      .slice(-TURNS_KEPT),
  };
}

interface Told {
  readonly response: Response;
  readonly toldTokens: number;
}
