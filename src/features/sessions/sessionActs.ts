import * as vscode from 'vscode';
import { sessionIdOfFile } from '../../domain/transcript/asSessionId';
import { currentBackupPlace } from '../../host/backupPlace';
import type { ClaudeProcess } from '../../host/claudeProcess';
import type { FollowedSessions } from '../../host/followedSessions';
import { mentionInStatusBar, showInformation, showWarning } from '../../host/messages';
import type { SessionsWorker } from '../../host/sessionsWorker';
import { actInWindow } from '../../host/windowActs';
import { quotedTitle } from '../../wording/titleWords';

/** What the tree of sessions works with. */
export interface SessionActTools {
  readonly worker: SessionsWorker;
  readonly followed: FollowedSessions;
  readonly claude: ClaudeProcess;
  readonly log: vscode.LogOutputChannel;
}

/** Brings up the terminal or the tab that a session runs in. @param path of its file. */
export async function revealSession({ claude }: SessionActTools, path: unknown): Promise<void> {
  const { t } = vscode.l10n;
  const sessionId = idOf(path);
  if (sessionId === null) return;
  const holder = await claude.holderOf(sessionId);
  if (holder === null) void showInformation(t('Nobody has this session open any more.'));
  else if (holder.terminal !== null) holder.terminal.show();
  else if (holder.open.entrypoint === 'claude-vscode') await claude.openPanel('session', sessionId);
  else
    void showInformation(
      t('It runs outside of this window, as process {0}.', String(holder.open.pid)),
    );
}

export async function copySessionId(path: unknown): Promise<void> {
  const sessionId = idOf(path);
  if (sessionId === null) return;
  await actInWindow('copyText', { text: sessionId });
  mentionInStatusBar(vscode.l10n.t('Session id copied.'));
}

/** Keeps a copy where Claude Code's clean-up of old sessions does not look. */
export async function archiveFromTree(
  { worker, followed }: SessionActTools,
  path: unknown,
): Promise<void> {
  const { t } = vscode.l10n;
  const session = await followed.find(path);
  if (session === null) {
    void showInformation(t('There is no session to archive.'));
    return;
  }
  const { path: originalPath, title, cwd } = session.snapshot;
  const archived = await worker.run('archive', {
    place: currentBackupPlace(),
    session: { originalPath, title, cwd, note: t('Archived from the list of sessions') },
  });
  if (archived === 'restricted') return;
  if (archived === null || 'kind' in archived)
    void showWarning(
      t(
        'The session could not be copied to the archive ({0}). It stays where it is.',
        archived === null ? '?' : (archived.detail ?? archived.reason),
      ),
    );
  else
    void showInformation(
      t(
        '{0} was copied to the archive: it stays there when Claude Code cleans up old sessions.',
        quotedTitle(title, t),
      ),
    );
}

function idOf(path: unknown): string | null {
  return typeof path === 'string' ? sessionIdOfFile(path) : null;
}
