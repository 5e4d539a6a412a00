import { sep } from 'node:path';
import { localFileSystem } from '../../io/sessionFile/sessionFileSystem';
import { mapConcurrently } from '../../io/sessions/mapConcurrently';
import { MOST_LISTED } from '../../io/sessions/mostListed';
import type { OpenSession } from '../../io/sessions/openSessions';
import { CONCURRENT_READS } from '../../io/sessions/sessionFiles';
import type { WorkspaceSessions } from '../../io/sessions/workspaceSessions';
import { withArchived } from '../leaving/archiveSession';
import type { KnownSummaries } from '../reading/knownSummaries';
import { NO_ENDS, summaryOf, type SessionSummary } from '../reading/sessionSummary';
import { isLeftOut } from './leftOutSession';
import type { FollowTarget } from './surveySessions';

interface ListedPlace {
  readonly sessions: WorkspaceSessions;
  /** What was read before. */
  readonly summaries: Pick<KnownSummaries, 'endsOf' | 'startOf'>;
}

/**
 * The sessions to choose from, newest first, and what was archived. Never throws.
 * @param registered the registry's word on who has which open.
 */
export async function listSessions(
  scope: 'workspace' | 'everywhere',
  { sessions, summaries }: ListedPlace,
  { configDirectory, folders, leftOut }: FollowTarget,
  registered: readonly OpenSession[],
): Promise<readonly SessionSummary[]> {
  const found =
    scope === 'everywhere'
      ? await sessions.listEverywhere(MOST_LISTED, (file) => summaries.startOf(file))
      : (await sessions.list(folders)).sessions.slice(0, MOST_LISTED);
  const open = new Set(
    registered.filter(({ openness }) => openness !== 'closed').map(({ sessionId }) => sessionId),
  );
  const listed = await mapConcurrently(found, CONCURRENT_READS, async (session) => {
    const ends = isLeftOut(leftOut, session) ? NO_ENDS : await summaries.endsOf(session);
    return summaryOf(session, ends, open.has(session.sessionId));
  });
  return withArchived(
    listed,
    { configDirectory, fileSystem: localFileSystem },
    ({ cwd }) =>
      scope === 'everywhere' ||
      (cwd !== null &&
        folders.some((folder) => cwd === folder || cwd.startsWith(`${folder}${sep}`))),
  );
}
