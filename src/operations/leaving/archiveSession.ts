import { randomBytes } from 'node:crypto';
import { constants } from 'node:fs';
import { copyFile, mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { SessionSummary } from '../reading/sessionSummary';
import { ownDirectory } from '../../io/keeping/backups';
import { isSessionFileName } from '../../io/sessions/sessionFiles';

/**
 * A session that was left for a fresh one. Its copy lies where Claude Code's clean-up of old
 * sessions does not look.
 */
export interface ArchivedSession {
  readonly sessionId: string;
  readonly originalPath: string;
  readonly copyPath: string;
  readonly title: string | null;
  readonly cwd: string | null;
  readonly archivedAtMs: number;
  /** Why, and where it went on: shown with it. */
  readonly note: string;
}

const MAX_MANIFEST_BYTES = 64 * 1024;

function archiveDirectory(configDirectory: string): string {
  return join(ownDirectory(configDirectory), 'archive');
}

/**
 * Copies a session file into the archive; nothing is added to the session itself, and nothing of it
 * removed. A second time replaces the copy.
 *
 * @throws what the file system throws, with an older copy in place.
 */
export async function archiveSession(
  configDirectory: string,
  session: Pick<ArchivedSession, 'originalPath' | 'title' | 'cwd' | 'note'>,
  nowMs = Date.now(),
): Promise<ArchivedSession> {
  const name = basename(session.originalPath);
  if (!isSessionFileName(name)) throw new Error(`${name} is no session file.`);
  const directory = archiveDirectory(configDirectory);
  await mkdir(directory, { recursive: true, mode: 0o700 });
  const copyPath = join(directory, name);
  await inPlace(copyPath, (temporary) =>
    copyFile(session.originalPath, temporary, constants.COPYFILE_EXCL | constants.COPYFILE_FICLONE),
  );
  const archived: ArchivedSession = {
    sessionId: basename(name, '.jsonl'),
    copyPath,
    archivedAtMs: nowMs,
    ...session,
  };
  await inPlace(`${copyPath}.json`, (temporary) =>
    writeFile(temporary, JSON.stringify(archived), { mode: 0o600, flag: 'wx' }),
  );
  return archived;
}

/** All that was archived; what cannot be read is left out. Never throws. */
export async function archivedSessions(
  configDirectory: string,
): Promise<readonly ArchivedSession[]> {
  const directory = archiveDirectory(configDirectory);
  const names = (await readdir(directory).catch(() => [])).filter((name) =>
    name.endsWith('.jsonl.json'),
  );
  const found = await Promise.all(names.map((name) => readManifest(join(directory, name))));
  return found.filter((archived) => archived !== null);
}

/**
 * A list of sessions with the archive's notes, and with the archived ones that Claude Code has
 * cleaned up since, by their copies.
 */
export async function withArchived(
  sessions: readonly SessionSummary[],
  configDirectory: string,
  isListed: (archived: ArchivedSession) => boolean,
): Promise<readonly SessionSummary[]> {
  const archived = await archivedSessions(configDirectory);
  if (archived.length === 0) return sessions;
  const byId = new Map(archived.map((session) => [session.sessionId, session]));
  const noted = sessions.map((session) => {
    const found = byId.get(session.sessionId);
    return found === undefined ? session : { ...session, archiveNote: found.note };
  });
  const listed = new Set(sessions.map(({ sessionId }) => sessionId));
  const missing = await Promise.all(
    archived
      .filter((session) => !listed.has(session.sessionId) && isListed(session))
      .map(async (session) =>
        (await stat(session.originalPath).catch(() => null)) === null ? session : null,
      ),
  );
  const copies = missing
    .filter((session) => session !== null)
    .map(({ copyPath, sessionId, cwd, title, archivedAtMs, note }): SessionSummary => ({
      path: copyPath,
      sessionId,
      cwd,
      title,
      model: null,
      tokens: null,
      isExact: false,
      mtimeMs: archivedAtMs,
      isOpen: false,
      archiveNote: note,
    }));
  return [...noted, ...copies.sort((a, b) => b.mtimeMs - a.mtimeMs)];
}

async function readManifest(path: string): Promise<ArchivedSession | null> {
  try {
    if ((await stat(path)).size > MAX_MANIFEST_BYTES) return null;
    const value = JSON.parse(await readFile(path, 'utf8')) as Partial<
      Record<keyof ArchivedSession, unknown>
    >;
    const text = (field: unknown): string | null => (typeof field === 'string' ? field : null);
    const { archivedAtMs } = value;
    const originalPath = text(value.originalPath);
    if (originalPath === null) return null;
    const copyPath = path.slice(0, -'.json'.length);
    return {
      sessionId: basename(copyPath, '.jsonl'),
      originalPath,
      copyPath,
      title: text(value.title),
      cwd: text(value.cwd),
      archivedAtMs: typeof archivedAtMs === 'number' ? archivedAtMs : 0,
      note: text(value.note) ?? '',
    };
  } catch {
    return null;
  }
}

async function inPlace(path: string, write: (temporary: string) => Promise<void>): Promise<void> {
  const temporary = `${path}.${randomBytes(6).toString('hex')}.tmp`;
  try {
    await write(temporary);
    await rename(temporary, path);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
}
