import type * as vscode from 'vscode';
import { isWindowTrusted } from '../../host/windowActs';
import type { CompanionPages } from './companionPages';
import type { CompanionTools } from './companionTools';

const OFFERED = 'companion.offered';

/** The page of the companion, its removal and its offer: read when one of them is asked for. */
export class Companion implements vscode.Disposable {
  private readonly tools: CompanionTools;
  private pages: CompanionPages | null = null;

  constructor(tools: CompanionTools) {
    this.tools = tools;
  }

  /** `Leeway: Set Up the Companion…` */
  async setUp(): Promise<void> {
    (await this.loaded()).show();
  }

  /** `Leeway: Remove the Companion…` */
  async remove(): Promise<void> {
    await (await this.loaded()).remove();
  }

  /** Once on a machine, in a window that may write. A session was pruned that somebody has open. */
  async offer(): Promise<void> {
    const { memento } = this.tools;
    if (!isWindowTrusted() || memento.get(OFFERED) === true) return;
    if (!(await (await this.loaded()).canOffer())) return;
    await memento.update(OFFERED, true);
    await this.pages?.offer();
  }

  dispose(): void {
    this.pages?.dispose();
  }

  private async loaded(): Promise<CompanionPages> {
    const { CompanionPages: Pages } = await import('./companionPages');
    return (this.pages ??= new Pages(this.tools));
  }
}
