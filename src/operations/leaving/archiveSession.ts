import { stat } from 'node:fs/promises';
import { basename, resolve } from 'node:path';
import type { SessionSummary } from '../reading/sessionSummary';
import { keepSession } from '../rewriting/keepSession';
import { refused, type Refused, type RewriteTools } from '../rewriting/rewriteSession';
import type { Archived, Backup } from '../../io/keeping/backupManifest';
import {
  backupPaths,
  listBackups,
  removeBackup,
  sessionsWithBackups,
  type BackupStore,
} from '../../io/keeping/backups';
import { isSessionFileName } from '../../io/sessions/sessionFiles';

/**
 * A session that was left for a fresh one. Its copy lies among the backups, where Claude Code's
 * clean-up of old sessions does not look, and stays there whatever its age and size.
 */
export interface ArchivedSession extends Archived {
  readonly sessionId: string;
  readonly originalPath: string;
  readonly copyPath: string;
  readonly sizeBytes: number;
  readonly archivedAtMs: number;
}

/**
 * Copies a session file into the archive; nothing is added to the session itself, and nothing of it
 * removed. A second time replaces the copy. Never throws for what is on the disk.
 */
export async function archiveSession(
  { originalPath, ...archived }: Archived & Pick<ArchivedSession, 'originalPath'>,
  tools: RewriteTools,
): Promise<ArchivedSession | Refused> {
  if (!isSessionFileName(basename(originalPath))) return refused('noSession');
  const path = resolve(originalPath);
  const kept = await keepSession({ path, reason: 'archive', beforeTokens: null, archived }, tools);
  if ('kind' in kept) return kept;
  const earlier = (await listBackups(tools, kept.sessionId)).filter(
    (backup) =>
      backup.reason === 'archive' && backup.originalPath === path && backup.id !== kept.id,
  );
  for (const backup of earlier) await removeBackup(tools, backup).catch(() => undefined);
  return archivedFrom(kept, tools);
}

/** All that was archived; what cannot be read is left out. Never throws. */
export async function archivedSessions(store: BackupStore): Promise<readonly ArchivedSession[]> {
  const found: ArchivedSession[] = [];
  for (const sessionId of await sessionsWithBackups(store).catch(() => [])) {
    const backups = await listBackups(store, sessionId).catch(() => []);
    found.push(
      ...backups
        .filter(({ reason }) => reason === 'archive')
        .map((backup) => archivedFrom(backup, store)),
    );
  }
  return found;
}

/** When this session file was archived last; `null` when it was not. Never throws. */
export async function archivedAtMs(path: string, store: BackupStore): Promise<number | null> {
  const originalPath = resolve(path);
  const backups = await listBackups(store, basename(originalPath, '.jsonl')).catch(() => []);
  const [newest] = backups.filter(
    (backup) => backup.reason === 'archive' && backup.originalPath === originalPath,
  );
  return newest?.dateMs ?? null;
}

/**
 * A list of sessions with the archive's notes, and with the archived ones that Claude Code has
 * cleaned up since, by their copies.
 */
export async function withArchived(
  sessions: readonly SessionSummary[],
  store: BackupStore,
  isListed: (archived: ArchivedSession) => boolean,
): Promise<readonly SessionSummary[]> {
  const archived = await archivedSessions(store);
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
      gitBranch: null,
      model: null,
      tokens: null,
      isExact: false,
      cache: null,
      mtimeMs: archivedAtMs,
      isOpen: false,
      archiveNote: note,
    }));
  return [...noted, ...copies.sort((a, b) => b.mtimeMs - a.mtimeMs)];
}

function archivedFrom(
  { id, sessionId, originalPath, sizeBytes, dateMs, archived }: Backup,
  store: BackupStore,
): ArchivedSession {
  const { title = null, cwd = null, note = '' } = archived ?? {};
  const copyPath = backupPaths(store, sessionId, id).content;
  const name = basename(originalPath, '.jsonl');
  return {
    sessionId: name,
    originalPath,
    copyPath,
    sizeBytes,
    archivedAtMs: dateMs,
    title,
    cwd,
    note,
  };
}
