import { lstat } from 'node:fs/promises';
import { dirname, join } from 'node:path';

/**
 * Whether a file lies in a working tree of git, by the `.git` above it. Git itself is never asked:
 * in a folder that somebody else made, it would run what the folder's configuration names. Never
 * throws.
 */
export async function liesInGitRepository(file: string): Promise<boolean> {
  for (let folder = dirname(file); ; folder = dirname(folder)) {
    if ((await lstat(join(folder, '.git')).catch(() => null)) !== null) return true;
    if (dirname(folder) === folder) return false;
  }
}
