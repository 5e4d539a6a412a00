import { join } from 'node:path';
import { mapConcurrently } from '../../io/sessions/mapConcurrently';
import { SessionDirectories } from '../../io/sessions/sessionFiles';
import type { Log } from '../../log';
import { isLeftOut, type LeftOutSession } from '../following/leftOutSession';

/** A session that can be searched. Plain: it crosses threads. */
export interface SessionToSearch {
  readonly path: string;
  readonly sizeBytes: number;
}

/** All sessions of a machine, last written first. Never throws; what cannot be read is left out. */
export async function sessionsToSearch(
  configDirectory: string,
  leftOut: readonly LeftOutSession[],
  log: Log,
): Promise<readonly SessionToSearch[]> {
  const directories = new SessionDirectories(log);
  const projects = join(configDirectory, 'projects');
  const names = (await directories.namesIn(projects)) ?? [];
  const found = await mapConcurrently(names, 4, (name) =>
    directories.sessionFilesIn(join(projects, name)),
  );
  return found
    .flat()
    .filter((file) => !isLeftOut(leftOut, file))
    .sort((a, b) => b.mtimeMs - a.mtimeMs)
    .map(({ path, sizeBytes }) => ({ path, sizeBytes }));
}
