import { readLiveSessions, type LiveSession } from './liveSessions';
import { ancestorPids, localProcesses } from './processTree';

/** The process that has a session open, and the processes above it, nearest first. */
export interface SessionHolder {
  readonly live: LiveSession;
  /** Empty where they cannot be known. */
  readonly ancestors: readonly number[];
}

/**
 * Who has a session open now; of several the one that is proven to run, then the one heard of last.
 * `null` when nobody has. Never throws.
 */
export async function holderOf(
  configDirectory: string,
  sessionId: string,
): Promise<SessionHolder | null> {
  const processes = localProcesses();
  const holders = (await readLiveSessions(configDirectory, processes)).filter(
    (live) => live.sessionId === sessionId && live.liveness !== 'dead',
  );
  const [live] = [...holders].sort(
    (a, b) =>
      Number(b.liveness === 'live') - Number(a.liveness === 'live') ||
      b.updatedAtMs - a.updatedAtMs,
  );
  return live === undefined
    ? null
    : { live, ancestors: (await ancestorPids(live.pid, processes)) ?? [] };
}
