import * as vscode from 'vscode';
import { putPage } from '../../host/pageHtml';
import { plainText } from '../../wording/plainText';
import { parseFromPrunePage, type PlannedPage, type ToPrunePage } from './protocol';

const VIEW_TYPE = 'leeway.prunePreview';

/** What a person agreed to. */
export interface AgreedPrune {
  readonly ids: readonly string[];
  readonly intoCopy: boolean;
}

/** The previews of prunes that stand open, one for a session. */
export class PrunePanels implements vscode.Disposable {
  private readonly extensionUri: vscode.Uri;
  private readonly open = new Map<string, PrunePanel>();

  constructor(extensionUri: vscode.Uri) {
    this.extensionUri = extensionUri;
  }

  /**
   * Shows a plan with every item of it, and what becomes of each, before anything is written: the
   * one confirmation of a prune. A plan that is still shown for that session gives way, as if it
   * had been left.
   * @param path of the session file.
   * @returns `null` when it was left: by Cancel, Escape, or with its tab.
   */
  show(path: string, plan: PlannedPage): Promise<AgreedPrune | null> {
    const before = this.open.get(path);
    if (before !== undefined) return before.show(plan);
    const opened = new PrunePanel(this.extensionUri, () => {
      if (this.open.get(path) === opened) this.open.delete(path);
    });
    this.open.set(path, opened);
    return opened.show(plan);
  }

  dispose(): void {
    for (const each of [...this.open.values()]) each.dispose();
  }
}

/** One page. Ends with its answer. */
class PrunePanel {
  private readonly panel: vscode.WebviewPanel;
  private plan: PlannedPage | null = null;
  private answer: (agreed: AgreedPrune | null) => void = () => undefined;
  private isReady = false;
  private readonly onDidEnd: () => void;

  constructor(extensionUri: vscode.Uri, onDidEnd: () => void) {
    this.onDidEnd = onDidEnd;
    this.panel = vscode.window.createWebviewPanel(
      VIEW_TYPE,
      vscode.l10n.t('Prune'),
      vscode.ViewColumn.Active,
      {
        // what was unticked is still so when one comes back from another tab
        retainContextWhenHidden: true,
      },
    );
    this.panel.onDidDispose(() => this.end(null));
    this.panel.webview.onDidReceiveMessage((message: unknown) => this.receive(message));
    putPage(this.panel, extensionUri, {
      name: 'prune',
      title: vscode.l10n.t('Prune'),
    });
  }

  show(plan: PlannedPage): Promise<AgreedPrune | null> {
    this.answer(null);
    this.plan = plan;
    this.panel.title = plainText(plan.title);
    this.panel.reveal();
    this.send();
    return new Promise((resolve) => {
      this.answer = resolve;
    });
  }

  dispose(): void {
    this.panel.dispose();
  }

  private end(agreed: AgreedPrune | null): void {
    this.onDidEnd();
    this.answer(agreed);
  }

  /** As a person closes a tab: a panel that is only disposed leaves the focus nowhere. */
  private close(): void {
    const { activeTab } = vscode.window.tabGroups.activeTabGroup;
    const isOurs =
      this.panel.active &&
      activeTab?.input instanceof vscode.TabInputWebview &&
      activeTab.input.viewType.endsWith(VIEW_TYPE);
    if (isOurs) vscode.window.tabGroups.close(activeTab).then(undefined, () => this.dispose());
    else this.panel.dispose();
  }

  private receive(data: unknown): void {
    const message = parseFromPrunePage(data);
    if (message === null) return;
    switch (message.type) {
      case 'ready':
        this.isReady = true;
        this.send();
        break;
      case 'cancel':
        this.end(null);
        this.close();
        break;
      case 'prune':
        this.agree(message);
        break;
    }
  }

  /** Only what was shown can be agreed to: the page showed hostile text. */
  private agree({ ids, intoCopy }: AgreedPrune): void {
    const shown = new Set(this.plan?.rows.map(({ id }) => id));
    const known = [...new Set(ids)].filter((id) => shown.has(id));
    if (known.length === 0) return;
    this.end({ ids: known, intoCopy });
    this.close();
  }

  private send(): void {
    if (!this.isReady || this.plan === null) return;
    void this.panel.webview.postMessage({ type: 'plan', plan: this.plan } satisfies ToPrunePage);
  }
}
