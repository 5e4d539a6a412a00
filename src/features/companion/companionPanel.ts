import { join } from 'node:path';
import * as vscode from 'vscode';
import { currentConfigDirectory } from '../../host/claudeProcess';
import { currentSettings } from '../../host/followWindow';
import { showError } from '../../host/messages';
import { putPage } from '../../host/pageHtml';
import { shortFile } from '../../host/settingsReview';
import { logFailure } from '../../log';
import type { CompanionReading } from '../../operations/companion/readCompanion';
import { timeOf } from '../../wording/wallWords';
import type { CompanionTools } from './companionTools';
import {
  installHere,
  readHere,
  removeHere,
  shippedFolder,
  shownChange,
  updateHere,
} from './companionActs';
import { companionPage } from './companionView';
import { toldSession, type ToldSession } from './toldSessionView';
import { parseFromCompanionPage, type CompanionActId, type ToCompanionPage } from './protocol';

const VIEW_TYPE = 'leeway.companion';
/** What was just written is read again at once, together with what the settings watcher tells. */
const REDRAW_MS = 50;

/** The page that sets the companion up, and shows it once it is. */
export class CompanionPanel implements vscode.Disposable {
  private readonly panel: vscode.WebviewPanel;
  private readonly tools: CompanionTools;
  /** What is on the page: only that can be agreed to. */
  private shown: CompanionReading | null = null;
  private busy: string | null = null;
  private redraw: NodeJS.Timeout | null = null;
  private drawing = 0;
  /** The sessions as they stand on the page. */
  private listed = '';
  private isOpen = true;

  /** @param onDidClose it is closed, by whomever. */
  constructor(tools: CompanionTools, onDidClose: () => void) {
    this.tools = tools;
    const title = vscode.l10n.t('The Companion');
    this.panel = vscode.window.createWebviewPanel(VIEW_TYPE, title, vscode.ViewColumn.Active);
    const following = tools.followed.onDidChange(() => {
      if (JSON.stringify(this.sessions()) !== this.listed) this.drawSoon();
    });
    this.panel.onDidDispose(() => {
      following.dispose();
      this.isOpen = false;
      if (this.redraw !== null) clearTimeout(this.redraw);
      onDidClose();
    });
    this.panel.webview.onDidReceiveMessage((message: unknown) => this.receive(message));
    // files may have changed while another tab was in front
    this.panel.onDidChangeViewState(({ webviewPanel }) => {
      if (webviewPanel.visible) this.drawSoon();
    });
    putPage(this.panel, tools.extensionUri, {
      name: 'companion',
      title,
    });
  }

  reveal(): void {
    this.panel.reveal();
    this.drawSoon();
  }

  drawSoon(): void {
    if (!this.isOpen) return;
    this.redraw ??= setTimeout(() => {
      this.redraw = null;
      this.draw().catch(logFailure(this.tools.log, 'Drawing the page of the companion'));
    }, REDRAW_MS);
  }

  dispose(): void {
    this.panel.dispose();
  }

  private receive(data: unknown): void {
    const message = parseFromCompanionPage(data);
    if (message === null) return;
    if (message.type === 'ready') this.drawSoon();
    else
      this.act(message.action)
        .catch((error: unknown) => {
          logFailure(this.tools.log, `The companion, ${message.action}`)(error);
          void showError(vscode.l10n.t('Leeway could not do that. The log tells why.'));
        })
        .finally(() => this.drawSoon());
  }

  private async act(id: CompanionActId): Promise<void> {
    const { tools, shown } = this;
    const { t } = vscode.l10n;
    if (id === 'notNow') {
      this.panel.dispose();
      return;
    }
    if (id === 'readCode') {
      const hooks = vscode.Uri.joinPath(shippedFolder(tools.extensionUri), 'leeway', 'hooks');
      const script = vscode.Uri.joinPath(hooks, 'register.js');
      await vscode.commands.executeCommand('vscode.open', script);
      return;
    }
    if (shown === null || this.busy !== null) return;
    if (id === 'openSettings') {
      const file = join(currentConfigDirectory(), 'settings.json');
      await vscode.commands.executeCommand('vscode.open', vscode.Uri.file(file));
      return;
    }
    const onDidChange = (): void => this.drawSoon();
    const { installing } = shown;
    if (id === 'remove') await removeHere(tools, shown, onDidChange);
    else if (installing !== null && id === 'update')
      await this.during(t('Updating…'), () => updateHere(tools, installing));
    else if (installing !== null && (id === 'install' || (await this.agrees(shown))))
      await this.during(t('Installing…'), () => installHere(tools, installing, onDidChange));
  }

  /** As a diff, which can be agreed to as well. */
  private async agrees({ installing }: CompanionReading): Promise<boolean> {
    if (installing === null) return false;
    const question = vscode.l10n.t('Install the Companion with This Change?');
    return this.tools.review.agrees({ change: shownChange(installing) }, question);
  }

  private async during(words: string, act: () => Promise<void>): Promise<void> {
    this.busy = words;
    this.drawSoon();
    try {
      await act();
    } finally {
      this.busy = null;
    }
  }

  private async draw(): Promise<void> {
    const drawing = ++this.drawing;
    const { tools, busy } = this;
    const configDirectory = currentConfigDirectory();
    const [reading, found] = await Promise.all([readHere(tools), tools.claude.program()]);
    // something newer is on its way
    if (reading === null || drawing !== this.drawing || !this.isOpen) return;
    this.shown = reading;
    const short = (...names: string[]): string => shortFile(join(configDirectory, ...names));
    const state = {
      ...{ reading, found, sessions: this.sessions(), isBusy: busy !== null },
      settingsFile: short('settings.json'),
      folder: short('leeway', 'companion'),
      liveFolder: short('leeway', 'live'),
      isWireOn: currentSettings().pruneInClaudeTab,
    };
    this.listed = JSON.stringify(state.sessions);
    const page = companionPage(state, vscode.l10n.t, timeOf);
    this.post({ type: 'page', page, busy });
  }

  /** As they are listed: what else changes of them is not on the page. */
  private sessions(): readonly ToldSession[] {
    return this.tools.followed.open.map((session) => toldSession(session, vscode.l10n.t));
  }

  private post(message: ToCompanionPage): void {
    void this.panel.webview.postMessage(message);
  }
}
