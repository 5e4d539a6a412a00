import * as vscode from 'vscode';
import { createList, type ListRow } from '../../host/messages';
import { confirmRow, tickedDescription, type PreviewRow } from './previewView';
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

interface Row extends ListRow {
  readonly picked?: never;
  /** `confirm`: the row that prunes. */
  readonly leadsTo: PreviewRow | 'confirm' | null;
}

/**
 * The preview of a prune, and its one confirmation: the outcome in the title, below it the row that
 * prunes and says so, then every item with what it frees. An item that is chosen stays, or goes
 * again. It is no list to tick: VS Code would call its one button "OK".
 * @returns `null` when it was left.
 */
export async function showPrunePreview(options: PrunePreviewOptions): Promise<AgreedPrune | null> {
  const { t } = vscode.l10n;
  const list = createList<Row>();
  try {
    list.ignoreFocusOut = true;
    list.matchOnDescription = true;
    list.keepScrollPosition = true;
    list.placeholder = t('Choose an item to leave it out, or the first row to prune.');
    const preview = new PrunePreview(list, options);
    preview.show();
    list.show();
    return await Promise.race([
      preview.agreed,
      new Promise<null>((resolve) => list.onDidHide(() => resolve(null))),
    ]);
  } finally {
    list.dispose();
  }
}

class PrunePreview {
  readonly agreed: Promise<AgreedPrune>;
  private readonly list: vscode.QuickPick<Row>;
  private readonly options: PrunePreviewOptions;
  private readonly ticked: Set<string>;
  private intoCopy = false;

  constructor(list: vscode.QuickPick<Row>, options: PrunePreviewOptions) {
    this.list = list;
    this.options = options;
    this.ticked = new Set(options.rows.map(({ id }) => id));
    list.onDidTriggerButton(({ tooltip }) => this.press(tooltip ?? ''));
    this.agreed = new Promise((resolve) =>
      list.onDidAccept(() => {
        const leadsTo = list.activeItems[0]?.leadsTo ?? null;
        if (leadsTo === 'confirm' && this.ticked.size > 0)
          resolve({ ids: [...this.ticked], intoCopy: this.intoCopy });
        else if (leadsTo !== null && leadsTo !== 'confirm') this.toggle(leadsTo.id);
      }),
    );
  }

  /** Keeps the row that the focus is on. */
  show(): void {
    const { t } = vscode.l10n;
    const { list, options, ticked, intoCopy } = this;
    const { rows, beforeTokens, limitTokens, shortfall } = options;
    const going = rows.filter(({ id }) => ticked.has(id));
    const freed = going.reduce((sum, { freedTokens }) => sum + freedTokens, 0);
    const outcome = outcomeWords(going.length, freed, beforeTokens, limitTokens, t);
    const active = list.activeItems[0]?.leadsTo ?? 'confirm';
    list.title = intoCopy ? t('Prune a copy: {0}', outcome) : t('Prune {0}', outcome);
    list.buttons = this.buttons();
    list.items = [
      { ...confirmRow(going.length, intoCopy, shortfall, t), leadsTo: 'confirm', alwaysShow: true },
      { label: '', kind: vscode.QuickPickItemKind.Separator, leadsTo: null },
      ...rows.map((row): Row => ({
        icon: ticked.has(row.id) ? 'pass-filled' : 'circle-large-outline',
        label: row.label,
        description: tickedDescription(row, ticked.has(row.id), t),
        detail: t('Becomes {0}', row.placeholder),
        leadsTo: row,
      })),
    ];
    list.activeItems = list.items.filter(({ leadsTo }) => leadsTo === active);
  }

  private toggle(id: string): void {
    if (!this.ticked.delete(id)) this.ticked.add(id);
    this.show();
  }

  private press(tooltip: string): void {
    const { t } = vscode.l10n;
    if (tooltip === this.copyTooltip()) this.intoCopy = !this.intoCopy;
    else if (tooltip === t('All, or None')) {
      const all = this.options.rows.map(({ id }) => id);
      const isFull = this.ticked.size === all.length;
      this.ticked.clear();
      if (!isFull) for (const id of all) this.ticked.add(id);
    } else return;
    this.show();
  }

  private buttons(): vscode.QuickInputButton[] {
    const { t } = vscode.l10n;
    const button = (icon: string, tooltip: string): vscode.QuickInputButton => ({
      iconPath: new vscode.ThemeIcon(icon),
      tooltip,
    });
    return [
      button('archive', t('The Backup Goes to {0}', this.options.backupPlace)),
      button('checklist', t('All, or None')),
      button(this.intoCopy ? 'pass-filled' : 'copy', this.copyTooltip()),
    ];
  }

  private copyTooltip(): string {
    const { t } = vscode.l10n;
    return this.intoCopy
      ? t('Prune the Session Itself Instead of a Copy')
      : t('Prune a Copy Instead of This Session');
  }
}
