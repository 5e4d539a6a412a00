import { lstat, realpath } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { codeOf } from '../sessionFile/sessionFileSystem';
import { wayFrom } from '../sessions/wayFrom';

/**
 * Where a file really is, or would be: all links on the way and at its end are followed.
 *
 * @returns `null` for a link that leads to nothing.
 * @throws what the file system says, but for what is not there.
 */
export async function realPlace(path: string): Promise<string | null> {
  const missing: string[] = [];
  for (let at = resolve(path); ; at = dirname(at)) {
    try {
      return join(await realpath(at), ...missing);
    } catch (error) {
      const code = codeOf(error);
      if (code === 'ELOOP') return null;
      if (!['ENOENT', 'ENOTDIR'].includes(code) || dirname(at) === at) throw error;
      if ((await lstat(at).catch(() => null)) !== null) return null;
      missing.unshift(basename(at));
    }
  }
}

/**
 * The same for a file below a folder, whose links are not to be trusted.
 *
 * @returns `null` too where it is not below the folder, by its names or by where it really is.
 */
export async function realPlaceIn(folder: string, path: string): Promise<string | null> {
  if (wayFrom(resolve(folder), resolve(path)) === null) return null;
  const [real, place] = await Promise.all([realpath(folder), realPlace(path)]);
  return place === null || wayFrom(real, place) === null ? null : place;
}
