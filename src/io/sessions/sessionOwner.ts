import { basename } from 'node:path';
import { readOpenSessions } from './openSessions';
import type { ProcessSource } from './processTree';

/**
 * Whether a running Claude Code has a session open. `idle`: it has, and waits for a prompt; what is
 * changed in the file takes effect when the session is resumed in it. `busy`: it works, or waits
 * for an answer of the person; then the file is left alone.
 */
export type SessionOwner = 'none' | 'idle' | 'busy';

/** @param registries config directories. */
export async function sessionOwner(
  registries: readonly string[],
  path: string,
  processes?: ProcessSource,
): Promise<SessionOwner> {
  const sessionId = basename(path, '.jsonl');
  const registered = await Promise.all(
    registries.map((directory) => readOpenSessions(directory, processes)),
  );
  const sessions = registered
    .flat()
    .filter((session) => session.sessionId === sessionId && session.openness !== 'closed');
  if (sessions.length === 0) return 'none';
  return sessions.every(({ status }) => status === 'idle') ? 'idle' : 'busy';
}
