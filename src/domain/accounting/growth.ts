import type { ActiveChain } from '../transcript/activeChain';
import type { Transcript } from '../transcript/transcript';

/** How fast the context grows. */
export interface Growth {
  /** Turns since the context last started anew: prompts, not tool rounds. */
  readonly turns: number;
  /**
   * Mean over the last turns; `null` before two of them are complete, or when the context did not
   * grow.
   */
  readonly tokensPerTurn: number | null;
}

/** Enough turns to even out one large read, few enough to follow a change of pace. */
const TURNS_AVERAGED = 6;

/** Growth of the live context, by the usage that the responses reported. */
export function growthOf(transcript: Transcript, chain: ActiveChain): Growth {
  const atTurnStart: number[] = [];
  let contextTokens = 0;
  for (const entry of chain.entries) {
    if (entry.kind === 'user' && entry.prompt !== null) atTurnStart.push(contextTokens);
    if (entry.kind !== 'assistant' || entry.offset <= (chain.boundary?.offset ?? -1)) continue;
    const response = transcript.responseOf(entry);
    if (response !== null) contextTokens = response.contextTokens + response.outputTokens;
  }
  // A turn that has only begun has not grown yet: counted, it would halve the pace of two.
  const sizes =
    atTurnStart.at(-1) === contextTokens ? atTurnStart : [...atTurnStart, contextTokens];
  const measured = sizes.filter((tokens) => tokens > 0).slice(-(TURNS_AVERAGED + 1));
  const grown = (measured.at(-1) ?? 0) - (measured[0] ?? 0);
  return {
    turns: atTurnStart.length,
    tokensPerTurn: measured.length < 2 || grown <= 0 ? null : grown / (measured.length - 1),
  };
}

/** Whole turns until a wall at the present pace; `null` when unknown. Never negative. */
export function turnsUntil(
  wallTokens: number,
  contextTokens: number,
  growth: Growth,
): number | null {
  return growth.tokensPerTurn === null
    ? null
    : Math.max(0, Math.floor((wallTokens - contextTokens) / growth.tokensPerTurn));
}
