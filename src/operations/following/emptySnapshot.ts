import { contextUsage } from '../../domain/accounting/contextUsage';
import { NOT_REWRITTEN } from '../../domain/accounting/rewriteHistory';
import {
  takeSnapshot,
  type Snapshot,
  type SnapshotSettings,
} from '../../domain/accounting/snapshot';
import { activeChain } from '../../domain/transcript/activeChain';
import { Transcript } from '../../domain/transcript/transcript';

/** Of a session that has begun and written nothing yet. */
export function emptySnapshot(settings: SnapshotSettings): Snapshot {
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
    settings,
  });
}
