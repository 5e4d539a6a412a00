import * as vscode from 'vscode';
import type { Snapshot } from '../../domain/accounting/snapshot';
import { backupsDirectory } from '../../io/keeping/backups';
import type { FileState } from '../../io/sessionFile/sessionFileSystem';
import type { PrunePreviews, PruneWay } from '../../operations/rewriting/previewPrunes';
import type { Refused } from '../../operations/rewriting/rewriteSession';
import { currentBackupPlace } from '../../host/backupPlace';
import { currentSettings } from '../../host/followWindow';
import { shortFile } from '../../host/settingsReview';
import { askText, showInformation } from '../../host/messages';
import { quotedTitle } from '../../wording/titleWords';
import { pickPrune } from './pickPrune';
import type { AgreedPrune } from './prunePanel';
import { plannedPage } from './previewView';
import {
  choicesFor,
  effectiveLimit,
  furthest,
  offersOf,
  waysTo,
  type OfferedPrune,
} from './pruneChoices';
import { rewriteUnlessOpen, showRefusal, withProgress, type PruneContext } from './pruneContext';
import { itemCountWords } from './pruneText';
import { showPruned } from './showPruned';
import { targetExamples, typedTarget } from './targetText';

/**
 * `Leeway: Prune to Fit…`. @param path of a session file; the active session without one.
 */
export async function pruneToFit(services: PruneContext, path?: unknown): Promise<void> {
  const snapshot = await snapshotToPrune(services, path);
  if (snapshot === null) return;
  const ways = choicesFor(snapshot, currentSettings());
  let previews: PrunePreviews | Refused | null = null;
  const planning = preview(services, snapshot, ways).then((answer) => {
    previews = answer;
    return answer?.kind === 'previews'
      ? offersOf(ways, answer.plans, effectiveLimit(snapshot), vscode.l10n.t)
      : null;
  });
  const picked = await pickPrune(
    vscode.l10n.t('Prune {0} to fit', quotedTitle(snapshot.title, vscode.l10n.t)),
    planning,
  );
  const found = previews as PrunePreviews | Refused | null;
  if (found?.kind === 'refused') await showRefusal(found);
  if (picked === null || found?.kind !== 'previews') return;
  switch (picked.kind) {
    case 'inspector':
      await vscode.commands.executeCommand('leeway.openInspector', snapshot.path);
      return;
    case 'compact':
      await vscode.commands.executeCommand('leeway.compact', snapshot.path);
      return;
    case 'plan':
      return confirmAndPrune(services, snapshot, found, picked.offered);
    case 'own':
      return pruneToTyped(services, snapshot);
  }
}

/** To a size that a person types. */
async function pruneToTyped(services: PruneContext, snapshot: Snapshot): Promise<void> {
  const { t } = vscode.l10n;
  const facts = { usedTokens: snapshot.usage.tokens, limitTokens: effectiveLimit(snapshot) };
  const typed = await askText({
    title: t('Prune {0} to fit', quotedTitle(snapshot.title, t)),
    placeHolder: targetExamples(facts, t),
    ignoreFocusOut: true,
    validateInput: (words) => {
      const target = typedTarget(words, facts, t);
      return words !== '' && 'problem' in target ? target.problem : undefined;
    },
  });
  const target = typedTarget(typed ?? '', facts, t);
  if ('problem' in target) return;
  const ways = waysTo(target.tokens, currentSettings().untouchedRounds);
  const previews = await withProgress(t('Planning what to prune'), () =>
    preview(services, snapshot, ways),
  );
  if (previews?.kind !== 'previews') {
    await showRefusal(previews);
    return;
  }
  const plan = furthest(previews.plans);
  const choice = { kind: 'target', tokens: target.tokens } as const;
  if (plan === null) void showInformation(t('Nothing in this session can be pruned.'));
  else await confirmAndPrune(services, snapshot, previews, { plan, choice });
}

/**
 * Prunes what was selected in the inspector, after the same preview.
 * @param path of a session file.
 * @param chosen ids of items.
 */
export async function pruneItems(
  services: PruneContext,
  path: unknown,
  chosen: unknown,
): Promise<void> {
  const ids = Array.isArray(chosen) ? chosen.filter((id) => typeof id === 'string') : [];
  const snapshot = ids.length === 0 ? null : await snapshotToPrune(services, path);
  if (snapshot === null) return;
  const choice = { kind: 'items', ids } as const;
  const previews = await withProgress(vscode.l10n.t('Planning what to prune'), () =>
    preview(services, snapshot, [{ choice, untouchedRounds: currentSettings().untouchedRounds }]),
  );
  if (previews?.kind !== 'previews') {
    await showRefusal(previews);
    return;
  }
  const [plan] = previews.plans;
  if (plan === undefined || plan.items.length === 0) {
    void showInformation(
      vscode.l10n.t('None of these items can be pruned any more; the session has changed.'),
    );
    return;
  }
  return confirmAndPrune(services, snapshot, previews, { plan, choice });
}

async function confirmAndPrune(
  services: PruneContext,
  snapshot: Snapshot,
  previews: PrunePreviews,
  offered: Pick<OfferedPrune, 'plan' | 'choice'>,
): Promise<void> {
  const backupPlace = shortFile(backupsDirectory(currentBackupPlace().configDirectory));
  const agreed = await services.previews.show(
    snapshot.path,
    plannedPage({ snapshot, previews, ...offered, backupPlace }, vscode.l10n.t),
  );
  if (agreed === null) return;
  await prune(services, snapshot, { ...agreed, agreedOn: previews.state });
}

/** Takes back that an item was put back, without asking again. */
export async function pruneAgain(
  services: PruneContext,
  path: string,
  itemId: string,
): Promise<void> {
  const snapshot = await snapshotToPrune(services, path);
  if (snapshot !== null)
    await prune(services, snapshot, { ids: [itemId], intoCopy: false, agreedOn: null });
}

async function prune(
  services: PruneContext,
  snapshot: Snapshot,
  order: AgreedPrune & { readonly agreedOn: FileState | null },
): Promise<void> {
  const { ids, intoCopy, agreedOn } = order;
  const { t } = vscode.l10n;
  const request = {
    path: snapshot.path,
    choice: { kind: 'items', ids } as const,
    untouchedRounds: currentSettings().untouchedRounds,
    intoCopy,
    agreedOn,
  };
  const rewrite = () =>
    rewriteUnlessOpen((place) =>
      withProgress(t('Pruning {0}', itemCountWords(ids.length, t)), () =>
        services.worker.run('prune', { place, request }),
      ),
    );
  const tried = await rewrite();
  // Where it takes effect at once, to wait for it is worth while.
  const isLive = services.followed.get(snapshot.path)?.snapshot.told?.isInteractive === true;
  const outcome = isLive && isBusy(tried) ? await whenIdle(rewrite) : tried;
  if (outcome === 'left') return;
  if (outcome?.kind === 'pruned') {
    if (outcome.backup !== null) services.onDidRewrite(outcome.path);
    return showPruned(services, snapshot, outcome);
  }
  const copy = t('Prune a Copy');
  const answer = await showRefusal(outcome, ...(outcome?.reason === 'busy' ? [copy] : []));
  if (answer === copy) return prune(services, snapshot, { ...order, intoCopy: true });
}

async function whenIdle<Outcome>(rewrite: () => Promise<Outcome>): Promise<Outcome | 'left'> {
  const { afterTheTurn } = await import('./takeUp');
  return (await afterTheTurn(rewrite, isBusy)) ?? 'left';
}

function isBusy(outcome: unknown): boolean {
  return (outcome as Partial<Refused> | null)?.reason === 'busy';
}

function preview(
  { worker }: PruneContext,
  { path }: Snapshot,
  ways: readonly PruneWay[],
): Promise<PrunePreviews | Refused | null> {
  return worker.run('previewPrunes', { place: currentBackupPlace(), path, ways });
}

async function snapshotToPrune(
  { followed }: PruneContext,
  path: unknown,
): Promise<Snapshot | null> {
  const snapshot = (await followed.find(path))?.snapshot ?? null;
  if (snapshot !== null) return snapshot;
  const { t } = vscode.l10n;
  const choose = t('Switch Session…');
  const answer = await showInformation(t('There is no session to prune.'), choose);
  if (answer === choose) await vscode.commands.executeCommand('leeway.switchSession');
  return null;
}
