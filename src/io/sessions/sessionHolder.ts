import { readOpenSessions, type OpenSession } from './openSessions';
import { ancestorPids, localProcesses } from './processTree';

/** The process that has a session open, and the processes above it, nearest first. */
export interface SessionHolder {
  readonly open: OpenSession;
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
  const holders = (await readOpenSessions(configDirectory, processes)).filter(
    (open) => open.sessionId === sessionId && open.openness !== 'closed',
  );
  const [open] = [...holders].sort(
    (a, b) =>
      Number(b.openness === 'open') - Number(a.openness === 'open') ||
      b.updatedAtMs - a.updatedAtMs,
  );
  return open === undefined
    ? null
    : { open, ancestors: (await ancestorPids(open.pid, processes)) ?? [] };
}
