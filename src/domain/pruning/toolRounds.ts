import type { ActiveChain } from '../transcript/activeChain';

/**
 * Offset from which on the newest tool rounds stand: a round is one response that calls tools, with
 * their results. One prompt can run a hundred of them, so prompts say little about how recent
 * something is.
 *
 * @returns 0 with fewer rounds than that only where the first entry begins the first round;
 * `Infinity` for no rounds to protect.
 */
export function startOfNewestRounds({ entries }: ActiveChain, rounds: number): number {
  if (rounds <= 0) return Infinity;
  const seen = new Set<string>();
  let start = Infinity;
  for (let at = entries.length - 1; at >= 0; at--) {
    const entry = entries[at]!;
    if (entry.kind !== 'assistant' || !entry.blocks.some((block) => block.kind === 'toolUse'))
      continue;
    const round = entry.messageId ?? entry.uuid ?? `@${entry.offset}`;
    if (!seen.has(round) && seen.size === rounds) break;
    seen.add(round);
    start = entry.offset;
  }
  return start;
}
