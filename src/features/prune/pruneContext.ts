import * as vscode from 'vscode';
import type { BackupPlace, Refused } from '../../operations/rewriting/rewriteSession';
import { currentBackupPlace } from '../../host/backupPlace';
import type { ClaudeProcess } from '../../host/claudeProcess';
import type { FollowedSessions } from '../../host/followedSessions';
import type { SessionsWorker } from '../../host/sessionsWorker';
import type { PrunePanels } from './prunePanel';
import { showError, showInformation, showProgress, showWarning } from '../../host/messages';
import { maybeOpenWords, refusalWords } from '../../wording/pruneReport';

/** What the commands of this folder work with. */
export interface PruneContext {
  readonly worker: SessionsWorker;
  readonly followed: FollowedSessions;
  readonly claude: ClaudeProcess;
  readonly previews: PrunePanels;
  /** A session file was replaced: slow writers are looked for later. */
  readonly onDidRewrite: (path: string) => void;
  /** A session was pruned that a running Claude Code holds open; it has to load it again. */
  readonly onDidPruneOpen: () => unknown;
}

/**
 * Rewrites a session; where it cannot be known whether somebody has it open, only when the person
 * says that nobody has.
 *
 * @returns `left` where they would rather not, or the window may not.
 */
export async function rewriteUnlessOpen<Outcome extends { readonly kind: string }>(
  rewrite: (place: BackupPlace) => Promise<Outcome | Refused | null | 'restricted'>,
): Promise<Outcome | Refused | null | 'left'> {
  const { t } = vscode.l10n;
  const place = currentBackupPlace();
  const outcome = await rewrite(place);
  if (outcome === 'restricted') return 'left';
  if (outcome === null || !isMaybeOpen(outcome)) return outcome;
  const closed = t('Yes, It Is Closed');
  if ((await showWarning(maybeOpenWords(t), closed)) !== closed) return 'left';
  const again = await rewrite({ ...place, assumeClosed: true });
  return again === 'restricted' ? 'left' : again;
}

/** When something that was done to a session file takes effect, and how that is said. */
export interface RewriteEffect {
  readonly takesEffect: 'atNextStart' | 'afterResume';
  /** Empty where there is nothing to say. */
  readonly sentence: string;
  /** Who goes on with the old content; `null` where nobody does. */
  readonly holder: Awaited<ReturnType<ClaudeProcess['holderOf']>>;
}

/**
 * Has the running Claude Code take up what was done to the file of its session, where it can, and
 * else says how that is done.
 */
export async function effectOfRewrite(
  services: PruneContext,
  { takesEffect }: Pick<RewriteEffect, 'takesEffect'>,
  session: { readonly sessionId: string; readonly path: string },
): Promise<RewriteEffect> {
  if (takesEffect === 'atNextStart') return { takesEffect, sentence: '', holder: null };
  // read when it is needed, as all that few ever use
  const { effectSentence, takeUp } = await import('./takeUp');
  const outcome = await takeUp(services, session);
  const holder = await services.claude.holderOf(session.sessionId);
  const sentence = effectSentence(outcome, holder?.open.entrypoint ?? null);
  return outcome.kind === 'loaded'
    ? { takesEffect: 'atNextStart', sentence, holder: null }
    : { takesEffect, sentence, holder };
}

function isMaybeOpen(outcome: { readonly kind: string; readonly reason?: unknown }): boolean {
  return outcome.kind === 'refused' && outcome.reason === 'maybeOpen';
}

/**
 * Says why nothing was written; `null` for a failure that the log tells of.
 * @returns the button that was pressed.
 */
export async function showRefusal(
  refusal: Refused | null,
  ...buttons: string[]
): Promise<string | undefined> {
  const { t } = vscode.l10n;
  const showLog = t('Show Log');
  if (refusal !== null) {
    const tell = isNothingToUndo(refusal) ? showInformation : showWarning;
    return tell(refusalWords(refusal, t), ...buttons);
  }
  const answer = await showError(t('Leeway could not do that. The log tells why.'), showLog);
  if (answer === showLog) await vscode.commands.executeCommand('leeway.showLog');
  return undefined;
}

/** No trouble, but an answer. A backup that was asked for by its name is another thing. */
function isNothingToUndo({ reason, detail }: Refused): boolean {
  return reason === 'restoredSince' || (reason === 'noBackup' && detail === null);
}

/**
 * What takes less is not worth a word; a progress that comes and goes at once also takes the toast
 * behind it out of sight (VS Code 1.101).
 */
const SLOW_MS = 800;

/** With a progress as soon as it takes a while. */
export async function withProgress<Result>(
  title: string,
  act: () => Promise<Result>,
): Promise<Result> {
  const work = act();
  const isSlow = await Promise.race([
    work.then(
      () => false,
      () => false,
    ),
    new Promise<boolean>((resolve) => setTimeout(() => resolve(true), SLOW_MS)),
  ]);
  return isSlow
    ? showProgress({ location: vscode.ProgressLocation.Notification, title }, () => work)
    : work;
}
