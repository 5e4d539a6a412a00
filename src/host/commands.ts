import * as vscode from 'vscode';
import { SETTINGS_SECTION } from './settings';
import { showError } from './messages';

/**
 * Runs a command so that a failure is logged once and said in one sentence, with a button that
 * helps.
 */
export function registerCommand(
  id: string,
  log: vscode.LogOutputChannel,
  run: (...args: unknown[]) => unknown,
): vscode.Disposable {
  return vscode.commands.registerCommand(id, async (...args: unknown[]) => {
    try {
      await run(...args);
    } catch (error) {
      log.error(
        `${id}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`,
      );
      const showLog = vscode.l10n.t('Show Log');
      const answer = await showError(
        vscode.l10n.t('Leeway could not do that. The log tells why.'),
        showLog,
      );
      if (answer === showLog) log.show();
    }
  });
}

export function openSettings(): Thenable<unknown> {
  return vscode.commands.executeCommand('workbench.action.openSettings', SETTINGS_SECTION);
}
