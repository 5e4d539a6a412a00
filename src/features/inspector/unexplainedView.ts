import type { UnexplainedTokens } from '../../domain/accounting/contextAccount';
import type { Inspection } from '../../domain/accounting/inspection';
import type { Session } from './protocol';
import { MAX_UNEXPLAINED } from './unexplainedProtocol';

type Accounted = Pick<Inspection, 'breakdown' | 'unexplained' | 'items' | 'history' | 'turn'>;

/**
 * What of the context stands in no item, and with which replies it came; `null` where there is
 * nothing of it. What came with many replies, little with each, is one entry, and so is what none
 * tells.
 */
export function unexplainedOf(inspection: Accounted): Session['unexplained'] {
  const { unexplainedTokens: tokens } = inspection.breakdown;
  if (Math.round(tokens) === 0 && inspection.unexplained.length === 0) return null;
  const told = largest(inspection.unexplained);
  const turnOf = turnsOf(inspection, told);
  const entries: NonNullable<Session['unexplained']>['entries'] = told.map((each) => ({
    ...each,
    turn: turnOf(each.line),
  }));
  const all = sumOf(inspection.unexplained);
  const others = [
    { tokens: all - sumOf(told), cause: 'smaller' },
    { tokens: Math.round(tokens - all), cause: 'untold' },
  ] as const;
  for (const other of others)
    if (other.tokens !== 0) entries.push({ line: null, turn: inspection.turn, ...other });
  return { tokens, entries };
}

function sumOf(some: readonly UnexplainedTokens[]): number {
  return some.reduce((sum, { tokens }) => sum + tokens, 0);
}

/** In the order of the file. */
function largest(all: readonly UnexplainedTokens[]): readonly UnexplainedTokens[] {
  if (all.length <= MAX_UNEXPLAINED) return all;
  return [...all]
    .sort((a, b) => Math.abs(b.tokens) - Math.abs(a.tokens))
    .slice(0, MAX_UNEXPLAINED)
    .sort((a, b) => a.line - b.line);
}

/** By what the reply at a line said; where nothing of that is left, by the next step. */
function turnsOf(
  { items, history, turn }: Accounted,
  entries: readonly UnexplainedTokens[],
): (line: number) => number {
  const wanted = new Set(entries.map(({ line }) => line));
  const known = new Map<number, number>();
  for (const item of items) if (wanted.has(item.cameInLine)) known.set(item.cameInLine, item.turn);
  return (line) => known.get(line) ?? history.find((step) => step.line >= line)?.turn ?? turn;
}
