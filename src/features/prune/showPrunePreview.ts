import * as vscode from 'vscode';
import { createList } from '../../host/messages';
import type { PreviewRow } from './previewView';
import { outcomeWords } from './pruneText';

export interface PrunePreviewOptions {
  readonly rows: readonly PreviewRow[];
  readonly beforeTokens: number | null;
  readonly limitTokens: number | null;
  /** That the target is not reached; else empty. */
  readonly shortfall: string;
  /** Where the backup goes, as a person would write it. */
  readonly backupPlace: string;
}

/** What a person agreed to. */
export interface AgreedPrune {
  readonly ids: readonly string[];
  readonly intoCopy: boolean;
}

type Row = vscode.QuickPickItem & { readonly row: PreviewRow };

/**
 * The preview of a prune, and its one confirmation: every item with what it frees, the outcome in
 * the title.
 * @returns `null` when it was left.
 */
export async function showPrunePreview({
  rows,
  beforeTokens,
  limitTokens,
  shortfall,
  backupPlace,
}: PrunePreviewOptions): Promise<AgreedPrune | null> {
  const { t } = vscode.l10n;
  const list = createList<Row>();
  const inPlace: vscode.QuickInputButton = {
    iconPath: new vscode.ThemeIcon('copy'),
    tooltip: t('Prune a Copy Instead, and Leave This Session Alone'),
  };
  const copied: vscode.QuickInputButton = {
    iconPath: new vscode.ThemeIcon('pass-filled'),
    tooltip: t('A Copy Is Pruned; Prune the Session Itself Instead'),
  };
  const backups: vscode.QuickInputButton = {
    iconPath: new vscode.ThemeIcon('archive'),
    tooltip: t('The Backup Goes to {0}', backupPlace),
  };
  let intoCopy = false;
  const show = (): void => {
    const freed = list.selectedItems.reduce((sum, { row }) => sum + row.freedTokens, 0);
    const outcome = outcomeWords(list.selectedItems.length, freed, beforeTokens, limitTokens, t);
    list.title = intoCopy ? t('Prune a copy: {0}', outcome) : t('Prune {0}', outcome);
    list.buttons = [backups, intoCopy ? copied : inPlace];
  };
  try {
    list.canSelectMany = true;
    list.ignoreFocusOut = true;
    list.matchOnDescription = true;
    list.placeholder = [shortfall, t('A backup is made; the prompt cache is rebuilt.')]
      .filter((sentence) => sentence !== '')
      .join(' ');
    const items = rows.map((row): Row => ({
      label: row.label,
      description: row.description,
      detail: t('Becomes {0}', row.placeholder),
      row,
    }));
    list.items = items;
    list.selectedItems = list.items;
    show();
    list.onDidChangeSelection(show);
    list.onDidTriggerButton((button) => {
      if (button === backups) return;
      intoCopy = !intoCopy;
      show();
    });
    list.show();
    const accepted = await Promise.race([
      new Promise<readonly Row[]>((resolve) =>
        list.onDidAccept(() => resolve([...list.selectedItems])),
      ),
      new Promise<null>((resolve) => list.onDidHide(() => resolve(null))),
    ]);
    const ids = (accepted ?? []).map(({ row }) => row.id);
    return ids.length === 0 ? null : { ids, intoCopy };
  } finally {
    list.dispose();
  }
}
