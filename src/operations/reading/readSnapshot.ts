import type { Snapshot, SnapshotSettings } from '../../domain/accounting/snapshot';
import type { TokenCount } from '../../domain/accounting/tokenCount';
import { SessionReader } from './sessionReader';
import type { Log } from '../../log';
import { readBackedUpPruneBeside } from './readBackedUpPrune';

export interface ReadSnapshotOptions {
  readonly log: Log;
  readonly loadTokenCount: () => Promise<TokenCount>;
  /** @param cwd where the session runs, if it says so. */
  readonly settingsFor: (cwd: string | null) => Promise<SnapshotSettings>;
}

export type ReadProblem = 'missing' | 'unreadable' | 'noSession';

/**
 * Reads a session file once, to its end, and counts what must be counted. Never throws for what is
 * in the file.
 */
export async function readSnapshot(
  path: string,
  options: ReadSnapshotOptions,
): Promise<Snapshot | { readonly problem: ReadProblem }> {
  let settings = await options.settingsFor(null);
  let snapshot: Snapshot | null = null;
  const session = new SessionReader({
    path,
    log: options.log,
    loadTokenCount: options.loadTokenCount,
    settings: () => settings,
    readBackedUpPrune: () => readBackedUpPruneBeside(path),
    onDidChange: (changed) => (snapshot = changed),
  });
  const state = await session.readWhole();
  if (state === 'missing' || state === 'unreadable') return { problem: state };
  const found = snapshot as Snapshot | null;
  if (found === null || (found.sessionId === null && found.usage.tokens === null))
    return { problem: 'noSession' };
  // Only now it is known whose project settings count.
  settings = await options.settingsFor(found.cwd);
  session.republish();
  return (snapshot as Snapshot | null) ?? found;
}
