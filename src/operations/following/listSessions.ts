import { sep } from 'node:path';
import { localFileSystem } from '../../io/sessionFile/sessionFileSystem';
import { mapConcurrently } from '../../io/sessions/mapConcurrently';
import type { OpenSession } from '../../io/sessions/openSessions';
import { CONCURRENT_READS } from '../../io/sessions/sessionFiles';
import type { WorkspaceSessions } from '../../io/sessions/workspaceSessions';
import { withArchived } from '../leaving/archiveSession';
import type { KnownSummaries } from '../reading/knownSummaries';
import { unreadSummary, type SessionSummary } from '../reading/sessionSummary';
import { isLeftOut } from './leftOutSession';
import type { FollowTarget } from './surveySessions';

/** More than anybody scrolls through; each costs two small reads once. */
const MAX_LISTED = 1_000;

/**
 * The sessions to choose from, newest first, and what was archived. Never throws.
 * @param registered the registry's word on who has which open.
 * @param summaries what was read before.
 */
export async function listSessions(
  scope: 'workspace' | 'everywhere',
  sessions: WorkspaceSessions,
  { configDirectory, folders, leftOut }: FollowTarget,
  registered: readonly OpenSession[],
  summaries: KnownSummaries,
): Promise<readonly SessionSummary[]> {
  const found =
    scope === 'everywhere'
      ? await sessions.listEverywhere()
      : (await sessions.list(folders)).sessions;
  const open = new Set(
    registered.filter(({ openness }) => openness !== 'closed').map(({ sessionId }) => sessionId),
  );
  const listed = await mapConcurrently(found.slice(0, MAX_LISTED), CONCURRENT_READS, (session) =>
    isLeftOut(leftOut, session)
      ? Promise.resolve(unreadSummary(session, open.has(session.sessionId)))
      : summaries.of(session, open.has(session.sessionId)),
  );
  return withArchived(
    listed,
    { configDirectory, fileSystem: localFileSystem },
    ({ cwd }) =>
      scope === 'everywhere' ||
      (cwd !== null &&
        folders.some((folder) => cwd === folder || cwd.startsWith(`${folder}${sep}`))),
  );
}
