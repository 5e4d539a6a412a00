import { dirname } from 'node:path';
import * as vscode from 'vscode';
import { liesInGitRepository } from '../../io/sessions/gitRepository';
import { freshPrompt } from '../../domain/handoff/freshPrompt';
import { currentBackupPlace } from '../../host/backupPlace';
import { OFFICIAL_EXTENSION, type ClaudeProcess } from '../../host/claudeProcess';
import type { FollowedSessions } from '../../host/followedSessions';
import { currentSettings } from '../../host/followWindow';
import type { SessionsWorker } from '../../host/sessionsWorker';
import { WaitingEditors } from '../../host/waitingEditors';
import { actInWindow } from '../../host/windowActs';
import {
  pickOne,
  showError,
  showInformation,
  showProgress,
  showWarning,
} from '../../host/messages';
import { chooseFile, folderOf, isOutside, shownPath } from './chosenPlace';
import { elsewhereWords, problemWords, restatedFrom, writtenWords } from './handoffText';

/** A handoff that stands in a file. */
interface Handoff {
  readonly uri: vscode.Uri;
  readonly folder: vscode.WorkspaceFolder;
  readonly sessionPath: string;
  readonly title: string | null;
  readonly cwd: string | null;
}

/**
 * `Write Handoff…` and `Start Fresh with Handoff`. What was written waits in its editor, for as
 * long as that is open: its title bar starts the next session.
 */
export class Handoffs implements vscode.Disposable {
  /** By the path of the session file. */
  private readonly written = new Map<string, Handoff>();
  private readonly waiting = new WaitingEditors<Handoff>('leeway.waitingHandoffs');
  private readonly worker: SessionsWorker;
  private readonly followed: FollowedSessions;
  private readonly claude: ClaudeProcess;

  constructor(worker: SessionsWorker, followed: FollowedSessions, claude: ClaudeProcess) {
    this.worker = worker;
    this.followed = followed;
    this.claude = claude;
  }

  /**
   * @param path of a session file; the active session without one.
   * @param restated what the person chose from before its last compaction, if anything.
   */
  async write(path?: unknown, restated?: unknown): Promise<void> {
    const found = await this.writeFile(path, restatedFrom(restated));
    if (found !== null) await this.show(found.handoff, found.words);
  }

  /** The same, but what was written for the session already is taken as it is. */
  async startFresh(path?: unknown): Promise<void> {
    const sessionPath = this.pathOf(path);
    const known = sessionPath === null ? undefined : this.written.get(sessionPath);
    if (known === undefined) await this.write(path);
    else await this.show(known, null);
  }

  /** @param uri of a handoff, as its title bar gives it; the editor in front without one. */
  async startFrom(uri?: unknown): Promise<void> {
    const handoff = this.waiting.get(uri);
    if (handoff === null) return;
    const place = await choosePlace();
    if (place !== undefined) await this.start(handoff, place === 'panel');
  }

  dispose(): void {
    this.waiting.dispose();
  }

  private async show(handoff: Handoff, words: string | null): Promise<void> {
    const document = await vscode.workspace.openTextDocument(handoff.uri);
    const at = headingOf(document);
    await vscode.window.showTextDocument(document, {
      preview: false,
      ...(words === null ? {} : { selection: new vscode.Range(at, at) }),
    });
    this.waiting.begin(handoff.uri, handoff);
    void showInformation(words ?? vscode.l10n.t('Start Fresh is in the title bar of the handoff.'));
  }

  private async start(handoff: Handoff, inPanel: boolean): Promise<void> {
    const { uri, folder, sessionPath } = handoff;
    this.waiting.end(uri); // before it takes its time: a button can be pressed twice
    const document = vscode.workspace.textDocuments.find(
      (each) => each.uri.toString() === uri.toString(),
    );
    if (document !== undefined) await actInWindow('saveDocument', { document });
    if (!(await this.archive(handoff))) {
      this.waiting.begin(uri, handoff);
      return;
    }
    this.written.delete(sessionPath);
    const file = shownPath(uri.fsPath, folder.uri.fsPath);
    const program = inPanel ? null : await this.claude.program();
    if (program !== null && !('problem' in program)) {
      await this.claude.openTerminal(program, [freshPrompt(file)], folder.uri.fsPath);
      return;
    }
    if (hasPanel()) {
      await this.claude.openPanel('prompt', freshPrompt(file));
      return;
    }
    const settings = vscode.l10n.t('Open Settings');
    const answer = await showError(
      vscode.l10n.t(
        'No claude was found that could be started. Start it yourself and tell it to read {0}.',
        file,
      ),
      settings,
    );
    if (answer === settings) await vscode.commands.executeCommand('leeway.openSettings');
  }

  /** @returns false when the person would rather not go on without it. */
  private async archive({ sessionPath, title, cwd, uri }: Handoff): Promise<boolean> {
    const note = vscode.l10n.t(
      'Left for a fresh session; handoff in {0}',
      vscode.workspace.asRelativePath(uri),
    );
    const archived = await this.worker.run('archive', {
      place: currentBackupPlace(),
      session: { originalPath: sessionPath, title, cwd, note },
    });
    if (archived === 'restricted') return false;
    if (archived !== null && !('kind' in archived)) return true;
    const anyway = vscode.l10n.t('Start Anyway');
    const why = archived === null ? '?' : (archived.detail ?? archived.reason);
    return (
      (await showWarning(
        vscode.l10n.t(
          'The old session could not be copied to the archive ({0}). It stays where it is.',
          why,
        ),
        anyway,
      )) === anyway
    );
  }

  private pathOf(path: unknown): string | null {
    if (typeof path === 'string') return path;
    const own = this.followed.get()?.snapshot.path ?? '';
    return own === '' ? null : own;
  }

  private async writeFile(
    path: unknown,
    restated: ReturnType<typeof restatedFrom>,
  ): Promise<{ readonly handoff: Handoff; readonly words: string } | null> {
    const sessionPath = this.pathOf(path);
    if (sessionPath === null) {
      void showInformation(vscode.l10n.t('There is no Claude Code session here to hand over yet.'));
      return null;
    }
    const session = await this.followed.find(sessionPath);
    if (session?.isElsewhere === true) {
      void showInformation(elsewhereWords(vscode.l10n.t));
      return null;
    }
    const folder = folderOf(session?.snapshot.cwd ?? null);
    if (folder === null) {
      void showInformation(
        vscode.l10n.t('Open a folder on this machine first: the handoff is a file in it.'),
      );
      return null;
    }
    const uri = await chooseFile(folder);
    if (uri === null) return null;
    const file = shownPath(uri.fsPath, folder.uri.fsPath);
    if (
      vscode.workspace.textDocuments.some(
        (document) => document.isDirty && document.uri.toString() === uri.toString(),
      )
    ) {
      void showWarning(
        vscode.l10n.t(
          '{0} has changes that are not saved. Save it first; nothing was written.',
          file,
        ),
      );
      return null;
    }
    const budgetTokens = currentSettings().handoffBudget;
    const answer = await showProgress(
      {
        location: vscode.ProgressLocation.Notification,
        cancellable: true,
        title: vscode.l10n.t('Collecting the handoff'),
      },
      (_, token) =>
        this.worker.run(
          'writeHandoff',
          {
            path: sessionPath,
            file: uri.fsPath,
            // a file elsewhere was named by hand; what it is called there is where it has to be
            folder: isOutside(uri.fsPath, folder.uri.fsPath)
              ? dirname(uri.fsPath)
              : folder.uri.fsPath,
            ...{ budgetTokens, restated },
          },
          { token },
        ),
    );
    if (answer === 'restricted') return null;
    if (answer === null || 'problem' in answer) {
      const words =
        answer === null
          ? vscode.l10n.t('The session reader stopped before the handoff was done.')
          : problemWords(answer.problem, file, answer.code, vscode.l10n.t);
      if (words !== null) void showError(words);
      return null;
    }
    const handoff: Handoff = { uri, folder, sessionPath, title: answer.title, cwd: answer.cwd };
    for (const [other, { uri: place }] of this.written)
      if (place.toString() === uri.toString()) this.written.delete(other); // it holds this one now
    this.written.set(sessionPath, handoff);
    return {
      handoff,
      words: writtenWords(
        answer,
        file,
        await liesInGitRepository(uri.fsPath),
        budgetTokens,
        vscode.l10n.t,
      ),
    };
  }
}

function hasPanel(): boolean {
  return vscode.extensions.getExtension(OFFICIAL_EXTENSION) !== undefined;
}

/** @returns undefined when the person thought better of it. */
async function choosePlace(): Promise<'terminal' | 'panel' | undefined> {
  if (!hasPanel()) return 'terminal';
  const { t } = vscode.l10n;
  const picked = await pickOne(
    [
      { icon: 'terminal', label: t('In a Terminal'), place: 'terminal' as const },
      { icon: 'window', label: t('In Claude Code’s Panel'), place: 'panel' as const },
    ],
    { title: t('Start the New Session Where?') },
  );
  return picked?.place;
}

/** Where a handoff begins in a document; its first line where the heading is gone. */
function headingOf(document: vscode.TextDocument): vscode.Position {
  return document.positionAt(Math.max(0, document.getText().indexOf('# Handoff: ')));
}
