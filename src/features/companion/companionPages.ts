import * as vscode from 'vscode';
import { companionStanding } from '../../domain/companion/companionState';
import { showInformation } from '../../host/messages';
import type { CompanionTools } from './companionTools';
import { readHere, removeHere } from './companionActs';
import { CompanionPanel } from './companionPanel';

/** One page at a time, and what is done without it. */
export class CompanionPages implements vscode.Disposable {
  private readonly tools: CompanionTools;
  private open: CompanionPanel | null = null;

  constructor(tools: CompanionTools) {
    this.tools = tools;
  }

  show(): void {
    if (this.open !== null) {
      this.open.reveal();
      return;
    }
    const opened = new CompanionPanel(this.tools, () => {
      if (this.open === opened) this.open = null;
    });
    this.open = opened;
  }

  async remove(): Promise<void> {
    const { t } = vscode.l10n;
    const reading = await readHere(this.tools);
    if (reading === null) return;
    if (companionStanding(reading.state) === 'absent') {
      const setUp = t('Set Up the Companion…');
      const answer = await showInformation(t('The companion is not installed.'), setUp);
      if (answer === setUp) this.show();
      return;
    }
    await removeHere(this.tools, reading, () => this.open?.drawSoon());
  }

  /** Whether there is anything to offer. */
  async canOffer(): Promise<boolean> {
    const reading = await readHere(this.tools);
    return reading !== null && companionStanding(reading.state) === 'absent';
  }

  /** One toast. */
  async offer(): Promise<void> {
    const { t } = vscode.l10n;
    const setUp = t('Set Up the Companion…');
    const answer = await showInformation(
      t(
        'A running session can take up a prune at once: the companion, a small Claude Code plugin, loads it again for you.',
      ),
      setUp,
      t('Not Now'),
    );
    if (answer === setUp) this.show();
  }

  dispose(): void {
    this.open?.dispose();
  }
}
