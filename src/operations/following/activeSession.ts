import type { LiveSession } from '../../io/sessions/liveSessions';
import type { FoundSession } from '../../io/sessions/workspaceSessions';

export interface ActiveSessionEvidence {
  /** The sessions of the workspace, those of this window's processes, and the pinned one. */
  readonly sessions: readonly FoundSession[];
  readonly liveSessions: readonly LiveSession[];
  /** The extension host and the shells of this window's terminals. */
  readonly windowPids: ReadonlySet<number>;
  /** By pid of a live session; `null` or absent where they cannot be known. */
  readonly ancestorPids: ReadonlyMap<number, readonly number[] | null>;
  /** Session id or path. */
  readonly pinned: string | null;
}

export interface ActiveSession {
  readonly sessionId: string;
  /**
   * `null` from the start of Claude Code, or from `/clear`, until it writes something: the session
   * is empty, and no other's number holds.
   */
  readonly file: FoundSession | null;
  /** The registry's word on it, if a process holds it. */
  readonly live: LiveSession | null;
  readonly reason: 'pinned' | 'thisWindow' | 'lastWritten';
}

/**
 * On `/resume`, Claude Code 2.1.329 writes a last record to the session that it leaves, up to 80 ms
 * after opening the other one.
 */
const LEAVING_MS = 250;

/**
 * Chooses the session that the window shows: the pinned one while its file exists, else the one
 * that a process of this window holds, else the one written last. `null` when there is none. Pure.
 */
export function chooseActiveSession(evidence: ActiveSessionEvidence): ActiveSession | null {
  return pinnedSession(evidence) ?? sessionOfWindow(evidence) ?? lastWrittenSession(evidence);
}

function pinnedSession({
  sessions,
  liveSessions,
  pinned,
}: ActiveSessionEvidence): ActiveSession | null {
  if (pinned === null) return null;
  const file = sessions.find(({ path }) => path === pinned) ?? fileOf(pinned, sessions);
  return (
    file && {
      sessionId: file.sessionId,
      file,
      live: holderOf(file.sessionId, liveSessions),
      reason: 'pinned',
    }
  );
}

function sessionOfWindow({
  sessions,
  liveSessions,
  windowPids,
  ancestorPids,
}: ActiveSessionEvidence): ActiveSession | null {
  const ancestorsOf = ({ pid }: LiveSession): readonly number[] => ancestorPids.get(pid) ?? [];
  const ofWindow = liveSessions.filter((live) => {
    if (live.liveness === 'live')
      return [live.pid, ...ancestorsOf(live)].some((pid) => windowPids.has(pid));
    // A terminal that runs nothing but Claude Code proves that its process is alive, on every
    // platform.
    return live.liveness === 'uncertain' && windowPids.has(live.pid);
  });
  // A `claude -p` that a session runs as a tool is that session's business.
  const outermost = ofWindow.filter(
    (live) => !ofWindow.some(({ pid }) => ancestorsOf(live).includes(pid)),
  );
  const candidates = outermost.map((live) => ({
    sessionId: live.sessionId,
    file: fileOf(live.sessionId, sessions),
    live,
    reason: 'thisWindow' as const,
  }));
  return latest(candidates, ({ file, live }) => file?.mtimeMs ?? live.updatedAtMs);
}

function lastWrittenSession({
  sessions,
  liveSessions,
}: ActiveSessionEvidence): ActiveSession | null {
  const candidates = sessions.map((file) => ({
    sessionId: file.sessionId,
    file,
    live: holderOf(file.sessionId, liveSessions),
    reason: 'lastWritten' as const,
  }));
  return latest(candidates, ({ file, live }) => file.mtimeMs + (live === null ? 0 : LEAVING_MS));
}

/**
 * The process that has the session open. Two may (`claude --resume` does not ask): the one proven
 * to run, else the one heard of last.
 */
function holderOf(sessionId: string, liveSessions: readonly LiveSession[]): LiveSession | null {
  const holders = liveSessions.filter(
    (live) => live.sessionId === sessionId && live.liveness !== 'dead',
  );
  const proven = holders.filter(({ liveness }) => liveness === 'live');
  return latest(proven.length > 0 ? proven : holders, ({ updatedAtMs }) => updatedAtMs);
}

/** One id can stand for several files: copies and symlinks in other project directories. */
function fileOf(sessionId: string, sessions: readonly FoundSession[]): FoundSession | null {
  const files = sessions.filter((file) => file.sessionId === sessionId);
  const own = files.filter(({ isSymlink }) => !isSymlink);
  return latest(own.length > 0 ? own : files, ({ mtimeMs }) => mtimeMs);
}

function latest<T>(candidates: readonly T[], timeMs: (candidate: T) => number): T | null {
  let found: T | null = null;
  for (const candidate of candidates)
    if (found === null || timeMs(candidate) > timeMs(found)) found = candidate;
  return found;
}
