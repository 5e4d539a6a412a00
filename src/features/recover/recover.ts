import * as vscode from 'vscode';
import { showInformation } from '../../host/messages';
import { OnePage } from '../../host/onePage';
import type { RecoverContext } from './recoverActs';
import type { RecoverPanel } from './recoverPanel';

/** `Leeway: Recover a Blocked Session…`: one page for one session at a time. */
export class Recover implements vscode.Disposable {
  private readonly services: RecoverContext;
  private readonly page = new OnePage<RecoverPanel>({
    ...{ viewType: 'leeway.recover', title: vscode.l10n.t('Recover') },
  });

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
    const { snapshot } = session;
    await this.page.show(snapshot.path, async () => {
      // read when it is needed: few ever are blocked
      const { RecoverPanel: Panel } = await import('./recoverPanel');
      return (panel) => new Panel(panel, this.services, snapshot);
    });
  }

  dispose(): void {
    this.page.dispose();
  }
}
