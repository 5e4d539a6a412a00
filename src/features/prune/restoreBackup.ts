import * as vscode from 'vscode';
import type { FileBackups } from '../../io/keeping/fileBackups';
import { currentBackupPlace } from '../../host/backupPlace';
import { pickOne, showInformation, showWarning } from '../../host/messages';
import { backupRows, movedBackupRows, restoreQuestion } from './backupsView';
import { rewriteUnlessOpen, showRefusal, withProgress, type PruneContext } from './pruneContext';
import { afterResumeMessage, rescuedMessage } from './pruneText';

/**
 * `Leeway: Restore Backup…`: the backups of a session, and what a whole one would take away.
 * @param path of a session file; the active session without one.
 * @param backupId of the backup, where it is chosen already.
 */
export async function restoreBackup(
  services: PruneContext,
  path?: unknown,
  backupId?: unknown,
): Promise<void> {
  const { t } = vscode.l10n;
  const { worker, followed } = services;
  const shown = followed.get(path)?.snapshot.path;
  const file = shown ?? (typeof path === 'string' ? path : null);
  if (file === null) {
    void showInformation(t('There is no session here, so there are no backups of it.'));
    return;
  }
  const place = currentBackupPlace();
  const listed = await worker.run('listBackups', { place, path: file });
  const id = typeof backupId === 'string' ? backupId : await pickBackup(listed);
  if (id === null) return;
  const loss = await worker.run('lossOfRestoring', { place, path: file, backupId: id });
  const restore = t('Restore');
  const kept = [...(listed?.own ?? []), ...(listed?.moved ?? [])];
  const backup = kept.find((each) => each.id === id) ?? null;
  const question = restoreQuestion(backup, loss, Date.now(), t);
  const sure = await showWarning(question, restore);
  if (sure === restore) await restoreAndTell(services, file, id);
}

/** @returns `null` where none is chosen, or there is none; that is said. */
async function pickBackup(listed: FileBackups | null): Promise<string | null> {
  const { t } = vscode.l10n;
  const rows = rowsOf(listed);
  if (rows.length === 0) {
    void showInformation(
      t('There are no backups of this session. One is made before every prune and compaction.'),
    );
    return null;
  }
  const picked = await pickOne(rows, {
    title: t('Restore a Backup of This Session'),
    placeHolder: t(
      'To take back a prune alone and keep what came after, use “Undo Last Prune” instead.',
    ),
  });
  return picked?.id ?? null;
}

/** Can be taken back itself, by the backup that was made of what stood there. */
async function restoreAndTell(services: PruneContext, file: string, id: string): Promise<void> {
  const { t } = vscode.l10n;
  const { worker, onDidRewrite } = services;
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
      ? ` ${afterResumeMessage(outcome.backup.heldBy?.entrypoint ?? null, t)}`
      : '';
  const undo = t('Undo');
  const answer = await showInformation(
    [
      t('The backup was restored.') + effect,
      ...(outcome.rescuedLines > 0 ? [rescuedMessage(outcome.rescuedLines, t)] : []),
    ].join(' '),
    undo,
  );
  if (answer === undo) await restoreAndTell(services, file, outcome.backup.id);
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
