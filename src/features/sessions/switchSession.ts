import { isAbsolute } from 'node:path';
import * as vscode from 'vscode';
import type { SessionSummary } from '../../operations/reading/sessionSummary';
import type { FollowedSessions } from '../../host/followedSessions';
import type { PinnedSession } from '../../host/pinnedSession';
import type { SessionsWorker } from '../../host/sessionsWorker';
import { createList, showInformation, type ListRow } from '../../host/messages';
import { sessionChoices, type SessionChoice } from './sessionChoices';

interface Item extends ListRow {
  readonly choice: SessionChoice;
}

/**
 * `Leeway: Switch Session…`: pins a session to the status bar, or lets go of it. Never
 * touches the session.
 * @param session the id of one that is followed, or the path of any, to be pinned without a list.
 */
export async function switchSession(
  worker: SessionsWorker,
  pinned: PinnedSession,
  followed: FollowedSessions,
  session?: unknown,
): Promise<void> {
  const found = typeof session === 'string' ? followed.get(session) : null;
  if (found !== null) return pinned.set(found.snapshot.path);
  if (typeof session === 'string' && isAbsolute(session)) {
    const other = await followed.find(session);
    if (other !== null) return pinned.set(other.snapshot.path);
    void showInformation(vscode.l10n.t('This session cannot be read any more'));
    return;
  }
  // One that has ended meanwhile is in the list.
  return choose(worker, pinned, 'workspace');
}

async function choose(
  worker: SessionsWorker,
  pinned: PinnedSession,
  scope: 'workspace' | 'everywhere',
): Promise<void> {
  const picked = await pick(worker.list(scope), pinned.path, scope);
  switch (picked?.type) {
    case undefined:
      return;
    case 'follow':
      return pinned.set(null);
    case 'everywhere':
      return choose(worker, pinned, 'everywhere');
    case 'session':
      worker.readAgain(picked.path);
      return pinned.set(picked.path);
  }
}

/** Shows the list at once, busy while it is read, so that the key press is never lost. */
function pick(
  listing: Promise<readonly SessionSummary[]>,
  pinnedPath: string | null,
  scope: 'workspace' | 'everywhere',
): Promise<SessionChoice | undefined> {
  const list = createList<Item>();
  list.title =
    scope === 'workspace'
      ? vscode.l10n.t('Show the Context of Which Session?')
      : vscode.l10n.t('Sessions of All Folders');
  list.placeholder = vscode.l10n.t('Search by title, model or folder');
  list.matchOnDescription = true;
  list.matchOnDetail = true;
  list.busy = true;
  return new Promise((resolve, reject) => {
    list.onDidAccept(() => {
      resolve(list.selectedItems[0]?.choice);
      list.hide();
    });
    list.onDidHide(() => {
      resolve(undefined);
      list.dispose();
    });
    list.show();
    const fill = (sessions: readonly SessionSummary[]): void => {
      list.busy = false;
      list.items = sessionChoices(
        sessions,
        { pinnedPath, scope, nowMs: Date.now() },
        vscode.l10n.t,
      ).map(({ icon, label, description, detail, choice, isSeparator }) => ({
        ...(icon === undefined ? {} : { icon }),
        label,
        description,
        detail,
        choice,
        kind: isSeparator ? vscode.QuickPickItemKind.Separator : vscode.QuickPickItemKind.Default,
      }));
    };
    listing.then(fill).catch(reject);
  });
}
