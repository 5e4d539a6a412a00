import * as vscode from 'vscode';
import type { FileBackups } from '../../io/keeping/fileBackups';
import { mayWrite } from '../../host/workspaceTrust';
import { confirm, pickOne, showInformation, showWarning } from '../../host/messages';
import { backupRows, movedBackupRows, restoreLossWords } from './backupsView';
import {
  currentBackupPlace,
  rewriteUnlessOpen,
  showRefusal,
  withProgress,
  type PruneContext,
} from './pruneContext';
import { afterResumeMessage, rescuedMessage } from './pruneText';

/**
 * `Leeway: Restore Backup…`: the backups of a session, and what a whole one would take away.
 * @param path of a session file; the active session without one.
 */
export async function restoreBackup(
  { worker, followed, onDidRewrite }: PruneContext,
  path?: unknown,
): Promise<void> {
  const { t } = vscode.l10n;
  const file = followed.get(path)?.snapshot.path ?? null;
  if (file === null) {
    void showInformation(t('There is no session here, so there are no backups of it.'));
    return;
  }
  if (!(await mayWrite())) return;
  const place = currentBackupPlace();
  const rows = rowsOf(await worker.run('listBackups', { place, path: file }));
  if (rows.length === 0) {
    void showInformation(
      t('There are no backups of this session. One is made before every prune.'),
    );
    return;
  }
  const picked = await pickOne(rows, {
    title: t('Restore a Backup of This Session'),
    placeHolder: t(
      'To take back a prune alone and keep what came after, use “Undo Last Prune” instead.',
    ),
  });
  if (picked?.id === undefined) return;
  const { id } = picked;
  const loss = await worker.run('lossOfRestoring', { place, path: file, backupId: id });
  const restore = t('Restore');
  const question = [
    t('The session file as it was takes the place of what stands there now.'),
    restoreLossWords(loss, t),
    t('A backup of that is made first.'),
  ].join(' ');
  const sure = await showWarning(question, restore);
  if (sure !== restore) return;
  const outcome = await rewriteUnlessOpen((chosen) =>
    withProgress(t('Restoring the backup'), () =>
      worker.run('restoreBackup', { place: chosen, path: file, backupId: id }),
    ),
  );
  if (outcome === 'left') return;
  if (outcome?.kind !== 'restored') {
    await showRefusal(outcome);
    return;
  }
  onDidRewrite(file);
  const effect =
    outcome.takesEffect === 'afterResume'
      ? ` ${afterResumeMessage(outcome.from.sessionId, null, t)}`
      : '';
  void showInformation(
    [
      t('The backup was restored.') + effect,
      ...(outcome.rescuedLines > 0 ? [rescuedMessage(outcome.rescuedLines, t)] : []),
    ].join(' '),
  );
}

/** What belongs to the file, and apart from it what was kept before the session was moved here. */
function rowsOf(backups: FileBackups | null): (vscode.QuickPickItem & { readonly id?: string })[] {
  const { t } = vscode.l10n;
  const own = backupRows(backups?.own ?? [], Date.now(), t);
  const moved = movedBackupRows(backups?.moved ?? [], Date.now(), t);
  if (moved.length === 0) return [...own];
  const separator = {
    label: t('From before the session was moved here'),
    kind: vscode.QuickPickItemKind.Separator,
  };
  return [...own, separator, ...moved];
}

/** `Leeway: Delete All Backups…`, of all sessions. */
export async function deleteBackups({ worker }: PruneContext): Promise<void> {
  const { t } = vscode.l10n;
  if (!(await mayWrite())) return;
  const isSure = await confirm(
    t('All backups of all sessions are deleted. Prunes made so far cannot be undone after that.'),
    t('Delete All Backups'),
  );
  if (!isSure) return;
  const deleted = await withProgress(t('Deleting backups'), () =>
    worker.run('deleteBackups', { place: currentBackupPlace() }),
  );
  if (typeof deleted !== 'number') {
    await showRefusal(deleted);
    return;
  }
  void showInformation(
    deleted === 1 ? t('1 backup was deleted.') : t('{0} backups were deleted.', deleted),
  );
}
