import type { Inspection } from '../../domain/accounting/inspection';
import type { Session } from './protocol';

type Accounted = Pick<Inspection, 'breakdown' | 'unexplained' | 'otherUnexplainedTokens' | 'turn'>;

/**
 * What of the context stands in no item, and with which replies it came; `null` where there is
 * nothing of it. What came with many replies, little with each, is one entry, and so is what none
 * tells.
 */
export function unexplainedOf(inspection: Accounted): Session['unexplained'] {
  const { unexplained, otherUnexplainedTokens: smaller, turn } = inspection;
  const { unexplainedTokens: tokens } = inspection.breakdown;
  if (Math.round(tokens) === 0 && unexplained.length === 0) return null;
  const told = unexplained.reduce((sum, each) => sum + each.tokens, 0);
  const others = [
    { line: null, turn, tokens: smaller, cause: 'smaller' },
    { line: null, turn, tokens: Math.round(tokens - told - smaller), cause: 'untold' },
  ] as const;
  return {
    tokens,
    entries: [
      ...unexplained.map(({ line, turn, tokens, cause }) => ({ line, turn, tokens, cause })),
      ...others.filter((other) => other.tokens !== 0),
    ],
  };
}
