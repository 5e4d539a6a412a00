import * as vscode from 'vscode';

/**
 * Whether this window may write, and start what a folder can configure; says so where it may not.
 */
export async function mayWrite(): Promise<boolean> {
  if (vscode.workspace.isTrusted) return true;
  const { t } = vscode.l10n;
  const manage = t('Manage Trust…');
  const answer = await vscode.window.showWarningMessage(
    t('This window is restricted, so nothing is written.'),
    manage,
  );
  if (answer === manage) await vscode.commands.executeCommand('workbench.trust.manage');
  return false;
}
