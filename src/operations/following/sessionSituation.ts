import { asHoldingProcess, type HoldingProcess } from '../../domain/accounting/rewriteHistory';
import type { SnapshotSettings } from '../../domain/accounting/snapshot';
import { holdersOf, type OpenSession } from '../../io/sessions/openSessions';

/** What a snapshot depends on beside its file. */
export interface SessionSituation {
  readonly settings: SnapshotSettings;
  readonly holders: readonly HoldingProcess[];
}

/** @param open by the registry of running sessions. */
export function situationOfSession(
  sessionId: string,
  settings: SnapshotSettings,
  open: readonly OpenSession[],
): SessionSituation {
  return { settings, holders: holdersOf(sessionId, open).map(asHoldingProcess) };
}

/** Whether two come to the same. */
export function isSameSituation(a: SessionSituation, b: SessionSituation): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
