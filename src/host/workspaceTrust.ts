import * as vscode from 'vscode';
import { showWarning } from './messages';

/** Whether this window may write; says so where it may not. */
export function mayWrite(): Promise<boolean> {
  return isTrusted(vscode.l10n.t('This window is restricted, so nothing is written.'));
}

/**
 * Whether this window may start Claude Code, which runs what its folder configures, or type into a
 * terminal; says so where it may not.
 */
export function mayStart(): Promise<boolean> {
  return isTrusted(
    vscode.l10n.t(
      'This window is restricted, so Claude Code is not started: it would run the hooks of the folder.',
    ),
  );
}

async function isTrusted(otherwise: string): Promise<boolean> {
  if (vscode.workspace.isTrusted) return true;
  const manage = vscode.l10n.t('Manage Trust…');
  const answer = await showWarning(otherwise, manage);
  if (answer === manage) await vscode.commands.executeCommand('workbench.trust.manage');
  return false;
}
