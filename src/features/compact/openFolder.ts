import * as vscode from 'vscode';

/** The first folder of the window that is on this machine; `null` for none. */
export function openFolder(): string | null {
  return (
    vscode.workspace.workspaceFolders?.find(({ uri }) => uri.scheme === 'file')?.uri.fsPath ?? null
  );
}
