/** So many typical turns stand beside a session's own. */
const TYPICAL_TURNS = 16;

/** The middles of as many equal shares of these turns, in ascending order. */
export function typicalTurns(turns: readonly number[]): readonly number[] {
  const sorted = [...turns].sort((a, b) => a - b);
  return Array.from({ length: TYPICAL_TURNS }, (_, index) =>
    Math.round(sorted[Math.floor(((index + 0.5) / TYPICAL_TURNS) * sorted.length)] ?? 0),
  );
}
