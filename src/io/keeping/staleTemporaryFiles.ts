import { join } from 'node:path';
import { EARLIER_PRODUCT, PRODUCT } from '../../product';
import type { SessionFileSystem } from '../sessionFile/sessionFileSystem';

/** A rewrite takes seconds; what is older was left by a process that died. */
const STALE_AFTER_MS = 60 * 60 * 1000;
const OURS = new RegExp(`^\\..+\\.(?:${PRODUCT}|${EARLIER_PRODUCT.id})-[0-9a-f]{24}\\.tmp$`);

/**
 * The name of a file that is being written, beside the one it will replace. Claude Code and the
 * meter look at `.jsonl` only.
 */
export function temporaryName(name: string, unique: string): string {
  return `.${name}.${PRODUCT}-${unique}.tmp`;
}

/** Whether a file of that name was being written by us, or by an earlier build. */
export function isTemporaryName(name: string): boolean {
  return OURS.test(name);
}

/**
 * Removes what rewrites that never ended have left in a directory. Never throws.
 * @returns how many files are gone.
 */
export async function removeStaleTemporaryFiles(
  directory: string,
  fileSystem: SessionFileSystem,
  nowMs = Date.now(),
): Promise<number> {
  let removed = 0;
  const names = await fileSystem.namesIn(directory).catch(() => []);
  for (const path of names.filter(isTemporaryName).map((name) => join(directory, name))) {
    try {
      const state = await fileSystem.stateOf(path);
      if (state?.kind !== 'file' || Number(state.mtimeNs / 1_000_000n) > nowMs - STALE_AFTER_MS)
        continue;
      await fileSystem.remove(path);
      removed++;
    } catch {
      continue; // another window was faster, or may and we may not
    }
  }
  return removed;
}
