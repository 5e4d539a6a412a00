import { isAbsolute } from 'node:path';
import * as vscode from 'vscode';
import { showInformation } from '../../host/messages';
import type { LossPanel, LossTools } from './lossPanel';

const VIEW_TYPE = 'leeway.loss';

/** `What Was Lost in the Compaction?`: one page, of one session at a time. */
export class Loss implements vscode.Disposable {
  private readonly tools: LossTools;
  private open: LossPanel | null = null;

  constructor(tools: LossTools) {
    this.tools = tools;
  }

  /** @param path of a session file, or the id of one that is followed; the active one without. */
  async show(path?: unknown): Promise<void> {
    const { t } = vscode.l10n;
    const isPath = typeof path === 'string' && isAbsolute(path);
    const session = isPath ? path : this.tools.followed.get(path)?.snapshot.path;
    if (session === undefined || session === '') {
      void showInformation(t('There is no Claude Code session here yet.'));
      return;
    }
    if (this.open?.path === session) {
      this.open.reveal();
      return;
    }
    // read when it is needed, as everything that few ever use
    const { LossPanel: Panel } = await import('./lossPanel');
    this.open?.dispose();
    const panel = vscode.window.createWebviewPanel(
      VIEW_TYPE,
      t('What Was Lost?'),
      vscode.ViewColumn.Active,
      // what was selected is still so when one comes back from another tab
      { retainContextWhenHidden: true },
    );
    const opened = new Panel(panel, this.tools, session);
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
