import { homedir } from 'node:os';
import * as vscode from 'vscode';
import { currentConfigDirectory } from '../../host/claudeProcess';
import { showError, showInformation, showProgress, showWarning } from '../../host/messages';
import { shortFile } from '../../host/settingsReview';
import { logFailure } from '../../log';
import type {
  CompanionFailed,
  CompanionInstalled,
} from '../../operations/companion/installCompanion';
import type { CompanionChange, CompanionReading } from '../../operations/companion/readCompanion';
import { programProblemWords } from '../../wording/programProblemWords';
import { settingsWriteWords } from '../../wording/settingsWriteWords';
import type { CompanionTools } from './companionTools';
import {
  companionProblemWords,
  installedWords,
  notShippedWords,
  removedWords,
} from './companionText';

/** Of one command of Claude Code; a cold start from a slow disk takes some seconds. */
const TIME_LIMIT_MS = 60_000;

/** What the extension brings. */
export function shippedFolder(extensionUri: vscode.Uri): vscode.Uri {
  return vscode.Uri.joinPath(extensionUri, 'companion');
}

/** @returns `null` where it cannot be read, which is said. */
export async function readHere({
  worker,
  extensionUri,
}: CompanionTools): Promise<CompanionReading | null> {
  const { t } = vscode.l10n;
  const configDirectory = currentConfigDirectory();
  const shippedDirectory = shippedFolder(extensionUri).fsPath;
  const reading = await worker.run('readCompanion', { configDirectory, shippedDirectory });
  if (reading === null) void showError(notShippedWords(t));
  return reading;
}

/**
 * Installs it as it was shown; says how that went.
 * @param onDidChange it is there, or gone again by Undo.
 */
export async function installHere(
  tools: CompanionTools,
  agreed: CompanionChange,
  onDidChange: () => void,
): Promise<void> {
  const { t } = vscode.l10n;
  const program = await tools.claude.program();
  if ('problem' in program) {
    void showError(programProblemWords(program.problem, t));
    return;
  }
  const order = {
    ...{ configDirectory: currentConfigDirectory(), homeDirectory: homedir(), program, agreed },
    shippedDirectory: shippedFolder(tools.extensionUri).fsPath,
    timeLimitMs: TIME_LIMIT_MS,
  };
  const outcome = await showProgress(
    {
      location: vscode.ProgressLocation.Notification,
      title: t('Installing the companion'),
      cancellable: true,
    },
    (progress, token) => {
      let shown = 0;
      return tools.worker.run('installCompanion', order, {
        token,
        onProgress: ({ done, total }) => {
          progress.report({ increment: ((done - shown) * 100) / total });
          shown = done;
        },
      });
    },
  );
  if (outcome === 'restricted') return;
  onDidChange();
  if (!isInstalled(outcome, agreed)) return;
  const undo = t('Undo');
  const words = installedWords(outcome.isAsShown, shortFile(agreed.file), t);
  afterwards(tools, showInformation(words, undo), async () => {
    const reading = await readHere(tools);
    if (reading?.removing != null) await removeAgreed(tools, reading.removing, onDidChange);
  });
}

/** A newer one takes its place. */
export async function updateHere(tools: CompanionTools, agreed: CompanionChange): Promise<void> {
  const { t } = vscode.l10n;
  const outcome = await tools.worker.run('updateCompanion', {
    configDirectory: currentConfigDirectory(),
    shippedDirectory: shippedFolder(tools.extensionUri).fsPath,
  });
  if (outcome === 'restricted' || !isInstalled(outcome, agreed)) return;
  void showInformation(
    t(
      'The companion is {0} now. A session has it when it starts, or with /reload-plugins.',
      outcome.version,
    ),
  );
}

/** Shows what the removal does to the settings, and removes it when the person agrees. */
export async function removeHere(
  tools: CompanionTools,
  { removing, problem }: CompanionReading,
  onDidChange: () => void,
): Promise<void> {
  const { t } = vscode.l10n;
  if (removing === null) {
    const file = shortFile(`${currentConfigDirectory()}/settings.json`);
    void showError(settingsWriteWords(problem ?? 'notJson', file, t));
    return;
  }
  if (await agreesToRemove(tools, removing)) await removeAgreed(tools, removing, onDidChange);
}

async function agreesToRemove(tools: CompanionTools, removing: CompanionChange): Promise<boolean> {
  const { t } = vscode.l10n;
  if (removing.before !== removing.after)
    return tools.review.agrees({ change: shownChange(removing) }, t('Remove the Companion?'));
  const remove = t('Remove');
  const answer = await showWarning(
    t('Remove the companion? The settings do not name it; its folder is deleted.'),
    remove,
  );
  return answer === remove;
}

async function removeAgreed(
  tools: CompanionTools,
  agreed: CompanionChange,
  onDidChange: () => void,
): Promise<void> {
  const { t } = vscode.l10n;
  const found = await tools.claude.program();
  const settings = shortFile(agreed.file);
  const outcome = await showProgress(
    { location: vscode.ProgressLocation.Notification, title: t('Removing the companion') },
    () =>
      tools.worker.run('removeCompanion', {
        ...{ configDirectory: currentConfigDirectory(), homeDirectory: homedir(), agreed },
        ...{ program: 'problem' in found ? null : found, timeLimitMs: TIME_LIMIT_MS },
      }),
  );
  if (outcome === 'restricted') return;
  onDidChange();
  if (outcome === null) tools.review.tellProblem(null, settings);
  else if (outcome.kind === 'notRemoved') tools.review.tellProblem(outcome.problem, settings);
  else {
    const undo = t('Undo');
    afterwards(tools, showInformation(removedWords(outcome, settings, t), undo), async () => {
      const reading = await readHere(tools);
      if (reading?.installing != null) await installHere(tools, reading.installing, onDidChange);
    });
  }
}

/** As a diff shows it: a file that goes is an empty one. */
export function shownChange({ file, before, after }: CompanionChange): {
  readonly file: string;
  readonly configDirectory: string;
  readonly before: string | null;
  readonly after: string;
  readonly path: null;
} {
  return {
    ...{ file, before, configDirectory: currentConfigDirectory() },
    ...{ after: after ?? '', path: null },
  };
}

/** Says why, where it is not. */
function isInstalled(
  outcome: CompanionInstalled | CompanionFailed | null,
  { file }: CompanionChange,
): outcome is CompanionInstalled {
  const { t } = vscode.l10n;
  if (outcome?.kind === 'installed') return true;
  void showError(
    outcome === null
      ? t('The session reader stopped before that was done.')
      : companionProblemWords(outcome.problem, shortFile(file), t),
  );
  return false;
}

/** Nobody waits for the answer of a toast that only says what has happened. */
function afterwards(
  { log }: CompanionTools,
  answered: Thenable<string | undefined>,
  undo: () => Promise<void>,
): void {
  answered
    .then((answer) => (answer === undefined ? undefined : undo()))
    .then(undefined, logFailure(log, 'Undoing'));
}
