import { holdersOf, type OpenSession } from '../../io/sessions/openSessions';
import { focusedSessions, type FocusedPlace } from './focusedSession';
import type { FoundSession } from '../../io/sessions/workspaceSessions';

export interface ActiveSessionEvidence {
  /** The sessions of the workspace, those of this window's processes, and the pinned one. */
  readonly sessions: readonly FoundSession[];
  readonly openSessions: readonly OpenSession[];
  /** The extension host and the shells of this window's terminals. */
  readonly windowPids: ReadonlySet<number>;
  /** By pid of an open session; `null` or absent where they cannot be known. */
  readonly ancestorPids: ReadonlyMap<number, readonly number[] | null>;
  /** Where the person works in this window, the last place first. */
  readonly focus: readonly FocusedPlace[];
  /** Of a session file; `null` while it is not known. */
  readonly titleOf: (path: string) => string | null;
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
  readonly open: OpenSession | null;
  readonly reason: 'pinned' | 'thisWindow' | 'lastWritten';
}

/**
 * On `/resume`, Claude Code 2.1.329 writes a last record to the session that it leaves, up to 80 ms
 * after opening the other one.
 */
const LEAVING_MS = 250;

/**
 * Chooses the session that the window shows: the pinned one while its file exists, else the one
 * that a process of this window holds, the one in focus first, else the one written last. `null`
 * when there is none. Pure.
 */
export function chooseActiveSession(evidence: ActiveSessionEvidence): ActiveSession | null {
  return pinnedSession(evidence) ?? sessionOfWindow(evidence) ?? lastWrittenSession(evidence);
}

function pinnedSession({
  sessions,
  openSessions,
  pinned,
}: ActiveSessionEvidence): ActiveSession | null {
  if (pinned === null) return null;
  const file = sessions.find(({ path }) => path === pinned) ?? fileOf(pinned, sessions);
  return (
    file && {
      sessionId: file.sessionId,
      file,
      open: holdersOf(file.sessionId, openSessions)[0] ?? null,
      reason: 'pinned',
    }
  );
}

function sessionOfWindow({
  sessions,
  openSessions,
  windowPids,
  ancestorPids,
  focus,
  titleOf,
}: ActiveSessionEvidence): ActiveSession | null {
  const ancestorsOf = ({ pid }: OpenSession): readonly number[] => ancestorPids.get(pid) ?? [];
  const ofWindow = openSessions.filter((open) => {
    if (open.openness === 'open')
      return [open.pid, ...ancestorsOf(open)].some((pid) => windowPids.has(pid));
    // A terminal that runs nothing but Claude Code proves that its process is alive, on every
    // platform.
    return open.openness === 'uncertain' && windowPids.has(open.pid);
  });
  // A `claude -p` that a session runs as a tool is that session's business.
  const outermost = ofWindow.filter(
    (open) => !ofWindow.some(({ pid }) => ancestorsOf(open).includes(pid)),
  );
  const candidates = outermost.map((open) => {
    const file = fileOf(open.sessionId, sessions);
    const title = file === null ? null : titleOf(file.path);
    return { open, file, title, ancestors: ancestorsOf(open) };
  });
  const focused = focusedSessions(focus, candidates);
  const found = latest(
    focused.length > 0 ? focused : candidates,
    ({ file, open }) => file?.mtimeMs ?? open.updatedAtMs,
  );
  return (
    found && {
      sessionId: found.open.sessionId,
      file: found.file,
      open: found.open,
      reason: 'thisWindow',
    }
  );
}

function lastWrittenSession({
  sessions,
  openSessions,
}: ActiveSessionEvidence): ActiveSession | null {
  const candidates = sessions.map((file) => ({
    sessionId: file.sessionId,
    file,
    open: holdersOf(file.sessionId, openSessions)[0] ?? null,
    reason: 'lastWritten' as const,
  }));
  return latest(candidates, ({ file, open }) => file.mtimeMs + (open === null ? 0 : LEAVING_MS));
}

interface Held extends Pick<OpenSession, 'openness' | 'status'> {
  /** A person types there: it is interactive, and no panel or other program speaks for them. */
  readonly isInTerminal: boolean;
}

/** How a session is held, by the registry's word on it. */
export function heldAs(open: OpenSession | null): Held {
  return {
    openness: open?.openness ?? 'closed',
    status: open?.status ?? null,
    isInTerminal:
      open !== null &&
      open.openness !== 'closed' &&
      open.kind === 'interactive' &&
      open.entrypoint === 'cli',
  };
}

/** One that somebody looks at by name, whoever has it open. */
export function lookedAtByName(
  file: FoundSession,
  registered: readonly OpenSession[],
): ActiveSession {
  const { sessionId } = file;
  const [open = null] = holdersOf(sessionId, registered);
  return { sessionId, file, open, reason: 'lastWritten' };
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
