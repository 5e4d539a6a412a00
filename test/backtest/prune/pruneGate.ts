import { regretOf, type JudgedCut } from './regret';

/** What one strategy may cost, in shares of what another does on the same cuts. */
export interface PruneGate {
  readonly strategy: string;
  readonly against: string;
  /** Of the lines that were taken up again. */
  readonly lines: number;
  /** Of the freed tokens, those that were needed later. */
  readonly tokens: number;
}

/** In which a strategy is worse than it has to be, over all targets, in sentences. */
export function pruneShortcomings(
  judged: readonly JudgedCut[],
  { strategy, against, lines, tokens }: PruneGate,
): readonly string[] {
  const of = (name: string): ReturnType<typeof regretOf> =>
    regretOf(judged.filter((cut) => cut.strategy === name));
  const [own, other] = [of(strategy), of(against)];
  const compared = [
    ['lines taken up again', own.lines.share / other.lines.share, lines],
    ['tokens needed later', own.tokens.share / other.tokens.share, tokens],
  ] as const;
  return compared
    .filter(([, ratio, most]) => !(ratio <= most))
    .map(
      ([what, ratio, most]) =>
        `With "${strategy}", ${what} are ${ratio.toFixed(2)} times those of "${against}": ` +
        `at most ${String(most)} are allowed.`,
    );
}
