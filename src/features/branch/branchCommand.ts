import * as vscode from 'vscode';
import { resumeArguments } from '../../io/claudeProgram/claudeCommandLine';
import type { CutPoint } from '../../domain/branching/cutPoints';
import type { ClaudeProcess } from '../../host/claudeProcess';
import type { FollowedSessions } from '../../host/followedSessions';
import { currentSettings } from '../../host/followWindow';
import type { SessionsWorker } from '../../host/sessionsWorker';
import { actInWindow } from '../../host/windowActs';
import {
  createList,
  showError,
  showInformation,
  showProgress,
  showWarning,
} from '../../host/messages';
import { withoutLinks } from '../../wording/escapeMarkdown';
import { branchChoices, branchProblemWords, leftBehindWords } from './branchChoices';

export interface BranchTools {
  readonly worker: SessionsWorker;
  readonly followed: FollowedSessions;
  readonly claude: ClaudeProcess;
}

interface Item extends vscode.QuickPickItem {
  readonly cut: CutPoint | null;
}

interface Choice {
  readonly cut: CutPoint;
  /** The turns since are kept, instead of those up to there. */
  readonly keepsRest: boolean;
}

/**
 * `Continue from an Earlier Turn…`: a new session that ends where the chosen turn ended.
 * @param path of a session file; the active session without one.
 * @param cutId of the place that the list begins on.
 */
export async function branchCommand(
  { worker, followed, claude }: BranchTools,
  path?: unknown,
  cutId?: unknown,
): Promise<void> {
  const sessionPath = typeof path === 'string' ? path : (followed.get()?.snapshot.path ?? '');
  if (sessionPath === '') {
    void showInformation(vscode.l10n.t('There is no Claude Code session here to go back in yet.'));
    return;
  }
  const choice = await chooseCut(worker, sessionPath, cutId);
  if (choice === null) return;
  const { cut, keepsRest } = choice;
  const branched = await showProgress(
    {
      location: vscode.ProgressLocation.Notification,
      cancellable: true,
      title: vscode.l10n.t('Creating the new session'),
    },
    (_, token) =>
      worker.run(
        'branch',
        {
          path: sessionPath,
          cutId: cut.id,
          handoffTokens: keepsRest ? currentSettings().handoffBudget : null,
        },
        { token },
      ),
  );
  if (branched === 'restricted') return;
  if (branched === null || 'problem' in branched) {
    tellProblem(branched);
    return;
  }
  const cwd =
    (await followed.find(sessionPath))?.snapshot.cwd ??
    vscode.workspace.workspaceFolders?.find(({ uri }) => uri.scheme === 'file')?.uri.fsPath ??
    null;
  const program = await claude.program();
  const { t } = vscode.l10n;
  const done = keepsRest
    ? t(
        'The new session begins with a handoff and goes on with turn {0}; the old one is untouched.',
        cut.turn + 1,
      )
    : t('The new session ends after turn {0}; the old one is untouched.', cut.turn);
  if (!('problem' in program)) {
    await claude.openTerminal(
      program,
      resumeArguments({ sessionId: branched.sessionId, model: null }),
      cwd,
    );
    void showInformation(keepsRest ? done : `${done} ${withoutLinks(leftBehindWords(cut, t))}`);
    return;
  }
  const copy = vscode.l10n.t('Copy Command');
  const resume = resumeArguments({ sessionId: branched.sessionId, model: null });
  const command = `claude ${resume.join(' ')}`;
  const byHand = vscode.l10n.t(
    'No claude was found that could be started. Resume it with: {0}',
    command,
  );
  const answer = await showWarning(`${done} ${byHand}`, copy);
  if (answer === copy) await actInWindow('copyText', { text: command });
}

/** Shows the list at once, busy while the session is read; closing it ends the reading. */
function chooseCut(worker: SessionsWorker, path: string, first: unknown): Promise<Choice | null> {
  const list = createList<Item>();
  const reading = new vscode.CancellationTokenSource();
  list.title = vscode.l10n.t('Continue from Which Turn?');
  list.placeholder = vscode.l10n.t(
    'The new session ends after that turn; the old one stays as it is',
  );
  list.matchOnDetail = true;
  list.busy = true;
  return new Promise((resolve, reject) => {
    list.onDidAccept(() => {
      const cut = list.selectedItems[0]?.cut ?? null;
      resolve(cut === null ? null : { cut, keepsRest: false });
      list.hide();
    });
    list.onDidTriggerItemButton(({ item: { cut } }) => {
      resolve(cut === null ? null : { cut, keepsRest: true });
      list.hide();
    });
    list.onDidHide(() => {
      resolve(null);
      reading.cancel();
      reading.dispose();
      list.dispose();
    });
    list.show();
    const offer = (cuts: Awaited<ReturnType<typeof worker.run<'cutPoints'>>>): void => {
      if (reading.token.isCancellationRequested) return;
      list.busy = false;
      if (cuts === null || 'problem' in cuts) {
        list.hide();
        tellProblem(cuts);
        return;
      }
      if (cuts.length === 0)
        list.placeholder = vscode.l10n.t('There is no earlier turn in this session yet');
      list.items = branchChoices(cuts, Date.now(), vscode.l10n.t).map(
        ({ label, description, detail, cut, canKeepRest }) => ({
          label,
          description,
          detail,
          cut,
          buttons: canKeepRest
            ? [
                {
                  iconPath: new vscode.ThemeIcon('arrow-down'),
                  tooltip: vscode.l10n.t(
                    'Keep Only the Later Turns, After a Handoff of the Earlier Ones',
                  ),
                },
              ]
            : [],
          kind:
            cut === null ? vscode.QuickPickItemKind.Separator : vscode.QuickPickItemKind.Default,
        }),
      );
      list.activeItems = list.items.filter(({ cut }) => cut !== null && cut.id === first);
    };
    worker.run('cutPoints', { path }, { token: reading.token }).then(offer).catch(reject);
  });
}

function tellProblem(
  refused: {
    readonly problem: Parameters<typeof branchProblemWords>[0];
    readonly code: string;
  } | null,
): void {
  const words =
    refused === null
      ? vscode.l10n.t('The session reader stopped before that was done.')
      : branchProblemWords(refused.problem, refused.code, vscode.l10n.t);
  if (words !== null) void showError(words);
}
