import * as vscode from 'vscode';
import { showInformation } from '../../host/messages';
import type { RecoverContext } from './recoverActs';
import type { RecoverPanel } from './recoverPanel';

const VIEW_TYPE = 'leeway.recover';

/** `Leeway: Recover a Blocked Session…`: one page for one session at a time. */
export class Recover implements vscode.Disposable {
  private readonly services: RecoverContext;
  private open: RecoverPanel | null = null;

  constructor(services: RecoverContext) {
    this.services = services;
  }

  /** @param path of a session file; the active session without one. */
  async show(path?: unknown): Promise<void> {
    const { t } = vscode.l10n;
    const session = await this.services.followed.find(path);
    if (session === null || session.snapshot.path === '') {
      const choose = t('Switch Session…');
      const answer = await showInformation(t('There is no session to recover.'), choose);
      if (answer === choose) await vscode.commands.executeCommand('leeway.switchSession');
      return;
    }
    if (this.open?.path === session.snapshot.path) {
      this.open.reveal();
      return;
    }
    // read when it is needed: few ever are blocked
    const { RecoverPanel: Panel } = await import('./recoverPanel');
    this.open?.dispose();
    const panel = vscode.window.createWebviewPanel(
      VIEW_TYPE,
      t('Recover'),
      vscode.ViewColumn.Active,
    );
    const opened = new Panel(panel, this.services, session.snapshot);
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
