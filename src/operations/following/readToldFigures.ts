import { parseToldFigures } from '../../domain/accounting/parseToldFigures';
import type { ToldFigures } from '../../domain/accounting/toldFigures';
import { readTold } from '../../io/companion/liveFiles';
import { holdersOf, type OpenSession } from '../../io/sessions/openSessions';

/**
 * What the processes that have a session open tell of it through the companion, the newest first.
 * What others have left there is not among it. Never throws.
 *
 * @param open by the registry of running sessions.
 */
export async function readToldFigures(
  configDirectory: string,
  sessionId: string,
  open: readonly OpenSession[],
): Promise<readonly ToldFigures[]> {
  const holders = holdersOf(sessionId, open);
  if (holders.length === 0) return [];
  return (await readTold(configDirectory, sessionId))
    .flatMap((value) => parseToldFigures(value, sessionId) ?? [])
    .filter(({ pid }) => holders.some((holder) => holder.pid === pid))
    .sort((a, b) => b.atMs - a.atMs);
}
