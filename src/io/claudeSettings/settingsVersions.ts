import { lstat, mkdir, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { ownDirectory } from '../keeping/backups';
import { writeNewFile } from '../keeping/textFile';
import { codeOf } from '../sessionFile/sessionFileSystem';
import { projectSlug } from '../sessions/projectDirectory';

/** Of one file. The oldest goes when another comes. */
const MOST_VERSIONS = 20;
const MOST_AT_ONCE = 100;
const VERSION = /^(\d{8}T\d{9}Z)(?:\.(\d{1,3}))?\.bak$/;

/**
 * Where the old versions of a settings file are kept: below our own folder, where no repository
 * picks them up.
 * @param configDirectory Claude Code's.
 */
export function settingsVersionsDirectory(configDirectory: string, file: string): string {
  return join(ownDirectory(configDirectory), 'settings', projectSlug(file));
}

/**
 * Keeps a text as an old version of a settings file, readable for its owner alone. Of each file the
 * newest 20 stay.
 *
 * @returns where it is kept.
 * @throws what the file system says, and where something else than a directory of ours is in the
 * way; nothing is kept then.
 */
export async function keepSettingsVersion(
  configDirectory: string,
  file: string,
  text: string,
  dateMs: number,
): Promise<string> {
  const directory = settingsVersionsDirectory(configDirectory, file);
  for (const path of [ownDirectory(configDirectory), join(directory, '..'), directory]) {
    await mkdir(path, { recursive: true, mode: 0o700 });
    if (!(await lstat(path)).isDirectory()) throw new Error('Something else is in the way.');
  }
  const version = await writeVersion(directory, text, dateMs);
  await removeOldest(directory).catch(() => undefined); // the next time is soon enough
  return version;
}

/** Takes a version away that turned out to be none. Never throws. */
export async function forgetSettingsVersion(version: string | null): Promise<void> {
  if (version !== null) await rm(version, { force: true }).catch(() => undefined);
}

/** `20261121T101500000Z.bak`, or with a number behind the date. */
async function writeVersion(directory: string, text: string, dateMs: number): Promise<string> {
  const base = join(directory, new Date(dateMs).toISOString().replace(/[-:.]/g, ''));
  for (let number = 1; ; number++) {
    const version = number === 1 ? `${base}.bak` : `${base}.${String(number)}.bak`;
    try {
      await writeNewFile(version, text, 0o600);
      return version;
    } catch (error) {
      if (codeOf(error) !== 'EEXIST' || number === MOST_AT_ONCE) {
        if (codeOf(error) !== 'EEXIST') await forgetSettingsVersion(version);
        throw error;
      }
    }
  }
}

async function removeOldest(directory: string): Promise<void> {
  const versions = (await readdir(directory)).flatMap((name) => {
    const [, date, number = '1'] = VERSION.exec(name) ?? [];
    return date === undefined ? [] : [{ name, order: date + number.padStart(3, '0') }];
  });
  versions.sort((a, b) => (a.order < b.order ? 1 : -1));
  for (const { name } of versions.slice(MOST_VERSIONS))
    await rm(join(directory, name), { force: true });
}
