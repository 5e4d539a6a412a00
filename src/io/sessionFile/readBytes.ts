import { constants } from 'node:fs';
import { open } from 'node:fs/promises';

/**
 * At most `maxBytes` from the start or the end of a regular file; `null` for whatever cannot be
 * read that way (missing, forbidden, a directory, a pipe). Never throws.
 */
export async function readBytes(
  path: string,
  maxBytes: number,
  from: 'start' | 'end' = 'start',
): Promise<Buffer | null> {
  try {
    // Without O_NONBLOCK, opening a named pipe would hold a thread for ever. (Undefined, hence 0,
    // on Windows.)
    const file = await open(path, constants.O_RDONLY | constants.O_NONBLOCK);
    try {
      const stats = await file.stat();
      if (!stats.isFile()) return null;
      const position = from === 'start' ? 0 : Math.max(0, stats.size - maxBytes);
      const buffer = Buffer.allocUnsafe(Math.min(maxBytes, stats.size));
      const { bytesRead } = await file.read(buffer, 0, buffer.length, position);
      return buffer.subarray(0, bytesRead);
    } finally {
      await file.close();
    }
  } catch {
    return null;
  }
}
