import * as vscode from 'vscode';
import { showInformation } from '../../host/messages';
import { pruneAgain } from './pruneCommands';
import {
  effectOfRewrite,
  rewriteUnlessOpen,
  showRefusal,
  withProgress,
  type PruneContext,
} from './pruneContext';
import { putBackMessage, rescuedMessage } from './pruneText';

/**
 * `Put Back This Item`, in the inspector: it alone comes back, and whatever else was pruned stays
 * so. It asks nothing first: it takes nothing more than the item, and Undo prunes that again.
 * @param path of a session file.
 * @param itemId of what was pruned.
 */
export async function putBackItem(
  services: PruneContext,
  path: unknown,
  itemId: unknown,
): Promise<void> {
  if (typeof path !== 'string' || typeof itemId !== 'string') return;
  const { t } = vscode.l10n;
  const { worker, followed, onDidRewrite } = services;
  const outcome = await rewriteUnlessOpen((place) =>
    withProgress(t('Putting back what was pruned'), () =>
      worker.run('putBackItem', { place, path, itemId }),
    ),
  );
  if (outcome === 'left') return;
  if (outcome?.kind !== 'restored') {
    await showRefusal(outcome);
    return;
  }
  onDidRewrite(path);
  const limitTokens = followed.get(path)?.snapshot.limit.tokens ?? null;
  const { takesEffect, sentence } = await effectOfRewrite(services, outcome, {
    ...{ sessionId: outcome.from.sessionId, path },
  });
  const sentences = [putBackMessage({ ...outcome, takesEffect }, limitTokens, t)];
  if (sentence !== '') sentences.push(sentence);
  if (outcome.rescuedLines > 0) sentences.push(rescuedMessage(outcome.rescuedLines, t));
  const undo = t('Undo');
  const answer = await showInformation(sentences.join(' '), undo);
  if (answer === undo) await pruneAgain(services, path, itemId);
}
