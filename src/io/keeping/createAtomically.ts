import { randomBytes } from 'node:crypto';
import { basename, dirname, join } from 'node:path';
import { codeOf, type SessionFileSystem } from '../sessionFile/sessionFileSystem';
import { temporaryName } from './staleTemporaryFiles';

/** `unsound`: what was written is not what it should be. */
export interface NotMade {
  readonly problem: 'unsound' | 'cancelled' | 'forbidden' | 'failed';
  readonly code: string;
}

/**
 * Lets a new file appear whole or not at all. Never throws.
 *
 * @param write makes the file under the name it is given and tells whether it is sound.
 * @returns `null` when the file is there; otherwise nothing is left of it.
 */
export async function createAtomically(
  path: string,
  fileSystem: SessionFileSystem,
  write: (temporaryPath: string) => Promise<boolean>,
  signal?: AbortSignal,
): Promise<NotMade | null> {
  const temporaryPath = join(
    dirname(path),
    temporaryName(basename(path), randomBytes(12).toString('hex')),
  );
  try {
    if (!(await write(temporaryPath))) {
      await fileSystem.remove(temporaryPath);
      return { problem: 'unsound', code: '' };
    }
    await fileSystem.rename(temporaryPath, path);
    await fileSystem.syncDirectory(dirname(path)).catch(() => undefined);
    return null;
  } catch (error) {
    await fileSystem.remove(temporaryPath).catch(() => undefined);
    if (signal?.aborted === true) return { problem: 'cancelled', code: '' };
    const code = codeOf(error);
    return { problem: ['EACCES', 'EPERM', 'EROFS'].includes(code) ? 'forbidden' : 'failed', code };
  }
}
