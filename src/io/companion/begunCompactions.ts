import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { isSessionId } from '../sessions/sessionId';
import { liveRoot, readLiveFile, writeLiveFile } from './liveFiles';

/** A compaction that a process was asked for, and what it left has not been looked at yet. */
export interface BegunCompaction {
  readonly sessionId: string;
  readonly pid: number;
  readonly atMs: number;
  /** It is settled, or none came of it. Never throws. */
  readonly forget: () => Promise<void>;
}

/** Processes of one session that are asked at the same time. */
const MOST_BEGUN = 5;
const BEGUN = /^(\d{1,10})\.begun\.json$/;

/**
 * Notes that a process is asked for a compaction: whoever comes after us looks what became of it.
 *
 * @throws what the file system throws.
 */
export async function noteCompaction(
  directory: string,
  { pid, atMs }: Pick<BegunCompaction, 'pid' | 'atMs'>,
): Promise<void> {
  await writeLiveFile(directory, join(directory, `${pid}.begun.json`), { atMs });
}

/** Those of all sessions. Never throws. */
export async function begunCompactions(
  configDirectory: string,
): Promise<readonly BegunCompaction[]> {
  const root = liveRoot(configDirectory);
  const sessions = await readdir(root, { withFileTypes: true }).catch(() => []);
  const found: BegunCompaction[] = [];
  // A link is not followed.
  for (const { name } of sessions.filter((each) => each.isDirectory() && isSessionId(each.name)))
    found.push(...(await begunIn(join(root, name), name)).slice(0, MOST_BEGUN));
  return found;
}

/** Those of one session. Never throws. */
export async function begunIn(
  directory: string,
  sessionId: string,
): Promise<readonly BegunCompaction[]> {
  const begun: BegunCompaction[] = [];
  for (const name of await readdir(directory).catch(() => [])) {
    const pid = BEGUN.exec(name)?.[1];
    if (pid === undefined) continue;
    const path = join(directory, name);
    const { atMs } = ((await readLiveFile(path)) ?? {}) as { readonly atMs?: unknown };
    // The companion notes there whether it is pending, which would stop any that comes later.
    const mark = join(directory, `${pid}.compact.json`);
    const forget = async (): Promise<void> => {
      for (const each of [mark, path]) await rm(each, { force: true }).catch(() => undefined);
    };
    if (typeof atMs === 'number') begun.push({ sessionId, pid: Number(pid), atMs, forget });
  }
  return begun;
}
