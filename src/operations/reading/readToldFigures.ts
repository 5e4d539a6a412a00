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
    .flatMap((value) => figuresOfHolder(value, sessionId, holders) ?? [])
    .sort((a, b) => b.atMs - a.atMs);
}

/**
 * The figures in what a companion wrote, where its process is among these; one that does not say
 * which it is can only be the one there is.
 */
export function figuresOfHolder(
  value: unknown,
  sessionId: string,
  holders: readonly Pick<OpenSession, 'pid'>[],
): ToldFigures | null {
  const figures = parseToldFigures(value, sessionId);
  if (figures === null) return null;
  const [first] = holders;
  if (figures.pid === 0 && first !== undefined && holders.length === 1)
    return { ...figures, pid: first.pid };
  return holders.some(({ pid }) => pid === figures.pid) ? figures : null;
}
