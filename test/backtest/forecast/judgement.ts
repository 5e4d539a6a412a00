import { median } from '../../bench/statistics';
import type { ForecastCase } from './forecastCases';

/** How true forecasts came. Shares from 0 to 1; `NaN` of none. */
export interface Judgement {
  readonly cases: number;
  /** Of all cases, those in which a range was said. */
  readonly shown: number;
  /** End ÷ beginning of a range, in the median of those that were said. */
  readonly ratio: number;
  /** Of the ranges whose true number is known, those that hold it. */
  readonly inside: number;
  /**
   * The same, and each range a miss that a recording outlasted without reaching the size: as hard
   * as can be, for a recording that ends within a range counts for nothing.
   */
  readonly insideAtWorst: number;
  /**
   * The same, each case weighted by how seldom a recording is long enough to decide it: what it
   * would be if none had ended.
   */
  readonly insideIfNoneEnded: number;
}

export function judge(cases: readonly ForecastCase[]): Judgement {
  const said = cases.flatMap(({ range, ...rest }) => (range === null ? [] : [{ range, ...rest }]));
  const lasting = (turns: number): number =>
    cases.filter(({ turnsRecorded }) => turnsRecorded >= turns).length / cases.length;
  let weights = 0;
  let insideWeights = 0;
  const known: boolean[] = [];
  const decided: boolean[] = [];
  for (const { range, trueTurns, turnsSeen } of said) {
    const isInside = trueTurns !== null && trueTurns >= range.least && trueTurns <= range.most;
    if (trueTurns !== null) known.push(isInside);
    if (trueTurns === null && turnsSeen < range.most) continue;
    decided.push(isInside);
    const weight = 1 / lasting(Math.min(turnsSeen, range.most));
    weights += weight;
    if (isInside) insideWeights += weight;
  }
  return {
    cases: cases.length,
    shown: said.length / cases.length,
    ratio: median(said.map(({ range }) => range.most / range.least)),
    inside: shareOf(known),
    insideAtWorst: shareOf(decided),
    insideIfNoneEnded: insideWeights / weights,
  };
}

function shareOf(outcomes: readonly boolean[]): number {
  return outcomes.filter(Boolean).length / outcomes.length;
}

/** What a forecast has to be, as long as it is shown at all. */
const GATES = { shown: 0.6, ratio: 3, inside: 0.8 };

/** In which it is less than that, in sentences. */
export function shortcomings({ shown, ratio, inside }: Judgement): readonly string[] {
  return [
    shown >= GATES.shown ? null : `A range is shown in ${String(shown)} of the cases only.`,
    ratio <= GATES.ratio ? null : `A range ends at ${String(ratio)} times its beginning.`,
    inside >= GATES.inside ? null : `Only ${String(inside)} of the ranges hold the true number.`,
  ].filter((sentence) => sentence !== null);
}
