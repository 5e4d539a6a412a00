/** So many more turns, the one included in which the context gets there: at least 1. */
export interface TurnRange {
  readonly least: number;
  readonly most: number;
}

/** What a forecast goes by; `npm run backtest` says how true it comes. */
interface ForecastRule {
  /**
   * What a turn adds, in tokens, where nothing is known of a session. Its own turns stand beside
   * these, each with the same weight.
   */
  readonly typicalTurns: readonly number[];
  /** So many of all outcomes may come before the range. */
  readonly earlier: number;
  /** So many may come after it; more where it begins with the next turn, so that none is earlier. */
  readonly later: number;
  readonly laterThanNext: number;
  /** A range whose end is more times its beginning says nothing. */
  readonly widest: number;
}

/**
 * Sixteen quantiles of what 167 turns of real sessions added, as `npm run backtest` prints them.
 * One prompt in ten reads half a project: by a mean alone, the next such prompt would break what
 * was promised.
 */
const RULE: ForecastRule = {
  typicalTurns: [
    301, 557, 1258, 2008, 3058, 3957, 5008, 6061, 7550, 9149, 13_250, 19_240, 25_826, 36_524,
    51_926, 71_917,
  ],
  earlier: 0.09,
  later: 0.1,
  laterThanNext: 0.18,
  widest: 4,
};

/** More turns than this are as good as none. */
const FARTHEST_TURNS = 99;
/** Farther ahead than a session grows in most recordings, nothing tells how true a forecast is. */
const FARTHEST_TOKENS = 160_000;
/** The distance is divided into so many parts. */
const PARTS = 100;

/**
 * In how many turns a context grows by `distanceTokens`, as a range that holds most outcomes. Every
 * turn to come is taken for one of the session's own, or a typical one. A greater distance never
 * has a nearer range.
 *
 * @param turnTokens what each turn added, since the context last started anew.
 * @returns `null` where such a range would say nothing.
 */
export function turnsAhead(
  distanceTokens: number,
  turnTokens: readonly number[],
  rule: ForecastRule = RULE,
): TurnRange | null {
  if (distanceTokens <= 0 || distanceTokens > FARTHEST_TOKENS) return null;
  if (turnTokens.length === 0) return null;
  const turns = [...rule.typicalTurns, ...turnTokens];
  const stillBelow = chancesBelow(distanceTokens, turns, rule.later);
  const firstBelow = (chance: number): number => stillBelow.findIndex((each) => each < chance);
  const least = firstBelow(1 - rule.earlier);
  const most = firstBelow(least === 1 ? rule.laterThanNext : rule.later);
  return most < 0 || most > rule.widest * least ? null : { least, most };
}

/**
 * The chance that the distance is not covered yet, after 0, 1, 2 … turns of these, until it is less
 * than `least`.
 */
function chancesBelow(
  distanceTokens: number,
  turns: readonly number[],
  least: number,
): readonly number[] {
  const added = new Float64Array(PARTS + 1);
  for (const tokens of turns) {
    const parts = Math.min(PARTS, (Math.max(0, tokens) / distanceTokens) * PARTS);
    const whole = Math.floor(parts);
    added[whole]! += (1 - (parts - whole)) / turns.length;
    if (whole < PARTS) added[whole + 1]! += (parts - whole) / turns.length;
  }
  let below = new Float64Array(PARTS);
  below[0] = 1;
  const chances = [1];
  while (chances.length <= FARTHEST_TURNS && chances.at(-1)! >= least) {
    const next = new Float64Array(PARTS);
    for (let at = 0; at < PARTS; at++)
      for (let by = 0; by <= at; by++) next[at]! += below[at - by]! * added[by]!;
    below = next;
    chances.push(next.reduce((sum, chance) => sum + chance, 0));
  }
  return chances;
}
