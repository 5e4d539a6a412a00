import { isAbsolute } from 'node:path';
import * as vscode from 'vscode';
import { showInformation } from '../../host/messages';
import { OnePage } from '../../host/onePage';
import type { LossPanel, LossTools } from './lossPanel';

/** `What Was Lost in the Compaction?`: one page, of one session at a time. */
export class Loss implements vscode.Disposable {
  private readonly tools: LossTools;
  private readonly page = new OnePage<LossPanel>({
    ...{ viewType: 'leeway.loss', title: vscode.l10n.t('What Was Lost?') },
    // what was selected is still so when one comes back from another tab
    retainContextWhenHidden: true,
  });

  constructor(tools: LossTools) {
    this.tools = tools;
  }

  /** @param path of a session file, or the id of one that is followed; the active one without. */
  async show(path?: unknown): Promise<void> {
    const isPath = typeof path === 'string' && isAbsolute(path);
    const session = isPath ? path : this.tools.followed.get(path)?.snapshot.path;
    if (session === undefined || session === '') {
      void showInformation(vscode.l10n.t('There is no Claude Code session here yet.'));
      return;
    }
    await this.page.show(session, async () => {
      const { LossPanel: Panel } = await import('./lossPanel');
      return (panel) => new Panel(panel, this.tools, session);
    });
  }

  dispose(): void {
    this.page.dispose();
  }
}
