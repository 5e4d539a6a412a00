import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { CLAUDE_FILE, MEMORY_FILES, type MemoryFile } from '../../domain/prevention/memoryFiles';
import type { SessionsWorker } from '../../host/sessionsWorker';
import type { SettingsReview } from '../../host/settingsReview';
import { pickMany, showInformation } from '../../host/messages';

/**
 * `Create Memory Files…`: the `.ai/` set, never over a file that is there, and pointers to it in
 * CLAUDE.md after a diff.
 */
export async function createMemoryFiles(
  worker: SessionsWorker,
  review: SettingsReview,
): Promise<void> {
  const { t } = vscode.l10n;
  const folder = vscode.workspace.workspaceFolders?.find(({ uri }) => uri.scheme === 'file')?.uri
    .fsPath;
  if (folder === undefined) {
    void showInformation(t('Open a folder on this machine first.'));
    return;
  }
  const rows = await Promise.all(
    MEMORY_FILES.map(async (file) => ({
      label: `.ai/${file.name}`,
      detail: file.purpose,
      file,
      isThere: await exists(join(folder, '.ai', file.name)),
    })),
  );
  const missing = rows.filter(({ isThere }) => !isThere).map((row) => ({ ...row, picked: true }));
  const chosen =
    missing.length === 0
      ? []
      : await pickMany(missing, {
          title: t('Create Which Memory Files?'),
          placeHolder: t('Files that are there already stay as they are'),
        });
  if (chosen === undefined) return;
  const names = (files: readonly { readonly file: MemoryFile }[]): string[] =>
    files.map(({ file }) => file.name);
  const pointTo = names([...rows.filter(({ isThere }) => isThere), ...chosen]);
  const made = await worker.run('makeMemoryFiles', { folder, make: names(chosen), pointTo });
  if (made === 'restricted') return;
  if (made === null || 'problem' in made)
    review.tellProblem(made?.problem ?? null, made?.file ?? '');
  else await showPointers(made.claudeFile, pointTo, join(folder, CLAUDE_FILE), review);
}

async function showPointers(
  claudeFile: 'made' | 'there' | 'none',
  names: readonly string[],
  path: string,
  review: SettingsReview,
): Promise<void> {
  if (claudeFile === 'made') await vscode.window.showTextDocument(vscode.Uri.file(path));
  if (claudeFile === 'there') await review.change(path, { kind: 'memoryPointers', names });
}

async function exists(path: string): Promise<boolean> {
  return (await stat(path).catch(() => null)) !== null;
}
