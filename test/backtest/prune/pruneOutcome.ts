import type { LaterNeed } from './laterNeeds';
import { onOneLine, tellingLines } from './recordedLines';

/** An item that a prune took, what that freed, and all words that then stand in its place. */
export interface Taken {
  readonly id: string;
  readonly freedTokens: number;
  readonly left: string;
}

/** What came of a prune: how much of what it took was needed later. */
export interface PruneOutcome {
  readonly freedTokens: number;
  /** Of items of which something was needed that stood nowhere else any more. */
  readonly neededTokens: number;
  readonly needs: Readonly<Record<LaterNeed['kind'], NeedCount>>;
}

interface NeedCount {
  readonly all: number;
  readonly missed: number;
}

/** The needs of which nothing stands there any more. */
export function missedBy(
  taken: readonly Taken[],
  needs: readonly LaterNeed[],
): readonly LaterNeed[] {
  const gone = new Map(taken.map((each) => [each.id, new Remains(each.left)]));
  return needs.filter((need) => need.holders.every((id) => gone.get(id)?.holds(need) === false));
}

/** What stays of an item in its place is not gone. */
export function outcomeOf(taken: readonly Taken[], needs: readonly LaterNeed[]): PruneOutcome {
  const needed = new Set<string>();
  const counts = {
    line: { all: 0, missed: 0 },
    edit: { all: 0, missed: 0 },
    question: { all: 0, missed: 0 },
  };
  for (const { kind } of needs) counts[kind].all++;
  for (const { kind, holders } of missedBy(taken, needs)) {
    counts[kind].missed++;
    needed.add(holders.at(-1)!);
  }
  const sumOf = (some: readonly Taken[]): number =>
    some.reduce((sum, { freedTokens }) => sum + freedTokens, 0);
  return {
    freedTokens: sumOf(taken),
    neededTokens: sumOf(taken.filter(({ id }) => needed.has(id))),
    needs: counts,
  };
}

/** What still stands of an item. */
class Remains {
  private readonly lines: ReadonlySet<string>;
  private readonly text: string;

  constructor(left: string) {
    this.lines = new Set(tellingLines(left));
    this.text = onOneLine(left);
  }

  holds({ kind, text }: LaterNeed): boolean {
    if (kind === 'line') return this.lines.has(text);
    return kind === 'edit' && this.text.includes(text);
  }
}
