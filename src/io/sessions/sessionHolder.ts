import { holdersOf, readOpenSessions, type OpenSession } from './openSessions';
import { ancestorPids, localProcesses } from './processTree';

/** The process that has a session open, and the processes above it, nearest first. */
export interface SessionHolder {
  readonly open: OpenSession;
  /** Empty where they cannot be known. */
  readonly ancestors: readonly number[];
}

/**
 * Who has a session open now, and from where. `null` when nobody has. Never throws.
 */
export async function holderOf(
  configDirectory: string,
  sessionId: string,
): Promise<SessionHolder | null> {
  const processes = localProcesses();
  const [open] = holdersOf(sessionId, await readOpenSessions(configDirectory, processes));
  return open === undefined
    ? null
    : { open, ancestors: (await ancestorPids(open.pid, processes)) ?? [] };
}
