import { homedir } from 'node:os';
import * as vscode from 'vscode';
import type { ClaudeProgram } from '../../io/claudeProgram/findClaudeProgram';
import type { CompactOutcome } from '../../operations/compacting/compactSession';
import {
  deleteCheckpoints,
  keepCheckpoint,
  releaseCheckpoint,
  retainCheckpoints,
  type Checkpoint,
} from '../../io/keeping/sessionCheckpoint';
import { currentConfigDirectory } from '../../host/claudeProcess';
import { currentSettings } from '../../host/followWindow';
import { showProgress } from '../../host/messages';
import { modelWords } from '../../wording/modelWords';
import { quotedTitle } from '../../wording/titleWords';
import type { CompactPlan } from './compactPlan';

/** A summary of 200K tokens takes a minute or two; the API may be slow. */
const TIME_LIMIT_MS = 10 * 60_000;
const DAY_MS = 24 * 60 * 60_000;

/** Compacts without a terminal, with a progress that can be cancelled. */
export function compactHeadless(
  plan: CompactPlan,
  focus: string,
  program: ClaudeProgram,
  assumeClosed = false,
): Thenable<CompactOutcome<Checkpoint>> {
  const { t } = vscode.l10n;
  const title = t('Compacting {0} with {1}', quotedTitle(plan.title, t), modelWords(plan.model));
  return showProgress(
    { location: vscode.ProgressLocation.Notification, title, cancellable: true },
    async (progress, token) => {
      const cancelling = new AbortController();
      const subscription = token.onCancellationRequested(() => cancelling.abort());
      const configDirectory = currentConfigDirectory();
      progress.report({ message: t('Keeping a checkpoint.') });
      try {
        // it brings a parser of transcripts along
        const { compactSession } = await import('../../operations/compacting/compactSession');
        const outcome = await compactSession({
          ...plan,
          focus,
          programPath: program.path,
          configDirectory,
          homeDirectory: homedir(),
          env: process.env,
          trustedFolders: trustedFolders(),
          assumeClosed,
          timeLimitMs: TIME_LIMIT_MS,
          signal: cancelling.signal,
          keepCheckpoint: async (sessionId, sessionFile) => {
            const checkpoint = await keepCheckpoint(
              configDirectory,
              sessionId,
              sessionFile,
              Date.now(),
            );
            await deleteCheckpoints(
              configDirectory,
              Date.now() - currentSettings().backupDays * DAY_MS,
            ).catch(() => undefined); // the next time is soon enough
            progress.report({ message: t('Claude Code reads the history.') });
            return checkpoint;
          },
          releaseCheckpoint,
          onDidBegin: () => progress.report({ message: t('The summary is being written.') }),
        });
        if (outcome.kind !== 'refused' && outcome.checkpoint !== null)
          await retainCheckpoints(configDirectory, plan.sessionId).catch(() => undefined);
        return outcome;
      } finally {
        subscription.dispose();
      }
    },
  );
}

/** Those of this window; none while the window is restricted. */
function trustedFolders(): string[] {
  if (!vscode.workspace.isTrusted) return [];
  return (vscode.workspace.workspaceFolders ?? [])
    .filter(({ uri }) => uri.scheme === 'file')
    .map(({ uri }) => uri.fsPath);
}
