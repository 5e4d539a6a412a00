import { contextUsage } from '../../domain/accounting/contextUsage';
import { NOT_REWRITTEN } from '../../domain/accounting/rewriteHistory';
import {
  takeSnapshot,
  type Snapshot,
  type SnapshotPreferences,
} from '../../domain/accounting/snapshot';
import { activeChain } from '../../domain/transcript/activeChain';
import { Transcript } from '../../domain/transcript/transcript';
import { NO_CONTROLS } from '../../io/claudeSettings/claudeControls';

/** Of a session that has begun and written nothing yet. */
export function emptySnapshot(preferences: SnapshotPreferences): Snapshot {
  const transcript = new Transcript();
  const chain = activeChain(transcript);
  const tokensOf = (): number[] => [];
  return takeSnapshot({
    path: '',
    transcript,
    chain,
    usage: contextUsage(transcript, chain, tokensOf),
    tokensOf,
    isCounted: true,
    history: NOT_REWRITTEN,
    holders: [],
    settings: { ...preferences, controls: NO_CONTROLS },
  });
}
