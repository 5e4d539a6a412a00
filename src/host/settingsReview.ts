import { basename, dirname } from 'node:path';
import { homedir } from 'node:os';
import * as vscode from 'vscode';
import { settingsVersionsDirectory } from '../io/claudeSettings/settingsVersions';
import type {
  SettingsChange,
  SettingsWriteProblem,
  SettingsWritten,
} from '../io/claudeSettings/writeSettings';
import { liesInGitRepository } from '../io/sessions/gitRepository';
import { logFailure, type Log } from '../log';
import type { PlannedSettings, SettingsEdit } from '../operations/configuring/changeSettings';
import { PRODUCT } from '../product';
import { shorten } from '../wording/shorten';
import { settingsWriteWords } from '../wording/settingsWriteWords';
import { currentConfigDirectory } from './claudeProcess';
import type { SessionsWorker } from './sessionsWorker';
import { actInWindow } from './windowActs';
import { pickOne, showError, showInformation } from './messages';

const LINE_LENGTH = 60;
const SCHEME = `${PRODUCT}-settings`;

/**
 * Shows a change of a settings file as a diff, makes it when the person says so, and offers to take
 * it back.
 */
export class SettingsReview implements vscode.Disposable {
  private readonly texts = new Map<string, string>();
  private readonly registration: vscode.Disposable;
  private readonly worker: SessionsWorker;
  private readonly log: Log;
  private shown = 0;

  constructor(worker: SessionsWorker, log: Log) {
    this.worker = worker;
    this.log = log;
    this.registration = vscode.workspace.registerTextDocumentContentProvider(SCHEME, {
      provideTextDocumentContent: (uri) => this.texts.get(uri.query) ?? '',
    });
  }

  /** @returns `null` where it cannot be planned, which is said. */
  async plan(file: string, edit: SettingsEdit): Promise<PlannedSettings | null> {
    const configDirectory = currentConfigDirectory();
    const planned = await this.worker.run('planSettings', { configDirectory, file, edit });
    if (planned === 'restricted') return null;
    if (planned !== null && !('problem' in planned)) return planned;
    this.tellProblem(planned?.problem ?? null, shortFile(file));
    return null;
  }

  /**
   * Plans an edit of a file and shows it.
   * @returns whether it was written. `onDidUndo` is called when it was taken back later.
   */
  async change(
    file: string,
    edit: SettingsEdit,
    onDidUndo: () => void = () => undefined,
  ): Promise<boolean> {
    const planned = await this.plan(file, edit);
    if (planned === null) return false;
    if (planned.change.after !== planned.change.before) return this.review(planned, onDidUndo);
    void showInformation(
      vscode.l10n.t('{0} is like that already; nothing was written.', shortFile(file)),
    );
    return false;
  }

  /** @param problem `null` where the worker ended before it was done. */
  tellProblem(problem: SettingsWriteProblem | null, name: string): void {
    const { t } = vscode.l10n;
    void showError(
      problem === null
        ? t('The session reader ended before that was done.')
        : settingsWriteWords(problem, name, t),
    );
  }

  dispose(): void {
    this.registration.dispose();
  }

  private async review(planned: PlannedSettings, onDidUndo: () => void): Promise<boolean> {
    const { change } = planned;
    const { t } = vscode.l10n;
    const name = shortFile(change.file);
    const close = await this.showDiff(change);
    const shared = (await liesInGitRepository(change.file))
      ? ` ${t('The file lies in a git repository: once committed, others get the change with it.')}`
      : '';
    const versions = settingsVersionsDirectory(change.configDirectory, change.file);
    const kept =
      change.before === null
        ? t('The file will be made.')
        : t('The old version is kept below {0}.', shortFile(dirname(versions)));
    const apply = { icon: 'check', label: t('Apply'), detail: `${kept}${shared}` };
    const leave = { icon: 'close', label: t('Leave It as It Is') };
    // A toast would go out of sight while the diff is read.
    const answer = await pickOne([apply, leave], {
      title: t('Write This Change to {0}?', name),
      placeHolder: changedLine(change),
      ignoreFocusOut: true,
    });
    await close();
    if (answer !== apply) return false;
    const written = await this.worker.run('writeSettings', planned);
    if (written === 'restricted') return false;
    if (written === null || 'problem' in written) {
      this.tellProblem(written?.problem ?? null, name);
      return false;
    }
    this.offerUndo(written, name, onDidUndo).catch(logFailure(this.log, 'Offering to undo'));
    return true;
  }

  private async showDiff({ file, before, after }: SettingsChange): Promise<() => Promise<void>> {
    const shown = (text: string): vscode.Uri => {
      const id = String(++this.shown);
      this.texts.set(id, text);
      return vscode.Uri.from({ scheme: SCHEME, path: `/${basename(file)}`, query: id });
    };
    const uris = { before: shown(before ?? ''), after: shown(after) };
    const title = vscode.l10n.t('{0}: Now ↔ Changed', basename(file));
    await actInWindow('showDiff', { ...uris, title });
    return async () => {
      const isOurs = ({ input }: vscode.Tab): boolean =>
        input instanceof vscode.TabInputTextDiff &&
        input.modified.toString() === uris.after.toString();
      await vscode.window.tabGroups.close(
        vscode.window.tabGroups.all.flatMap(({ tabs }) => tabs).filter(isOurs),
      );
      for (const { query } of Object.values(uris)) this.texts.delete(query);
    };
  }

  private async offerUndo(
    written: SettingsWritten,
    name: string,
    onDidUndo: () => void,
  ): Promise<void> {
    const { t } = vscode.l10n;
    const undo = t('Undo');
    const answer = await showInformation(
      t('{0} is changed. Claude Code reads it when a session starts.', name),
      undo,
    );
    if (answer !== undo) return;
    const undone = await this.worker.run('undoSettings', written);
    if (undone === 'restricted') return;
    if (undone?.problem !== null) {
      this.tellProblem(undone?.problem ?? null, name);
      return;
    }
    void showInformation(t('{0} is as it was.', name));
    onDidUndo();
  }
}

/**
 * The first line that changes, as it is and as it will be: the list may hide it in the diff below.
 */
function changedLine({ before, after }: SettingsChange): string {
  const [old, now] = [(before ?? '').split('\n'), after.split('\n')];
  const at = now.findIndex((line, index) => line !== old[index]);
  if (at < 0) return '';
  // A line that was put in front of others changes nothing in them.
  const isAdded = old.length < now.length;
  const shown = (line: string | undefined): string => shorten((line ?? '').trim(), LINE_LENGTH);
  return isAdded
    ? vscode.l10n.t('Line {0}: + {1}', at + 1, shown(now[at]))
    : vscode.l10n.t('Line {0}: {1} → {2}', at + 1, shown(old[at]), shown(now[at]));
}

/** `~/.claude/settings.json` for people. */
export function shortFile(file: string): string {
  const home = homedir();
  return home !== '' && file.startsWith(`${home}/`) ? `~${file.slice(home.length)}` : file;
}
