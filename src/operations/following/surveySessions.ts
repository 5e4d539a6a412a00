import { chooseActiveSession, type ActiveSession } from './activeSession';
import type { FocusedPlace } from './focusedSession';
import { isLeftOut, type LeftOutSession } from './leftOutSession';
import { worktreeOf } from '../../io/sessions/folderScope';
import { holdersOf, readOpenSessions, type OpenSession } from '../../io/sessions/openSessions';
import { ancestorPids, localProcesses } from '../../io/sessions/processTree';
import type {
  FoundSession,
  WorkspaceListing,
  WorkspaceSessions,
} from '../../io/sessions/workspaceSessions';

export interface FollowTarget {
  readonly configDirectory: string;
  /** Folders of the workspace, as paths on this machine. */
  readonly folders: readonly string[];
  /** The extension host and the shells of this window's terminals. */
  readonly windowPids: readonly number[];
  /** Where the person works in this window, the last place first. */
  readonly focus: readonly FocusedPlace[];
  /** Path of the session that a person chose to see; `null` to follow the active one. */
  readonly pinnedPath: string | null;
  /** Sessions that are not read, as though they were not there. */
  readonly leftOut?: readonly LeftOutSession[];
  /** Whether what was read may be kept on the disk: not for a restricted window. */
  readonly mayWrite?: boolean;
}

/** What there is at one moment. */
export interface Survey {
  readonly listing: WorkspaceListing;
  /** The paths of all that are listed. */
  readonly ofWorkspace: ReadonlySet<string>;
  /** Of the active and the other sessions that run in a git worktree: which one, by their paths. */
  readonly worktrees: ReadonlyMap<string, string>;
  readonly open: readonly OpenSession[];
  readonly active: ActiveSession | null;
  /** The other sessions of the workspace that a process holds open. */
  readonly others: readonly ActiveSession[];
}

/** Why nothing is shown, when nothing is. */
export type Situation = 'noFolder' | 'noConfigDirectory' | 'noSession' | 'following';

/**
 * Lists the sessions of a workspace and chooses among them. Never throws for what is on the disk.
 * @param titleOf of a session file that has been read; `null` for any other.
 */
export async function surveySessions(
  target: FollowTarget,
  sessions: WorkspaceSessions,
  titleOf: (path: string) => string | null = () => null,
): Promise<Survey> {
  const processes = localProcesses();
  const [listing, open] = await Promise.all([
    sessions.list(target.folders),
    readOpenSessions(target.configDirectory, processes),
  ]);
  const isRead = (session: FoundSession): boolean => !isLeftOut(target.leftOut, session);
  const read = listing.sessions.filter(isRead);
  const ancestors = new Map(
    await Promise.all(
      open.map(async ({ pid }) => [pid, await ancestorPids(pid, processes)] as const),
    ),
  );
  const windowPids = new Set(target.windowPids);
  const ofWindow = open.filter(({ pid }) =>
    ancestors.get(pid)?.some((ancestor) => windowPids.has(ancestor)),
  );
  // A process of this window may work elsewhere, and a pinned session may lie anywhere.
  const unlisted = await Promise.all([
    ...ofWindow
      .filter(
        ({ sessionId }) => !listing.sessions.some((session) => session.sessionId === sessionId),
      )
      .map(({ sessionId, cwd }) => sessions.find(sessionId, cwd)),
    ...(target.pinnedPath === null ? [] : [sessions.at(target.pinnedPath)]),
  ]);
  const evidence = {
    sessions: [...read, ...unlisted.filter((session) => session !== null).filter(isRead)],
    openSessions: open,
    windowPids,
    ancestorPids: ancestors,
    focus: target.focus,
    titleOf,
    pinned: target.pinnedPath,
  };
  const active = chooseActiveSession(evidence);
  const others = read
    .filter(({ path }) => path !== active?.file?.path)
    .flatMap((file) => {
      const [holder] = holdersOf(file.sessionId, open);
      return holder === undefined
        ? []
        : [{ sessionId: file.sessionId, file, open: holder, reason: 'lastWritten' as const }];
    });
  const ofWorkspace = new Set(listing.sessions.map(({ path }) => path));
  const worktrees = new Map(
    [active?.file ?? null, ...others.map(({ file }) => file)].flatMap((file) => {
      const worktree = worktreeOf(listing.scope, file?.cwd ?? null);
      return file === null || worktree === null ? [] : [[file.path, worktree] as const];
    }),
  );
  return { listing, ofWorkspace, worktrees, open, active, others };
}

/** How many sessions of the workspace are neither shown nor open. */
export function endedIn({ listing, active, others }: Survey): number {
  const shown = new Set([active, ...others].map((session) => session?.file?.path));
  return listing.sessions.filter(({ path }) => !shown.has(path)).length;
}

export function situationOf(target: FollowTarget, { listing, active }: Survey): Situation {
  if (active !== null) return 'following';
  if (target.folders.length === 0) return 'noFolder';
  return listing.projectsFound ? 'noSession' : 'noConfigDirectory';
}
