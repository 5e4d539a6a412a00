import { basename } from 'node:path';
import * as vscode from 'vscode';
import { showWarning } from '../../host/messages';
import type { SessionsWorker } from '../../host/sessionsWorker';
import { logFailure, type Log } from '../../log';

/**
 * Says that a session held the reader up or ended it, and is not read any more; a person may have
 * it tried again.
 */
export function tellLeftOut(worker: SessionsWorker, log: Log): vscode.Disposable {
  const tell = async (path: string): Promise<void> => {
    const again = vscode.l10n.t('Try Again');
    const answer = await showWarning(
      vscode.l10n.t(
        'The session {0} could not be read to its end: it held up the session reader, which was started again. It is left out until its file changes.',
        nameOf(path),
      ),
      again,
    );
    if (answer === again) worker.readAgain(path);
  };
  return worker.onDidLeaveOut((path) => {
    tell(path).catch(logFailure(log, 'Telling what is left out'));
  });
}

/** A session's file is named by its id; whatever else it is called is not for a message. */
function nameOf(path: string): string {
  const name = basename(path, '.jsonl');
  return /^[\w-]{1,64}$/.test(name) ? name : '…';
}
