import { SeededRandom } from '../../fixtures/seededRandom';
import { percentile } from '../../bench/statistics';
import type { CutOutcome } from './cutOutcomes';

/** A cut's outcome, with the session that it belongs to. */
export interface JudgedCut extends CutOutcome {
  /** Of the session's file. */
  readonly path: string;
  readonly repository: string;
  /** Of the session's replies, those that stand before it. */
  readonly share: number;
}

/** Shares from 0 to 1; `NaN` of nothing. */
export interface Interval {
  readonly share: number;
  /** 95 %, by sessions. */
  readonly from: number;
  readonly to: number;
}

/** How much of what one strategy took was needed later, over many cuts. */
export interface Regret {
  readonly cuts: number;
  /** Of all cuts; the others failed, and count in nothing else. */
  readonly reached: number;
  /** Of the tokens that were freed. */
  readonly tokens: Interval;
  /** Of the lines that were taken up again. */
  readonly lines: Interval;
  /** Of the edits whose old text stood in the context. */
  readonly edits: Interval;
  /** Of the files and searches that were asked for again and answered the same. */
  readonly questions: Interval;
}

/** @param cuts of one strategy and one target. */
export function regretOf(cuts: readonly JudgedCut[]): Regret {
  const reached = cuts.filter((cut) => cut.reached);
  const of = (kind: 'line' | 'edit' | 'question'): Interval =>
    intervalOf(reached, ({ outcome }) => [outcome.needs[kind].missed, outcome.needs[kind].all]);
  return {
    cuts: cuts.length,
    reached: reached.length / cuts.length,
    tokens: intervalOf(reached, ({ outcome }) => [outcome.neededTokens, outcome.freedTokens]),
    lines: of('line'),
    edits: of('edit'),
    questions: of('question'),
  };
}

const RESAMPLES = 1000;

/**
 * A share of sums, and where it would lie with other sessions of the same kind: they are drawn
 * again and again, since what one session needs says little about the next.
 */
function intervalOf(
  cuts: readonly JudgedCut[],
  partOf: (cut: JudgedCut) => readonly [part: number, whole: number],
): Interval {
  const sessions = new Map<string, [number, number]>();
  for (const cut of cuts) {
    const [part, whole] = partOf(cut);
    const sums = sessions.get(cut.path) ?? [0, 0];
    sessions.set(cut.path, [sums[0] + part, sums[1] + whole]);
  }
  const sums = [...sessions.values()];
  const shareOf = (some: readonly [number, number][]): number =>
    some.reduce((sum, [part]) => sum + part, 0) / some.reduce((sum, [, whole]) => sum + whole, 0);
  const random = new SeededRandom(sums.length);
  const drawn = Array.from({ length: sums.length === 0 ? 0 : RESAMPLES }, () =>
    shareOf(sums.map(() => sums[random.integer(0, sums.length - 1)]!)),
  ).filter((share) => !Number.isNaN(share));
  return { share: shareOf(sums), from: percentile(drawn, 0.025), to: percentile(drawn, 0.975) };
}
