import { stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import * as vscode from 'vscode';
import { planTextChange } from '../../io/claudeSettings/writeSettings';
import { makeTextFileIn } from '../../io/keeping/textFile';
import { MEMORY_FILES, withPointers, type MemoryFile } from '../../domain/prevention/memoryFiles';
import { currentConfigDirectory } from '../../host/claudeProcess';
import type { SettingsReview } from '../../host/settingsReview';
import { mayWrite } from '../../host/workspaceTrust';
import { pickMany, showInformation } from '../../host/messages';

/**
 * `Create Memory Files…`: the `.ai/` set, never over a file that is there, and pointers to it in
 * CLAUDE.md after a diff.
 */
export async function createMemoryFiles(review: SettingsReview): Promise<void> {
  const { t } = vscode.l10n;
  if (!(await mayWrite())) return;
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
  for (const { file } of chosen)
    if ((await makeTextFileIn(folder, join(folder, '.ai', file.name), file.text)) === 'outside') {
      review.tellProblem('outside', `.ai/${file.name}`);
      return;
    }
  const existing = [...rows.filter(({ isThere }) => isThere), ...chosen].map(({ file }) => file);
  if (existing.length > 0) await pointTo(existing, join(folder, 'CLAUDE.md'), review);
}

async function pointTo(
  files: readonly MemoryFile[],
  path: string,
  review: SettingsReview,
): Promise<void> {
  if (!(await exists(path))) {
    const made = await makeTextFileIn(dirname(path), path, withPointers('', files) ?? '');
    if (made === 'outside') {
      review.tellProblem('outside', 'CLAUDE.md');
      return;
    }
    await vscode.window.showTextDocument(vscode.Uri.file(path));
    return;
  }
  const planned = await planTextChange(
    path,
    currentConfigDirectory(),
    (text) => withPointers(text, files) ?? text,
  );
  if ('problem' in planned) review.tellProblem(planned.problem, 'CLAUDE.md');
  else if (planned.change.after !== planned.change.before) await review.review(planned.change);
  else void showInformation(vscode.l10n.t('CLAUDE.md names all of them already.'));
}

async function exists(path: string): Promise<boolean> {
  return (await stat(path).catch(() => null)) !== null;
}
