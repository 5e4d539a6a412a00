import * as vscode from 'vscode';
import { currentConfigDirectory } from '../../host/claudeProcess';
import { currentSettings } from '../../host/followWindow';
import { showProgress } from '../../host/messages';
import type { LoadOutcome } from '../../operations/loading/loadAgain';
import type { SessionsWorker } from '../../host/sessionsWorker';
import { notLoadedWords, takenUpWords } from './takeUpText';

/** A progress that comes and goes at once says nothing. */
const SHOWN_AFTER_MS = 1_200;
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
  let say: (message: string) => void = () => undefined;
  let isWaiting = false;
  const waitingWords = t('It does so when its turn has ended.');
  const wirePath = currentSettings().pruneInClaudeTab ? path : null;
  const ask = { configDirectory: currentConfigDirectory(), sessionId, wirePath };
  const work = worker.run('loadAgain', ask, {
    token: cancelling.token,
    onProgress: () => {
      isWaiting = true;
      say(waitingWords);
    },
  });
  const asked = work.then((outcome) =>
    outcome === null || outcome === 'restricted'
      ? ({ kind: 'notLoaded', reason: 'failed' } as const)
      : outcome,
  );
  const options = {
    location: vscode.ProgressLocation.Notification,
    title: t('The running Claude Code loads the session again.'),
    cancellable: true,
  };
  try {
    if (!(await isSlow(asked))) return await asked;
    return await showProgress(options, (progress, token) => {
      token.onCancellationRequested(() => cancelling.cancel());
      say = (message) => progress.report({ message });
      if (isWaiting) say(waitingWords);
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

function isSlow(work: Promise<unknown>): Promise<boolean> {
  const ended = work.then(
    () => false,
    () => false,
  );
  const slow = new Promise<boolean>((resolve) => setTimeout(() => resolve(true), SHOWN_AFTER_MS));
  return Promise.race([ended, slow]);
}
