import { holdersOf, readOpenSessions, type OpenSession } from './openSessions';
import { ancestorPids, localProcesses, readProcessStat } from './processTree';

/** The process that has a session open, and the processes above it, nearest first. */
export interface SessionHolder {
  readonly open: OpenSession;
  /** Empty where they cannot be known. */
  readonly ancestors: readonly number[];
  /** What is typed into its terminal reaches it; `null` where that cannot be known. */
  readonly isInForeground: boolean | null;
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
  if (open === undefined) return null;
  const ancestors = (await ancestorPids(open.pid, processes)) ?? [];
  const stat = await readProcessStat(open.pid, processes);
  return { open, ancestors, isInForeground: stat?.isInForeground ?? null };
}
