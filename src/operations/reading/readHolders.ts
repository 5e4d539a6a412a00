import { basename } from 'node:path';
import type { HoldingProcess } from '../../domain/accounting/rewriteHistory';
import { holdersOf, readOpenSessions } from '../../io/sessions/openSessions';

/** Who has the session of a file open, by the registry of running sessions. Never throws. */
export async function readHolders(
  configDirectory: string,
  path: string,
): Promise<readonly HoldingProcess[]> {
  return holdersOf(basename(path, '.jsonl'), await readOpenSessions(configDirectory));
}
