import { resolve } from 'node:path';
import { UsesTally, type Uses } from '../../domain/fixedBlock/usesOf';
import { SessionDirectories, sessionFileAt } from '../../io/sessions/sessionFiles';
import { silentLog } from '../../log';
import { readSession } from './readSession';

/** What the sessions before one used of what each request carries. */
export interface PastUses {
  /** So many could be read. */
  readonly sessions: number;
  readonly uses: Uses;
}

const PAST_SESSIONS = 10;

export const NO_PAST: PastUses = { sessions: 0, uses: new UsesTally().uses };

/**
 * The last ten sessions beside this one, by when they were last written; never more than one of
 * them in memory. What cannot be read is left out. Never throws.
 */
export async function readPastUses(path: string, signal?: AbortSignal): Promise<PastUses> {
  const own = await sessionFileAt(resolve(path));
  const beside =
    own === null
      ? []
      : await new SessionDirectories(silentLog).sessionFilesIn(own.projectDirectory);
  const last = beside
    .filter((session) => session.path !== own?.path)
    .sort((a, b) => b.mtimeMs - a.mtimeMs)
    .slice(0, PAST_SESSIONS);
  const tally = new UsesTally();
  let sessions = 0;
  for (const session of last) {
    if (signal?.aborted === true) break;
    const read = await readSession(session.path);
    if ('problem' in read) continue;
    tally.add(read.transcript);
    sessions++;
    await new Promise(setImmediate);
  }
  return { sessions, uses: tally.uses };
}
