import { dirname } from 'node:path';
import { homedir } from 'node:os';
import * as vscode from 'vscode';
import { jsonValueAt, type KeyPath } from '../io/claudeSettings/editJson';
import { settingsVersionsDirectory } from '../io/claudeSettings/settingsVersions';
import type { SettingsWriteProblem, SettingsWritten } from '../io/claudeSettings/writeSettings';
import { liesInGitRepository } from '../io/sessions/gitRepository';
import { logFailure, type Log } from '../log';
import type { PlannedSettings, SettingsEdit } from '../operations/configuring/changeSettings';
import { settingsWriteWords } from '../wording/settingsWriteWords';
import { currentConfigDirectory } from './claudeProcess';
import { showError, showInformation } from './messages';
import type { ReviewedDiffs } from './reviewedDiffs';
import type { SessionsWorker } from './sessionsWorker';

/**
 * Shows a change of a settings file as a diff, makes it when the person says so, and offers to take
 * it back.
 */
export class SettingsReview {
  private readonly diffs: ReviewedDiffs;
  private readonly worker: SessionsWorker;
  private readonly log: Log;

  constructor(diffs: ReviewedDiffs, worker: SessionsWorker, log: Log) {
    this.diffs = diffs;
    this.worker = worker;
    this.log = log;
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
    if (planned.change.after === planned.change.before) {
      this.tellNothingToDo(file);
      return false;
    }
    const name = shortFile(vscode.workspace.asRelativePath(file));
    const question = vscode.l10n.t('Write This Change to {0}?', name);
    if (!(await this.agrees(planned, question))) return false;
    const written = await this.write(planned);
    if (written === null) return false;
    this.offerUndo(written, onDidUndo).catch(logFailure(this.log, 'Offering to undo'));
    return true;
  }

  /**
   * The value that a file has there now; `undefined` where there is none.
   * @returns `null` where it cannot be read, which is said.
   */
  async valueIn(file: string, path: KeyPath): Promise<{ readonly value: unknown } | null> {
    // The text that a change would begin with; nothing is written by planning.
    const probe = await this.plan(file, { kind: 'value', path, value: [] });
    return probe && { value: jsonValueAt(probe.change.before ?? '{}', path) };
  }

  /**
   * The list that a file has there now; empty where there is none.
   * @returns `null` where it is no list or cannot be read, which is said.
   */
  async listIn(file: string, path: KeyPath): Promise<readonly unknown[] | null> {
    const found = await this.valueIn(file, path);
    if (found === null) return null;
    const existing = found.value ?? [];
    if (Array.isArray(existing)) return existing as readonly unknown[];
    void showError(
      vscode.l10n.t(
        '{0} in {1} is not a list. Correct it first; nothing was written.',
        path.join('.'),
        shortFile(file),
      ),
    );
    return null;
  }

  /** @param problem `null` where the worker ended before it was done. */
  tellProblem(problem: SettingsWriteProblem | null, name: string): void {
    const { t } = vscode.l10n;
    void showError(
      problem === null
        ? t('The session reader stopped before that was done.')
        : settingsWriteWords(problem, name, t),
    );
  }

  tellNothingToDo(file: string): void {
    void showInformation(
      vscode.l10n.t('{0} says that already; nothing was written.', shortFile(file)),
    );
  }

  /** Shows what was planned as a diff. @returns whether the person wants it written. */
  async agrees({ change }: Pick<PlannedSettings, 'change'>, question: string): Promise<boolean> {
    const { t } = vscode.l10n;
    const kept =
      change.before === null ? t('The file will be created.') : t('The old version is kept.');
    const shared = (await liesInGitRepository(change.file))
      ? ` ${t('The file is in a Git repository: once committed, others get the change with it.')}`
      : '';
    return this.diffs.ask(change, question, `${kept}${shared}`);
  }

  /** @returns `null` where it could not be written, which is said. */
  async write(planned: PlannedSettings): Promise<SettingsWritten | null> {
    const written = await this.worker.run('writeSettings', planned);
    if (written === 'restricted') return null;
    if (written !== null && !('problem' in written)) return written;
    this.tellProblem(written?.problem ?? null, shortFile(planned.change.file));
    return null;
  }

  /** @returns false where it could not be taken back, which is said. */
  async takeBack(written: SettingsWritten): Promise<boolean> {
    const undone = await this.worker.run('undoSettings', written);
    if (undone === 'restricted') return false;
    if (undone?.problem === null) return true;
    this.tellProblem(undone?.problem ?? null, shortFile(written.change.file));
    return false;
  }

  private async offerUndo(written: SettingsWritten, onDidUndo: () => void): Promise<void> {
    const { t } = vscode.l10n;
    const { configDirectory, file } = written.change;
    const name = shortFile(file);
    const kept =
      written.backup === null
        ? ''
        : ` ${t(
            'The old version is kept in {0}.',
            shortFile(dirname(settingsVersionsDirectory(configDirectory, file))),
          )}`;
    const undo = t('Undo');
    const answer = await showInformation(
      `${t('{0} is changed. Claude Code reads it when a session starts.', name)}${kept}`,
      undo,
    );
    if (answer !== undo || !(await this.takeBack(written))) return;
    void showInformation(t('{0} is as it was.', name));
    onDidUndo();
  }
}

/** `~/.claude/settings.json` for people. */
export function shortFile(file: string): string {
  const home = homedir();
  return home !== '' && file.startsWith(`${home}/`) ? `~${file.slice(home.length)}` : file;
}
