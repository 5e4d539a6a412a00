import { dirname } from 'node:path';
import { codeOf, type OpenFile, type SessionFileSystem } from '../sessionFile/sessionFileSystem';
import { withTemporaryFile } from './temporaryFile';

/** `unsound`: what was written is not what it should be. */
export interface NotMade {
  readonly problem: 'unsound' | 'cancelled' | 'forbidden' | 'failed';
  readonly code: string;
}

interface NewFile {
  readonly write: (file: OpenFile) => Promise<void>;
  /** Asked about what was written, by the name that it has until it appears. */
  readonly isSound: (temporaryPath: string) => Promise<boolean>;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Lets a new file appear whole or not at all, and never over another one. Never throws.
 *
 * @returns `null` when the file is there; otherwise nothing is left of it.
 */
export async function createAtomically(
  path: string,
  fileSystem: SessionFileSystem,
  { write, isSound, signal }: NewFile,
): Promise<NotMade | null> {
  try {
    return await withTemporaryFile(path, fileSystem, async (temporary) => {
      await write(temporary.file);
      await temporary.finish();
      if (!(await isSound(temporary.path))) return { problem: 'unsound', code: '' };
      if (!(await temporary.appear())) return { problem: 'failed', code: 'EEXIST' };
      await fileSystem.syncDirectory(dirname(path)).catch(() => undefined);
      return null;
    });
  } catch (error) {
    if (signal?.aborted === true) return { problem: 'cancelled', code: '' };
    const code = codeOf(error);
    return { problem: ['EACCES', 'EPERM', 'EROFS'].includes(code) ? 'forbidden' : 'failed', code };
  }
}
