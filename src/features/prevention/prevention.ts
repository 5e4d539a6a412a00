import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import * as vscode from 'vscode';
import {
  denyProposals,
  GENERATED_FOLDERS,
  type DenyProposal,
} from '../../domain/prevention/generatedFolders';
import { currentConfigDirectory } from '../../host/claudeProcess';
import { showPage } from '../../host/commands';
import { shortFile, type SettingsReview } from '../../host/settingsReview';
import type { SessionsWorker } from '../../host/sessionsWorker';
import { pickMany, pickOne, showError, showInformation, showProgress } from '../../host/messages';
import { PRODUCT } from '../../product';
import type { Surveyed } from './bloatText';
import { denyDetail, mergedRules } from './denyView';

const SCHEME = `${PRODUCT}-bloat`;
const DENY = ['permissions', 'deny'] as const;

/** `What Bloats This Project` and `Ignore Generated Folders…`. */
export class Prevention implements vscode.Disposable {
  private page = '';
  private readonly changed = new vscode.EventEmitter<vscode.Uri>();
  private readonly registration: vscode.Disposable;
  private readonly worker: SessionsWorker;
  private readonly review: SettingsReview;

  constructor(worker: SessionsWorker, review: SettingsReview) {
    this.worker = worker;
    this.review = review;
    this.registration = vscode.workspace.registerTextDocumentContentProvider(SCHEME, {
      provideTextDocumentContent: () => this.page,
      onDidChange: this.changed.event,
    });
  }

  async showBloat(): Promise<void> {
    const folder = projectFolder();
    if (folder === null) {
      tellNoFolder();
      return;
    }
    const bloat = await this.survey();
    if (bloat === null) return;
    const { bloatText } = await import('./bloatText');
    this.page = bloatText(bloat, folder, vscode.l10n.t);
    const uri = vscode.Uri.from({
      scheme: SCHEME,
      path: `/${vscode.l10n.t('What Bloats This Project')}`,
    });
    this.changed.fire(uri);
    await showPage(uri);
  }

  async ignoreGenerated(): Promise<void> {
    const folder = projectFolder();
    if (folder === null) {
      tellNoFolder();
      return;
    }
    const file = await chooseFile(folder);
    if (file === undefined) return;
    const rules = await this.review.listIn(file, DENY);
    if (rules === null) return;
    const bloat = await this.survey();
    if (bloat === null) return;
    const chosen = await chooseRules(
      denyProposals(
        bloat.files,
        folder,
        await presentIn(folder),
        rules.filter((rule) => typeof rule === 'string'),
      ),
    );
    if (chosen === undefined || chosen.length === 0) return;
    const value = mergedRules(rules, chosen);
    await this.review.change(file, { kind: 'value', path: DENY, value });
  }

  dispose(): void {
    this.registration.dispose();
    this.changed.dispose();
  }

  /** @returns `null` when it was cancelled, or told why there is none. */
  private async survey(): Promise<Surveyed | null> {
    const folders = (vscode.workspace.workspaceFolders ?? [])
      .filter(({ uri }) => uri.scheme === 'file')
      .map(({ uri }) => uri.fsPath);
    const options = {
      location: vscode.ProgressLocation.Notification,
      cancellable: true,
      title: vscode.l10n.t('Reading the sessions of this project'),
    };
    return showProgress(options, async (progress, token) => {
      let shown = 0;
      const bloat = await this.worker.run(
        'bloat',
        { configDirectory: currentConfigDirectory(), folders },
        {
          token,
          onProgress: ({ done, total }) => {
            const percent = total === 0 ? 0 : (done * 100) / total;
            progress.report({
              increment: percent - shown,
              message: vscode.l10n.t(
                '{0} of {1} MB',
                Math.round(done / 1e6),
                Math.round(total / 1e6),
              ),
            });
            shown = percent;
          },
        },
      );
      if (bloat === null && !token.isCancellationRequested)
        void showError(vscode.l10n.t('The sessions could not be read. The log tells why.'));
      return bloat;
    });
  }
}

function projectFolder(): string | null {
  return (
    vscode.workspace.workspaceFolders?.find(({ uri }) => uri.scheme === 'file')?.uri.fsPath ?? null
  );
}

function tellNoFolder(): void {
  void showInformation(vscode.l10n.t('Open a folder on this machine first.'));
}

async function presentIn(folder: string): Promise<string[]> {
  const found = await Promise.all(
    GENERATED_FOLDERS.map(async (name) =>
      (await stat(join(folder, name)).catch(() => null))?.isDirectory() === true ? name : null,
    ),
  );
  return found.filter((name) => name !== null);
}

async function chooseFile(folder: string): Promise<string | undefined> {
  const { t } = vscode.l10n;
  const rows = [
    { label: t('This Project, Only Me'), file: join(folder, '.claude', 'settings.local.json') },
    { label: t('This Project, Everybody'), file: join(folder, '.claude', 'settings.json') },
    { label: t('All Projects'), file: join(currentConfigDirectory(), 'settings.json') },
  ];
  const picked = await pickOne(
    rows.map((row) => ({ ...row, detail: shortFile(row.file) })),
    {
      title: t('Save the Rules Where?'),
      placeHolder: t('Claude Code does not read .claudeignore; only its own rules work'),
    },
  );
  return picked?.file;
}

async function chooseRules(
  proposals: readonly DenyProposal[],
): Promise<readonly string[] | undefined> {
  const { t } = vscode.l10n;
  if (proposals.length === 0) {
    void showInformation(
      t('Nothing to propose: there is no generated folder here, and none was read.'),
    );
    return undefined;
  }
  const rows = proposals.map((proposal) => ({
    label: proposal.place,
    description: proposal.rule,
    detail: denyDetail(proposal, t),
    picked: true,
    rule: proposal.rule,
  }));
  const picked = await pickMany(rows, {
    title: t('Which Folders Should Claude Not Read?'),
    placeHolder: t('Stops Read, @-mentions, cat and ls; not grep -r, and not scripts'),
  });
  return picked?.map(({ rule }) => rule);
}
