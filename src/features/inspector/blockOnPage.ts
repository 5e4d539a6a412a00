import { homedir } from 'node:os';
import { isAbsolute, join } from 'node:path';
import * as vscode from 'vscode';
import type { Inspection } from '../../domain/accounting/inspection';
import type { FixedBlock } from '../../domain/fixedBlock/fixedBlock';
import { fixedBlockOf } from '../../domain/fixedBlock/fixedBlockOf';
import {
  NAMES_OF_TOOLS,
  withoutServer,
  type ListedSetting,
} from '../../domain/fixedBlock/serverSettings';
import { currentConfigDirectory, OFFICIAL_EXTENSION } from '../../host/claudeProcess';
import { currentSettings } from '../../host/followWindow';
import { mentionInStatusBar, showInformation } from '../../host/messages';
import type { SessionsWorker } from '../../host/sessionsWorker';
import { SETTINGS } from '../../host/settings';
import type { SettingsReview } from '../../host/settingsReview';
import { actInWindow, isWindowTrusted } from '../../host/windowActs';
import type { KeyPath } from '../../io/claudeSettings/editJson';
import { isRemotePath } from '../../io/sessions/remotePath';
import type { FixedBlockRequest, OpenedParts } from '../../operations/reading/openFixedBlock';
import { askingWords, fixedBlockView, pathOfPart, serverOfPart } from './fixedBlockView';
import type { ToInspectorPage } from './protocol';

/** What outlives a block. */
export interface BlockNeeds {
  readonly worker: SessionsWorker;
  readonly review: SettingsReview;
  readonly post: (message: BlockMessage) => void;
  /** Of this window: what was agreed to once is not asked for again. */
  readonly agreed: { toAsk: boolean };
}

type BlockMessage = Extract<ToInspectorPage, { type: 'fixedBlock' }>;

/** The fixed block of the session on the page, once somebody opened it. */
export class BlockOnPage {
  private readonly needs: BlockNeeds;
  private inspection: Inspection;
  private opened: OpenedParts | null = null;
  private reading: vscode.CancellationTokenSource | null = null;
  /** What the ids of parts belong to that the page names. */
  private sent: FixedBlock | null = null;
  private shown = '';

  constructor(needs: BlockNeeds, inspection: Inspection) {
    this.needs = needs;
    this.inspection = inspection;
  }

  /** As files tell it, or Claude Code where the person wants that without being asked. */
  async open(): Promise<void> {
    if (this.opened !== null || this.reading !== null) return;
    const isAutomatic = currentSettings().askClaudeCode === 'automatic' && isWindowTrusted();
    await this.read(isAutomatic);
  }

  /**
   * As Claude Code tells it. That starts it, and the MCP servers of the folder, so the person says
   * once for a window that this is meant.
   */
  async ask(): Promise<void> {
    // A restricted window is told so at the door.
    if (!isWindowTrusted() || (await this.isMeant())) await this.read(true);
  }

  private async isMeant(): Promise<boolean> {
    const { agreed } = this.needs;
    if (agreed.toAsk || currentSettings().askClaudeCode === 'automatic') return true;
    const { t } = vscode.l10n;
    const ask = t('Ask Claude Code');
    const always = t('Always Ask');
    const answer = await showInformation(askingWords(t), ask, always);
    if (answer === always)
      await actInWindow('keepPreference', { key: SETTINGS.askClaudeCode.key, value: 'automatic' });
    agreed.toAsk ||= answer === ask || answer === always;
    return agreed.toAsk;
  }

  cancel(): void {
    this.reading?.cancel();
  }

  /** Sends the block as the session has it now. */
  follow(inspection: Inspection): void {
    this.inspection = inspection;
    this.send();
  }

  /** All of it again, for a page that knows nothing. */
  sendAgain(): void {
    this.shown = '';
    this.send();
  }

  /** Only what was read is meant, never what a message names. */
  async actOn(act: 'openPart' | 'switchOffServer' | 'deferTools', id: string): Promise<void> {
    if (this.sent === null) return;
    if (act === 'openPart') await openFile(pathOfPart(this.sent, id));
    else if (this.canChange()) await this.change(act, serverOfPart(this.sent, id));
  }

  dispose(): void {
    this.reading?.cancel();
  }

  private async change(
    act: 'switchOffServer' | 'deferTools',
    server: string | null,
  ): Promise<void> {
    const { cwd } = this.inspection.snapshot;
    if (server === null || cwd === null) return;
    const file = join(cwd, '.claude', 'settings.local.json');
    const written =
      act === 'deferTools'
        ? await this.review(file, NAMES_OF_TOOLS.path, NAMES_OF_TOOLS.value)
        : await this.reviewList(
            file,
            withoutServer(server, this.opened?.ofProject.includes(server) === true),
          );
    if (!written) return;
    const { t } = vscode.l10n;
    mentionInStatusBar(t('It counts when Claude Code is started the next time.'));
    if (this.opened?.told.toldBy === 'claude') await this.read(true);
  }

  private async reviewList(file: string, { path, entry }: ListedSetting): Promise<boolean> {
    const list = await this.needs.review.listIn(file, path);
    if (list === null) return false;
    return this.review(file, path, list.includes(entry) ? list : [...list, entry]);
  }

  private review(file: string, path: KeyPath, value: unknown): Promise<boolean> {
    const readAgain = (): void => {
      if (this.opened?.told.toldBy === 'claude') this.read(true).catch(() => undefined);
    };
    return this.needs.review.change(file, { kind: 'value', path, value }, readAgain);
  }

  /** The folder is the person's own: open in this window, which is trusted. */
  private canChange(): boolean {
    return isWindowTrusted() && this.opened?.isInWindow === true;
  }

  private async read(isAsking: boolean): Promise<void> {
    this.reading?.cancel();
    const reading = new vscode.CancellationTokenSource();
    this.reading = reading;
    this.send();
    const request = this.request();
    const options = { token: reading.token };
    const answer = isAsking
      ? await this.needs.worker.run('askFixedBlock', request, options)
      : await this.needs.worker.run('readFixedBlock', request, options);
    if (this.reading !== reading) return;
    this.reading = null;
    if (answer !== null && answer !== 'restricted') this.opened = withFormer(answer, this.opened);
    this.send();
  }

  private request(): FixedBlockRequest {
    const { path, cwd, requestedModel, model } = this.inspection.snapshot;
    const extension = vscode.extensions.getExtension(OFFICIAL_EXTENSION);
    return {
      ...{ path, cwd, model: requestedModel ?? model },
      configDirectory: currentConfigDirectory(),
      folders: folders(),
      claude: {
        setting: currentSettings().claudePath,
        extensionDirectory: extension?.extensionPath ?? null,
      },
    };
  }

  private send(): void {
    const message: BlockMessage = {
      type: 'fixedBlock',
      isReading: this.reading !== null,
      block: this.view(),
    };
    const shown = JSON.stringify(message);
    if (shown === this.shown) return;
    this.shown = shown;
    this.needs.post(message);
  }

  private view(): BlockMessage['block'] {
    const { opened, inspection } = this;
    if (opened === null) return null;
    const block = fixedBlockOf(inspection, opened.told);
    this.sent = block;
    return fixedBlockView(
      {
        block,
        opened,
        canChange: this.canChange(),
        canAsk: opened.told.toldBy === 'files' && isWindowTrusted(),
        folder: inspection.snapshot.cwd,
        homeDirectory: homedir(),
      },
      vscode.l10n.t,
    );
  }
}

/** What Claude Code told once is not lost because it does not answer now, which is said. */
function withFormer(now: OpenedParts, former: OpenedParts | null): OpenedParts {
  return now.told.toldBy === 'files' && former?.told.toldBy === 'claude'
    ? { ...former, problem: now.problem }
    : now;
}

function folders(): readonly string[] {
  return (vscode.workspace.workspaceFolders ?? [])
    .filter(({ uri }) => uri.scheme === 'file')
    .map(({ uri }) => uri.fsPath);
}

async function openFile(path: string | null): Promise<void> {
  if (path === null || !isAbsolute(path) || isRemotePath(path, process.platform)) return;
  await vscode.commands.executeCommand('vscode.open', vscode.Uri.file(path));
}
