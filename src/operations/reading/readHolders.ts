import { basename, dirname, resolve } from 'node:path';
import type { HoldingProcess } from '../../domain/accounting/rewriteHistory';
import { holdersOf, readOpenSessions } from '../../io/sessions/openSessions';

/**
 * Who has the session of a file open, by the registry of the config directory that it lies in: two
 * directories above it. Never throws.
 */
export async function readHoldersBeside(path: string): Promise<readonly HoldingProcess[]> {
  const file = resolve(path);
  const registered = await readOpenSessions(resolve(dirname(file), '..', '..'));
  return holdersOf(basename(file, '.jsonl'), registered);
}
