import * as vscode from 'vscode';
import type { Snapshot } from '../../domain/accounting/snapshot';
import type { Pruned } from '../../operations/rewriting/pruneSession';
import { showInformation, showWarning } from '../../host/messages';
import { loadFile, wayToLoad } from './loadFile';
import { prunedMessage, rescuedMessage, undoneMessage } from './pruneText';
import { leftItemsWords } from '../../wording/pruneReport';
import {
  effectOfRewrite,
  rewriteUnlessOpen,
  showRefusal,
  withProgress,
  type PruneContext,
} from './pruneContext';

/** One toast that says what has happened, what makes it take effect, and takes it back. */
export async function showPruned(
  services: PruneContext,
  snapshot: Snapshot,
  pruned: Pruned,
): Promise<void> {
  const { t } = vscode.l10n;
  if (pruned.plan.items.length === 0) {
    void showInformation(t('Nothing was pruned; the session has changed meanwhile.'));
    return;
  }
  if (pruned.path !== snapshot.path) return showCopy(services, snapshot, pruned);
  const effect = await effectOfRewrite(services, pruned, pruned);
  const { takesEffect, sentence } = effect;
  const sentences = [prunedMessage({ ...pruned, takesEffect }, snapshot.limit.tokens, t)];
  if (pruned.isReplanned)
    sentences.push(t('The session had changed meanwhile, so the prune was planned again.'));
  if (pruned.warning !== null)
    sentences.push(
      t('What was written to the session in that very moment may be missing; the backup has it.'),
    );
  if (pruned.rescuedLines > 0) sentences.push(rescuedMessage(pruned.rescuedLines, t));
  sentences.push(sentence);

  const way = wayToLoad(effect.holder, pruned.sessionId);
  const type = t('Type /resume Now');
  const reopen = t('Reopen in Claude Code');
  const undo = t('Undo');
  const inspect = t('Show in Inspector');
  const toLoad = way === 'typeResume' ? [type] : way === 'reopen' ? [reopen] : [];
  const answered = showInformation(
    sentences.filter((words) => words !== '').join(' '),
    undo,
    ...toLoad,
    ...(toLoad.length === 0 ? [inspect] : []),
  );
  if (takesEffect === 'afterResume') services.onDidPruneOpen();
  const answer = await answered;
  if (answer === undo) await undoPrune(services, snapshot.path);
  if (answer === inspect)
    await vscode.commands.executeCommand('leeway.openInspector', snapshot.path);
  if (answer === type || answer === reopen) await loadFile(services.claude, pruned.sessionId);
}

/**
 * `Leeway: Undo Last Prune`. @param path of a session file; the active session without one.
 */
export async function undoPrune(services: PruneContext, path?: unknown): Promise<void> {
  const { t } = vscode.l10n;
  const snapshot = services.followed.get(path)?.snapshot;
  const file = snapshot?.path ?? (typeof path === 'string' ? path : null);
  if (file === null) {
    void showInformation(t('There is no session here, so there is nothing to undo.'));
    return;
  }
  const outcome = await rewriteUnlessOpen((place) =>
    withProgress(t('Putting back what was pruned'), () =>
      services.worker.run('undoPrune', { place, path: file }),
    ),
  );
  if (outcome === 'left') return;
  if (outcome?.kind !== 'restored') {
    await showRefusal(outcome);
    return;
  }
  services.onDidRewrite(file);
  const { takesEffect, sentence } = await effectOfRewrite(services, outcome, {
    ...{ sessionId: outcome.from.sessionId, path: file },
  });
  void showInformation(
    [
      undoneMessage({ ...outcome, takesEffect }, snapshot?.limit.tokens ?? null, t),
      ...(sentence === '' ? [] : [sentence]),
      ...(outcome.leftItems > 0 ? [leftItemsWords(outcome.leftItems, t)] : []),
      ...(outcome.rescuedLines > 0 ? [rescuedMessage(outcome.rescuedLines, t)] : []),
    ].join(' '),
  );
}

async function showCopy(
  { claude }: PruneContext,
  { cwd, limit }: Snapshot,
  pruned: Pruned,
): Promise<void> {
  const { t } = vscode.l10n;
  const resume = t('Resume the Copy in a Terminal');
  const { sessionId } = pruned;
  const said = prunedMessage(pruned, limit.tokens, t);
  const copied = t('That is a new session, {0}; the old one is as it was.', sessionId);
  const answer = await showInformation(`${said} ${copied}`, resume);
  if (answer !== resume) return;
  if ((await claude.openTerminal(null, ['--resume', sessionId], cwd)) === 'noProgram')
    void showWarning(
      t('No claude was found that could be started. In a terminal: claude --resume {0}', sessionId),
    );
}
