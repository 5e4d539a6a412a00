import * as vscode from 'vscode';
import { currentBackupPlace } from '../../host/backupPlace';
import { currentSettings } from '../../host/followWindow';
import { showProgress } from '../../host/messages';
import type { LoadOutcome } from '../../operations/loading/loadAgain';
import type { SessionsWorker } from '../../host/sessionsWorker';
import { notLoadedWords, takenUpWords } from './takeUpText';

const LOOK_AGAIN_MS = 700;

/**
 * Has the running Claude Code take up what was just done to the file of its session, where its
 * companion can; while a turn runs that waits for its end, visibly.
 */
export async function takeUp(
  { worker }: { readonly worker: SessionsWorker },
  { sessionId, path }: { readonly sessionId: string; readonly path: string },
): Promise<LoadOutcome> {
  const { t } = vscode.l10n;
  const cancelling = new vscode.CancellationTokenSource();
  let wait = (): void => undefined;
  const waiting = new Promise<undefined>((resolve) => {
    wait = () => resolve(undefined);
  });
  const waitingWords = t(
    'Claude Code is working in this session. It loads the session again when its turn has ended.',
  );
  const wirePath = currentSettings().pruneInClaudeTab ? path : null;
  const ask = { place: currentBackupPlace(), sessionId, wirePath };
  const work = worker.run('loadAgain', ask, {
    token: cancelling.token,
    onProgress: () => wait(),
  });
  const asked = work.then((outcome) =>
    outcome === null || outcome === 'restricted'
      ? ({ kind: 'notLoaded', reason: 'failed' } as const)
      : outcome,
  );
  const title = t('The running Claude Code loads the session again');
  try {
    const first = await showProgress({ location: vscode.ProgressLocation.Window, title }, () =>
      Promise.race([asked, waiting]),
    );
    if (first !== undefined) return first;
    const options = { location: vscode.ProgressLocation.Notification, title: waitingWords };
    return await showProgress({ ...options, cancellable: true }, (_progress, token) => {
      token.onCancellationRequested(() => cancelling.cancel());
      return asked;
    });
  } finally {
    cancelling.dispose();
  }
}

/**
 * What came of {@link takeUp} in a sentence, or why a person has to do it by hand.
 *
 * @param entrypoint of the process that has the session open.
 */
export function effectSentence(outcome: LoadOutcome, entrypoint: string | null): string {
  const { t } = vscode.l10n;
  return outcome.kind === 'loaded'
    ? takenUpWords(outcome, t)
    : notLoadedWords(outcome.reason, entrypoint, t);
}

/**
 * Tries again as long as a turn runs, visibly.
 *
 * @returns `null` when a person would wait no longer.
 */
export function afterTheTurn<Outcome>(
  act: () => Promise<Outcome>,
  isBusy: (outcome: Outcome) => boolean,
): Thenable<Outcome | null> {
  const { t } = vscode.l10n;
  const options = {
    location: vscode.ProgressLocation.Notification,
    title: t('Claude Code is working in this session. The prune begins when its turn has ended.'),
    cancellable: true,
  };
  return showProgress(options, async (_progress, token) => {
    while (!token.isCancellationRequested) {
      const outcome = await act();
      if (!isBusy(outcome)) return outcome;
      await new Promise((resolve) => setTimeout(resolve, LOOK_AGAIN_MS));
    }
    return null;
  });
}
