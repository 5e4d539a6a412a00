import * as vscode from 'vscode';
import { currentBackupPlace } from '../../host/backupPlace';
import { confirm, showInformation, mentionInStatusBar } from '../../host/messages';
import { deleteBackupsQuestion, fileSizeWords } from './backupsView';
import { showRefusal, withProgress, type PruneContext } from './pruneContext';

/** `Leeway: Delete All Backups…`, of all sessions. What was archived stays. */
export async function deleteBackups({ worker }: PruneContext): Promise<void> {
  const { t } = vscode.l10n;
  const place = currentBackupPlace();
  const total = await worker.run('totalOfBackups', { place });
  if (total !== null && total.backups === 0) {
    mentionInStatusBar(t('There are no backups to delete.'));
    return;
  }
  const isSure = await confirm(deleteBackupsQuestion(total, t), t('Delete All Backups'));
  if (!isSure) return;
  const deleted = await withProgress(t('Deleting backups'), () =>
    worker.run('deleteBackups', { place }),
  );
  if (deleted === 'restricted') return;
  if (typeof deleted !== 'number') {
    await showRefusal(deleted);
    return;
  }
  void showInformation(
    deleted === 1 ? t('1 backup was deleted.') : t('{0} backups were deleted.', deleted),
  );
}

/** `Leeway: Delete Archived Sessions…`: the copies of sessions that were left for a fresh one. */
export async function deleteArchived({ worker }: PruneContext): Promise<void> {
  const { t } = vscode.l10n;
  const place = currentBackupPlace();
  const archived = (await worker.run('listArchived', { place })) ?? [];
  if (archived.length === 0) {
    void showInformation(
      t('There are no archived sessions. A session is archived when a fresh one takes over.'),
    );
    return;
  }
  const sizeBytes = archived.reduce((sum, each) => sum + each.sizeBytes, 0);
  const size = fileSizeWords({ sizeBytes });
  const isSure = await confirm(
    archived.length === 1
      ? t(
          'This deletes 1 archived session ({0}). If Claude Code has cleaned up the original, it is gone for good.',
          size,
        )
      : t(
          'This deletes {0} archived sessions ({1}). Those whose originals Claude Code has cleaned up are gone for good.',
          archived.length,
          size,
        ),
    t('Delete Archived Sessions'),
  );
  if (!isSure) return;
  const deleted = await withProgress(t('Deleting archived sessions'), () =>
    worker.run('deleteArchived', { place }),
  );
  if (deleted === 'restricted') return;
  if (typeof deleted !== 'number') {
    await showRefusal(deleted);
    return;
  }
  void showInformation(
    deleted === 1
      ? t('1 archived session was deleted.')
      : t('{0} archived sessions were deleted.', deleted),
  );
}
