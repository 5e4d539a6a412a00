import * as vscode from 'vscode';

/** A page of one session. */
interface SessionPage extends vscode.Disposable {
  readonly path: string;
  reveal(): void;
}

/** How its tab is made. */
interface PageTab extends Partial<vscode.WebviewPanelOptions> {
  readonly viewType: string;
  readonly title: string;
}

/** A page that is open of one session at a time. */
export class OnePage<Page extends SessionPage> implements vscode.Disposable {
  private readonly tab: PageTab;
  private open: Page | null = null;

  constructor(tab: PageTab) {
    this.tab = tab;
  }

  /**
   * Brings it to the front; of another session, the one that was open gives way.
   *
   * @param path of the session's file.
   * @param load what makes the page, read when it is needed.
   */
  async show(
    path: string,
    load: () => Promise<(panel: vscode.WebviewPanel) => Page>,
  ): Promise<void> {
    const make = this.open?.path === path ? null : await load();
    if (make === null || this.open?.path === path) {
      this.open?.reveal();
      return;
    }
    this.open?.dispose();
    const { viewType, title, ...options } = this.tab;
    const panel = vscode.window.createWebviewPanel(
      viewType,
      title,
      vscode.ViewColumn.Active,
      options,
    );
    const opened = make(panel);
    this.open = opened;
    panel.onDidDispose(() => {
      opened.dispose();
      if (this.open === opened) this.open = null;
    });
  }

  dispose(): void {
    this.open?.dispose();
  }
}
