import { isAbsolute, relative } from 'node:path';
import * as vscode from 'vscode';
import { currentSettings } from '../../host/followWindow';
import { pickOne } from '../../host/messages';

/**
 * The folder of the workspace where the session works, else the first one; only those on this
 * machine.
 */
export function folderOf(cwd: string | null): vscode.WorkspaceFolder | null {
  const folders = (vscode.workspace.workspaceFolders ?? []).filter(
    ({ uri }) => uri.scheme === 'file',
  );
  const own = cwd === null ? undefined : folders.find(({ uri }) => !isOutside(cwd, uri.fsPath));
  return own ?? folders[0] ?? null;
}

/** Asks for the file. @returns `null` when the person thought better of it. */
export async function chooseFile(folder: vscode.WorkspaceFolder): Promise<vscode.Uri | null> {
  const standard = vscode.Uri.joinPath(folder.uri, currentSettings().handoffFile);
  const own = {
    icon: 'markdown',
    label: shownPath(standard.fsPath, folder.uri.fsPath),
    description: folder.name,
  };
  const other = { label: vscode.l10n.t('Another File…') };
  const picked = await pickOne([own, other], {
    title: vscode.l10n.t('Write the Handoff to Which File?'),
    placeHolder: vscode.l10n.t('Your own text in it stays; only the marked section is replaced.'),
  });
  if (picked === undefined) return null;
  if (picked === own) return standard;
  return (
    (await vscode.window.showSaveDialog({
      defaultUri: standard,
      filters: { Markdown: ['md'] },
      saveLabel: vscode.l10n.t('Write Handoff'),
    })) ?? null
  );
}

/** A file as it is within a folder, with slashes; whole where it is elsewhere. */
export function shownPath(file: string, folder: string): string {
  return isOutside(file, folder) ? file : relative(folder, file).split('\\').join('/');
}

export function isOutside(path: string, folder: string): boolean {
  const way = relative(folder, path);
  return isAbsolute(way) || way.split(/[\\/]/)[0] === '..';
}
