import * as vscode from 'vscode';
import type { Snapshot } from '../../domain/accounting/snapshot';
import { showInformation } from '../../host/messages';
import { SETTINGS } from '../../host/settings';
import { actInWindow } from '../../host/windowActs';
import { compactionWords, timesCompactedWords } from '../../wording/compactionWords';
import { quotedTitle } from '../../wording/titleWords';

/** One quiet toast. @param isActive of the session that the meter shows: it needs no name. */
export async function tellCompaction(
  { path, title, lastCompaction }: Snapshot,
  isActive: boolean,
): Promise<void> {
  if (lastCompaction === null) return;
  const { t } = vscode.l10n;
  const words = compactionWords(lastCompaction, t);
  const times = timesCompactedWords(lastCompaction, t);
  const sentence = times === '' ? t('{0}.', words) : t('{0}, {1}.', words, times);
  const lost = t('What Was Lost?');
  const mute = t('Don’t Show Again');
  const answer = await showInformation(
    isActive ? sentence : t('{0}: {1}', quotedTitle(title, t), sentence),
    lost,
    mute,
  );
  if (answer === lost) await vscode.commands.executeCommand('leeway.whatWasLost', path);
  if (answer === mute)
    await actInWindow('keepPreference', { key: SETTINGS.tellCompactions.key, value: false });
}
