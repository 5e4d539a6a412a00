import { turnsAhead, type TurnRange } from '../../../src/domain/accounting/forecast';
import type { RecordedStep } from './recordedSteps';

/** A forecast for one size that lay ahead at a step, and what came. */
export interface ForecastCase {
  readonly range: TurnRange | null;
  /** In which turn the size was reached; `null` where the recording ends before. */
  readonly trueTurns: number | null;
  /** Turns recorded after the step, or up to where the size was reached. */
  readonly turnsSeen: number;
  /** Turns recorded after the step. */
  readonly turnsRecorded: number;
}

type ForecastRule = Parameters<typeof turnsAhead>[2];

/** Few recordings reach a wall, so one is put at every multiple of this. */
const BETWEEN_WALLS_TOKENS = 20_000;
/** As far as auto-compact of a 200K window is from an empty context. */
const FARTHEST_WALL_TOKENS = 160_000;

/**
 * Each size ahead that was reached later, and the first one that was not: of that it is known only
 * that it took longer than the recording.
 */
export function forecastCases(
  { contextTokens, turnTokens, laterTokens }: RecordedStep,
  rule?: ForecastRule,
): readonly ForecastCase[] {
  const found: ForecastCase[] = [];
  const first = Math.floor(contextTokens / BETWEEN_WALLS_TOKENS) + 1;
  for (let wall = first * BETWEEN_WALLS_TOKENS; ; wall += BETWEEN_WALLS_TOKENS) {
    const distance = wall - contextTokens;
    if (distance > FARTHEST_WALL_TOKENS) return found;
    const reached = laterTokens.findIndex((tokens) => tokens >= wall) + 1;
    found.push({
      range: turnsAhead(distance, turnTokens, rule),
      trueTurns: reached === 0 ? null : reached,
      turnsSeen: reached === 0 ? laterTokens.length : reached,
      turnsRecorded: laterTokens.length,
    });
    if (reached === 0) return found;
  }
}
