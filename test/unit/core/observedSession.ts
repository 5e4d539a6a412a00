import type { Snapshot, SnapshotSettings } from '../../../src/core/accounting/snapshot';
import type { TokenCount } from '../../../src/core/accounting/tokenCount';
import { NO_CONTROLS } from '../../../src/core/claudeSettings/claudeControls';
import { LiveSession } from '../../../src/core/liveSession';

export interface ObservedSession {
  readonly session: LiveSession;
  /** All that was told, oldest first. */
  readonly told: Snapshot[];
  readonly log: string[];
  settings: SnapshotSettings;
}

/** A live session that keeps what it tells. @param loadTokenCount none: sizes by bytes. */
export function observe(
  path: string,
  loadTokenCount: (() => Promise<TokenCount>) | null = null,
): ObservedSession {
  const told: Snapshot[] = [];
  const log: string[] = [];
  const write = (message: string): void => void log.push(message);
  const observed: ObservedSession = {
    told,
    log,
    settings: { limitTokens: 0, usageCreditsWall: 'auto', controls: NO_CONTROLS },
    session: new LiveSession({
      path,
      log: { debug: write, info: write, warn: write, error: write },
      settings: () => observed.settings,
      loadTokenCount,
      onDidChange: (snapshot) => told.push(snapshot),
    }),
  };
  return observed;
}
