import type { UnexplainedTokens } from './contextAccount';

/** So many replies are told one by one: there may be something with each of 50,000. */
export const TOLD_REPLIES = 200;

/** What came with replies and stands in no item. */
export interface ToldUnexplained {
  /** Those with the most of it, in their order, each with its turn. */
  readonly unexplained: readonly (UnexplainedTokens & { readonly turn: number })[];
  /** With all other replies together. */
  readonly otherUnexplainedTokens: number;
}

/**
 * @param all in their order.
 * @param turnAt the turn of an entry at an offset.
 */
export function largestUnexplained(
  all: readonly UnexplainedTokens[],
  turnAt: (offset: number) => number,
): ToldUnexplained {
  const bySize = all.toSorted((a, b) => Math.abs(b.tokens) - Math.abs(a.tokens));
  const told = new Set(bySize.slice(0, TOLD_REPLIES));
  return {
    unexplained: all
      .filter((each) => told.has(each))
      .map((each) => ({ ...each, turn: turnAt(each.offset) })),
    otherUnexplainedTokens: bySize.slice(TOLD_REPLIES).reduce((sum, { tokens }) => sum + tokens, 0),
  };
}
