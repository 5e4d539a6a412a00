import * as vscode from 'vscode';
import type { PreviewRow } from './previewModel';
import { outcomeWords } from './pruneText';

export interface PrunePreviewOptions {
  readonly rows: readonly PreviewRow[];
  readonly beforeTokens: number | null;
  readonly limitTokens: number | null;
  /** Where the backup goes, as a person would write it. */
  readonly backupPlace: string;
}

/** What a person agreed to. */
export interface AgreedPrune {
  readonly ids: readonly string[];
  readonly intoCopy: boolean;
}

type Row = vscode.QuickPickItem & { readonly row: PreviewRow | null };

/** The preview of a prune, and its one confirmation: every item with what it frees, the outcome in the title. @returns `null` when it was left. */
export async function previewPrune({ rows, beforeTokens, limitTokens, backupPlace }: PrunePreviewOptions): Promise<AgreedPrune | null> {
  const { t } = vscode.l10n;
  const list = vscode.window.createQuickPick<Row>();
  const inPlace: vscode.QuickInputButton = { iconPath: new vscode.ThemeIcon('copy'), tooltip: t('Prune a Copy Instead, and Leave This Session Alone') };
  const copied: vscode.QuickInputButton = { iconPath: new vscode.ThemeIcon('pass-filled'), tooltip: t('A Copy Is Pruned; Prune the Session Itself Instead') };
  let intoCopy = false;
  const show = (): void => {
    const chosen = list.selectedItems.flatMap(({ row }) => (row === null ? [] : [row]));
    const freed = chosen.reduce((sum, { freedTokens }) => sum + freedTokens, 0);
    const outcome = outcomeWords(chosen.length, freed, beforeTokens, limitTokens, t);
    list.title = intoCopy ? t('Prune a copy: {0}', outcome) : t('Prune {0}', outcome);
    list.buttons = [intoCopy ? copied : inPlace];
  };
  try {
    list.canSelectMany = true;
    list.ignoreFocusOut = true;
    list.matchOnDescription = true;
    list.placeholder = t('Untick what is to stay, then press Enter.');
    const items = rows.map((row): Row => ({ label: row.label, description: row.description, row }));
    list.items = [...notes(backupPlace).map((label): Row => ({ label, kind: vscode.QuickPickItemKind.Separator, row: null })), ...items];
    list.selectedItems = items;
    show();
    list.onDidChangeSelection(show);
    list.onDidTriggerButton(() => {
      intoCopy = !intoCopy;
      show();
    });
    list.show();
    const accepted = await Promise.race([
      new Promise<readonly Row[]>((resolve) => list.onDidAccept(() => resolve([...list.selectedItems]))),
      new Promise<null>((resolve) => list.onDidHide(() => resolve(null))),
    ]);
    const ids = (accepted ?? []).flatMap(({ row }) => (row === null ? [] : [row.id]));
    return ids.length === 0 ? null : { ids, intoCopy };
  } finally {
    list.dispose();
  }
}

/** What it costs, and what makes it safe. */
function notes(backupPlace: string): readonly string[] {
  const { t } = vscode.l10n;
  return [t('Backup first, in {0}; Undo brings everything back.', backupPlace), t('The next reply rebuilds the prompt cache from the first change on; cost tools read less for the reply before.')];
}
