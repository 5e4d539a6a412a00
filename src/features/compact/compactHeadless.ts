import { homedir } from 'node:os';
import * as vscode from 'vscode';
import type { ClaudeProgram } from '../../io/claudeProgram/findClaudeProgram';
import type { CompactOutcome } from '../../operations/compacting/compactSession';
import { currentBackupPlace } from '../../host/backupPlace';
import { isWindowTrusted } from '../../host/windowActs';
import { showProgress } from '../../host/messages';
import type { SessionsWorker } from '../../host/sessionsWorker';
import { modelWords } from '../../wording/modelWords';
import { quotedTitle } from '../../wording/titleWords';
import type { CompactPlan } from './compactPlan';

/** A summary of 200K tokens takes a minute or two; the API may be slow. */
const TIME_LIMIT_MS = 10 * 60_000;

/**
 * Compacts without a terminal, with a progress that can be cancelled.
 *
 * @returns `restricted` where that is said and nothing was done; `null` when the worker could not
 * tell what became of it, and the log says why.
 */
export function compactHeadless(
  worker: SessionsWorker,
  plan: CompactPlan,
  focus: string,
  program: ClaudeProgram,
  assumeClosed = false,
): Thenable<CompactOutcome | 'restricted' | null> {
  const { t } = vscode.l10n;
  const title = t('Compacting {0} with {1}', quotedTitle(plan.title, t), modelWords(plan.model));
  const { sessionId, sessionFile, cwd, model, tokens } = plan;
  return showProgress(
    { location: vscode.ProgressLocation.Notification, title, cancellable: true },
    (progress, token) => {
      progress.report({ message: t('Making a backup.') });
      return worker.run(
        'compact',
        {
          place: { ...currentBackupPlace(), assumeClosed },
          request: {
            ...{ sessionId, sessionFile, cwd, model, tokens, focus },
            programPath: program.path,
            homeDirectory: homedir(),
            trustedFolders: trustedFolders(),
            timeLimitMs: TIME_LIMIT_MS,
          },
        },
        {
          token,
          onProgress: ({ done }) =>
            progress.report({
              message:
                done === 1
                  ? t('Claude Code reads the history.')
                  : t('The summary is being written.'),
            }),
        },
      );
    },
  );
}

/** Those of this window; none while the window is restricted. */
function trustedFolders(): string[] {
  if (!isWindowTrusted()) return [];
  return (vscode.workspace.workspaceFolders ?? [])
    .filter(({ uri }) => uri.scheme === 'file')
    .map(({ uri }) => uri.fsPath);
}
