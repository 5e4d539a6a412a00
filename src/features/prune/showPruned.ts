import * as vscode from 'vscode';
import type { Snapshot } from '../../domain/accounting/snapshot';
import type { Pruned } from '../../operations/rewriting/pruneSession';
import { isSessionId } from '../../io/sessions/sessionId';
import { actInWindow } from '../../host/windowActs';
import { showInformation, showWarning } from '../../host/messages';
import { afterResumeMessage, prunedMessage, rescuedMessage, undoneMessage } from './pruneText';
import { leftItemsWords } from '../../wording/pruneReport';
import { rewriteUnlessOpen, showRefusal, withProgress, type PruneContext } from './pruneContext';

/** One toast that says what has happened, what makes it take effect, and takes it back. */
export async function showPruned(
  services: PruneContext,
  snapshot: Snapshot,
  pruned: Pruned,
): Promise<void> {
  const { t } = vscode.l10n;
  if (pruned.plan.items.length === 0) {
    void showInformation(t('Nothing was pruned; the session has gone on meanwhile.'));
    return;
  }
  if (pruned.path !== snapshot.path) return showCopy(services, snapshot, pruned);
  const sentences = [prunedMessage(pruned.plan, snapshot.limit.tokens, t)];
  if (pruned.isReplanned)
    sentences.push(t('The session had gone on meanwhile, so it was planned anew.'));
  if (pruned.warning !== null)
    sentences.push(
      t('What was written to it in that very moment may be missing; the backup has it.'),
    );
  if (pruned.rescuedLines > 0) sentences.push(rescuedMessage(pruned.rescuedLines, t));
  const holder =
    pruned.takesEffect === 'afterResume' ? await services.claude.holderOf(pruned.sessionId) : null;
  if (pruned.takesEffect === 'afterResume')
    sentences.push(afterResumeMessage(pruned.sessionId, holder?.open.entrypoint ?? null, t));

  const type = t('Type /resume in Terminal…');
  const reopen = t('Reopen in Claude Code');
  const undo = t('Undo');
  const inspect = t('Show in Inspector');
  const effect =
    holder === null
      ? []
      : holder.terminal !== null && isSessionId(pruned.sessionId)
        ? [type]
        : holder.open.entrypoint === 'claude-vscode'
          ? [reopen]
          : [];
  const answer = await showInformation(
    sentences.join(' '),
    undo,
    ...effect,
    ...(effect.length === 0 ? [inspect] : []),
  );
  if (answer === undo) await undoPrune(services, snapshot.path);
  if (answer === inspect) await vscode.commands.executeCommand('leeway.openInspector');
  if (answer === reopen) await services.claude.openPanel('session', pruned.sessionId);
  if (answer === type && holder?.terminal != null)
    await typeResume(holder.terminal, pruned.sessionId);
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
  const effect =
    outcome.takesEffect === 'afterResume'
      ? ` ${afterResumeMessage(outcome.from.sessionId, null, t)}`
      : '';
  void showInformation(
    [
      undoneMessage(outcome.afterTokens, snapshot?.limit.tokens ?? null, t) + effect,
      ...(outcome.leftItems > 0 ? [leftItemsWords(outcome.leftItems, t)] : []),
      ...(outcome.rescuedLines > 0 ? [rescuedMessage(outcome.rescuedLines, t)] : []),
    ].join(' '),
  );
}

async function showCopy(
  { claude }: PruneContext,
  { cwd, limit }: Snapshot,
  { plan, sessionId }: Pruned,
): Promise<void> {
  const { t } = vscode.l10n;
  const resume = t('Resume the Copy in a Terminal');
  const pruned = prunedMessage(plan, limit.tokens, t);
  const copied = t('That is a new session, {0}; the old one is as it was.', sessionId);
  const answer = await showInformation(`${pruned} ${copied}`, resume);
  if (answer !== resume) return;
  if ((await claude.openTerminal(null, ['--resume', sessionId], cwd)) === 'noProgram')
    void showWarning(
      t('There is no claude to start. In a terminal: claude --resume {0}', sessionId),
    );
}

/**
 * Claude Code takes typed text for what stands in its input box already: a draft would go to the
 * model with it (measured, 2.1.329).
 */
async function typeResume(terminal: vscode.Terminal, sessionId: string): Promise<void> {
  const { t } = vscode.l10n;
  terminal.show();
  const type = t('Its Input Box Is Empty: Type It');
  const answer = await showInformation(
    t(
      'This types /resume {0} into the terminal “{1}”. A draft in its input box would be sent with it as a prompt.',
      sessionId,
      terminal.name,
    ),
    type,
  );
  if (answer === type) await actInWindow('typeText', { terminal, text: `/resume ${sessionId}` });
}
