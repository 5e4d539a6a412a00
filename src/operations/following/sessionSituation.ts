import { asHoldingProcess, type HoldingProcess } from '../../domain/accounting/rewriteHistory';
import type { ToldFigures } from '../../domain/accounting/toldFigures';
import type { SnapshotSettings } from '../../domain/accounting/snapshot';
import { holdersOf, type OpenSession } from '../../io/sessions/openSessions';

/** What a snapshot depends on beside its file. */
export interface SessionSituation {
  readonly settings: SnapshotSettings;
  readonly holders: readonly HoldingProcess[];
  /** What the process that has it open says of itself. */
  readonly told: ToldFigures | null;
}

/**
 * @param open by the registry of running sessions.
 * @param told by the processes that have it open, the newest first.
 */
export function situationOfSession(
  sessionId: string,
  settings: SnapshotSettings,
  open: readonly OpenSession[],
  told: readonly ToldFigures[],
): SessionSituation {
  const holders = holdersOf(sessionId, open).map(asHoldingProcess);
  return { settings, holders, told: told[0] ?? null };
}

/** Whether two come to the same. */
export function isSameSituation(a: SessionSituation, b: SessionSituation): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
