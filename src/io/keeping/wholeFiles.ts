import type { SessionFileSystem } from '../sessionFile/sessionFileSystem';
import { withTemporaryFile } from './temporaryFile';

/** A small file, whole; `null` where there is none, or one that is larger, or no regular file. */
export async function readWholeFile(
  path: string,
  maxBytes: number,
  fileSystem: SessionFileSystem,
): Promise<Buffer | null> {
  const state = await fileSystem.stateOf(path);
  if (state?.kind !== 'file' || state.sizeBytes > maxBytes) return null;
  const file = await fileSystem.openToRead(path);
  try {
    const bytes = Buffer.alloc(state.sizeBytes);
    let read = 0;
    for (let more = -1; read < bytes.length && more !== 0; read += more)
      more = await file.read(bytes.subarray(read), read);
    return bytes.subarray(0, read);
  } finally {
    await file.close();
  }
}

/** Writes a small file so that it is either whole or not there at all; replaces one that is. */
export async function writeWholeFile(
  path: string,
  bytes: Buffer,
  fileSystem: SessionFileSystem,
): Promise<void> {
  await withTemporaryFile(path, fileSystem, async (temporary) => {
    await temporary.file.write([bytes]);
    await temporary.finish();
    await temporary.replace(() => Promise.resolve(null));
  });
}
