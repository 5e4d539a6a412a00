import { lstat, readdir, rm, rmdir } from 'node:fs/promises';
import { join } from 'node:path';
import { isSessionId } from '../sessions/sessionId';
import { liveRoot } from './liveFiles';

/** Somebody may want to look at what a process said last. */
const KEPT_MS = 24 * 60 * 60 * 1000;
const OURS = /^[\w.-]+\.(?:told|request|answer|wire|compact|begun)\.json$/;

/**
 * Removes what companions and we wrote of sessions that nobody has open any more, a day later. What
 * is not ours stays, and the folder with it. Never throws.
 */
export async function removeLeftLive(
  configDirectory: string,
  isOpen: (sessionId: string) => boolean,
  nowMs: number,
): Promise<void> {
  const live = liveRoot(configDirectory);
  const sessions = await readdir(live, { withFileTypes: true }).catch(() => []);
  for (const { name } of sessions.filter((entry) => entry.isDirectory() && isSessionId(entry.name)))
    if (!isOpen(name)) await removeOld(join(live, name), nowMs).catch(() => undefined);
}

async function removeOld(directory: string, nowMs: number): Promise<void> {
  for (const name of (await readdir(directory)).filter((each) => OURS.test(each))) {
    const path = join(directory, name);
    const stats = await lstat(path);
    if (stats.isFile() && nowMs - stats.mtimeMs > KEPT_MS) await rm(path);
  }
  await rmdir(directory);
}
