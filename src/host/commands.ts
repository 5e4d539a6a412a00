import * as vscode from 'vscode';
import { showError } from './messages';
import { mayThisWindow, type WindowEffect } from './windowActs';

/**
 * Runs a command so that a failure is logged once and said in one sentence, with a button that
 * helps.
 * @param effect of what it leads to: a restricted window says so before it asks anything.
 */
export function registerCommand(
  id: string,
  log: vscode.LogOutputChannel,
  run: (...args: unknown[]) => unknown,
  effect: WindowEffect | null = null,
): vscode.Disposable {
  return vscode.commands.registerCommand(id, async (...args: unknown[]) => {
    try {
      if (effect !== null && !mayThisWindow(effect)) return;
      await run(...args.map(pathOf));
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

/** A menu of the tree of sessions gives its row, and what is meant is the session of that. */
function pathOf(argument: unknown): unknown {
  return typeof argument === 'object' &&
    argument !== null &&
    'path' in argument &&
    'can' in argument
    ? argument.path
    : argument;
}

/** The settings of one extension, and no others. @param extensionId as VS Code knows it. */
export function openSettings(extensionId: string): Thenable<unknown> {
  return vscode.commands.executeCommand('workbench.action.openSettings', `@ext:${extensionId}`);
}

/** Markdown to be read, without an editor around it. Its tab bears the name of the resource. */
export function showPage(uri: vscode.Uri): Thenable<unknown> {
  return vscode.commands.executeCommand('vscode.openWith', uri, 'vscode.markdown.preview.editor');
}
