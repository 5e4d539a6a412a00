import type { Snapshot } from '../../domain/accounting/snapshot';

export type WarningKind = 'early' | 'late' | 'blocked';

/** What has been told about one session. */
export interface Told {
  /** Whether the threshold counts as passed; `null` while no counted size has told. */
  readonly early: boolean | null;
  readonly late: boolean | null;
  /** When the block began that was told, so that a second one is told again. */
  readonly blockedSinceMs: number | null;
}

export interface WarningRules {
  /** Percent of the nearest wall. */
  readonly earlyPercent: number;
  readonly latePercent: number;
  /** Kinds the person does not want to see again. */
  readonly muted: ReadonlySet<WarningKind>;
  /** What happened before this moment is old: no warning at start-up. */
  readonly startedAtMs: number;
  /** But for the block of a session that the window was opened on. */
  readonly tellsOldBlock: boolean;
}

/**
 * A threshold is armed again when the context has dropped this far below it: an estimate that
 * wavers must not warn twice.
 */
const REARM_PERCENT = 5;

/**
 * What to say about a session now: once per threshold on the way up, again after a compaction or a
 * drop, the block at once. Thresholds wait for a counted size: an estimate by bytes that is 25 %
 * too high would cry wolf, and could not take it back.
 *
 * @param told what was told so far; `null` when the session is seen for the first time, which says
 * nothing but a block that is new, or that the window was opened on.
 * @returns the warning, if any, and what counts as told from now on.
 */
export function decideWarning(
  snapshot: Snapshot,
  told: Told | null,
  rules: WarningRules,
): { warning: WarningKind | null; told: Told } {
  const percent = nearnessPercent(snapshot);
  const reached = (threshold: number, before: boolean | null): boolean | null => {
    if (!snapshot.isCounted) return before;
    return percent >= threshold || (before === true && percent > threshold - REARM_PERCENT);
  };
  const next: Told = {
    early: reached(rules.earlyPercent, told?.early ?? null),
    late: reached(rules.latePercent, told?.late ?? null),
    blockedSinceMs:
      snapshot.blocked === null
        ? null
        : (snapshot.blocked.sinceMs ?? told?.blockedSinceMs ?? rules.startedAtMs),
  };
  const warning = decide(next, told, rules);
  return { warning: warning === null || rules.muted.has(warning) ? null : warning, told: next };
}

function decide(
  next: Told,
  told: Told | null,
  { startedAtMs, tellsOldBlock }: WarningRules,
): WarningKind | null {
  if (next.blockedSinceMs !== null)
    return next.blockedSinceMs !== told?.blockedSinceMs &&
      (tellsOldBlock || next.blockedSinceMs >= startedAtMs)
      ? 'blocked'
      : null;
  if (told === null) return null;
  if (next.late === true && told.late === false) return 'late';
  return next.early === true && told.early === false ? 'early' : null;
}

/**
 * A warning that was never shown is not told: it comes once somebody goes on in the session, if it
 * still holds then.
 */
export function untold(told: Told, kind: WarningKind): Told {
  return kind === 'blocked' ? { ...told, blockedSinceMs: null } : { ...told, [kind]: false };
}

/**
 * How near the nearest wall in force is, in percent of it; 0 when no wall is known or the size is
 * not.
 */
export function nearnessPercent({
  usage,
  nearestWall,
}: Pick<Snapshot, 'usage' | 'nearestWall'>): number {
  return usage.tokens === null || nearestWall === null
    ? 0
    : (usage.tokens * 100) / nearestWall.tokens;
}
