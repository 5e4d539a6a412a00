import { IntegrityCheck } from '../../domain/pruning/integrityCheck';
import type { LineEdits, ComingBack } from '../../domain/pruning/lineEdit';
import type { Written } from '../../io/keeping/replaceSessionFile';
import { compareLines } from '../../io/sessionFile/compareLines';
import type { SessionFileSystem } from '../../io/sessionFile/sessionFileSystem';

/**
 * Reads both files again, from the disk.
 *
 * @returns what is wrong with the new one, for the log; `null` where nothing is.
 */
export async function checkWritten(
  path: string,
  written: Pick<Written, 'temporaryPath' | 'carriedToBytes' | 'newBytes'>,
  edits: LineEdits | ComingBack,
  fileSystem: SessionFileSystem,
): Promise<string | null> {
  const check = new IntegrityCheck(edits);
  const before = await fileSystem.openToRead(path);
  try {
    const after = await fileSystem.openToRead(written.temporaryPath);
    try {
      await compareLines(
        { file: before, upToBytes: written.carriedToBytes },
        { file: after, upToBytes: written.newBytes },
        (old, now) => check.compare(old, now),
      );
      check.finish(written.carriedToBytes, written.newBytes);
    } finally {
      await after.close();
    }
  } finally {
    await before.close();
  }
  const kinds = new Set(check.problems.map(({ kind, line }) => `${kind} in line ${line}`));
  return kinds.size === 0 ? null : [...kinds].slice(0, 10).join(', ');
}
