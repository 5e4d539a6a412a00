import { join } from 'node:path';
import * as vscode from 'vscode';
import { currentConfigDirectory } from '../../host/claudeProcess';
import type { FollowedSessions } from '../../host/followedSessions';
import { showInformation } from '../../host/messages';
import type { SessionsWorker } from '../../host/sessionsWorker';
import { shortFile, type SettingsReview } from '../../host/settingsReview';
import { hasTheSayWords, IDLE_COMPACTION_PATH, idleCompactionEdit } from './idleCompactionView';
import { openFolder } from './openFolder';

/**
 * `Leeway: Turn Claude’s Idle Compaction On or Off…`: shows the change of the person's own settings
 * of Claude Code. Where another file has the say, that is told first.
 */
export async function setIdleCompaction(
  worker: SessionsWorker,
  followed: FollowedSessions,
  review: SettingsReview,
): Promise<void> {
  const { t } = vscode.l10n;
  const configDirectory = currentConfigDirectory();
  const file = join(configDirectory, 'settings.json');
  const projectFolder = followed.get()?.snapshot.cwd ?? openFolder();
  const controls = await worker.run('claudeControls', { configDirectory, projectFolder });
  const other = hasTheSayWords(controls?.idleCompaction ?? null, file, shortFile, t);
  if (other !== null) {
    const goOn = t('Change My Own Settings');
    if ((await showInformation(other, goOn)) !== goOn) return;
  }
  const own = await review.valueIn(file, IDLE_COMPACTION_PATH);
  if (own !== null) await review.change(file, idleCompactionEdit(own.value));
}
