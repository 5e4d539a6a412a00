import * as vscode from 'vscode';
import { currentConfigDirectory } from '../../host/claudeProcess';
import type { EarlierFolder } from '../../host/earlierFolder';
import { isWindowTrusted, onDidGrantTrust } from '../../host/windowActs';
import { logFailure } from '../../log';
import { EARLIER_PRODUCT } from '../../product';

export interface CarryOverContext {
  readonly earlier: EarlierFolder;
  /** Kept across windows. */
  readonly memento: vscode.Memento;
  readonly log: vscode.LogOutputChannel;
}

/** Set once it was said what became of an earlier build. */
const TOLD_KEY = 'carriedOver';

/**
 * Carries over the settings of an earlier build and says once what came along and what did not;
 * only where there is a trace of one, and not before the window is trusted.
 */
export class CarryOver implements vscode.Disposable {
  private readonly services: CarryOverContext;
  private readonly subscription: vscode.Disposable;
  private readonly beginning: NodeJS.Immediate;

  constructor(services: CarryOverContext) {
    this.services = services;
    this.subscription = onDidGrantTrust(() => this.begin());
    // what it asks for starts the worker, and activating does not wait for that
    this.beginning = setImmediate(() => this.begin());
  }

  dispose(): void {
    clearImmediate(this.beginning);
    this.subscription.dispose();
  }

  private begin(): void {
    this.carryOver().catch(logFailure(this.services.log, 'Carrying over'));
  }

  private async carryOver(): Promise<void> {
    const { earlier, memento } = this.services;
    if (!isWindowTrusted() || memento.get(TOLD_KEY) === true) return;
    const adopted = await earlier.adopt(currentConfigDirectory());
    const { extension, settingsSection } = EARLIER_PRODUCT;
    if (
      !['moved', 'failed'].includes(adopted?.kind ?? '') &&
      vscode.workspace.getConfiguration().get(settingsSection) === undefined &&
      vscode.extensions.getExtension(extension) === undefined
    )
      return;
    // read when it is needed: few come from an earlier build
    const { showCarryOver } = await import('./carryOverNotice');
    await showCarryOver({
      earlier,
      configDirectory: currentConfigDirectory,
      wasTold: () => memento.get(TOLD_KEY) === true,
      markTold: () => memento.update(TOLD_KEY, true),
    });
  }
}
