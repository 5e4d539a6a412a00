import * as vscode from 'vscode';
import { CarryOver } from './features/carryOver/carryOver';
import { Companion } from './features/companion/companion';
import { compactCommand } from './features/compact/compactCommand';
import { CompactWhenIdle } from './features/compact/compactWhenIdle';
import { Inspector } from './features/inspector/inspector';
import { CompactionNotices } from './features/loss/compactionNotices';
import { Loss } from './features/loss/loss';
import { StatusBarMeter } from './features/meter/statusBarMeter';
import { Warnings } from './features/notifications/warnings';
import { ArrivalMark } from './features/prevention/arrivalMark';
import { Prevention } from './features/prevention/prevention';
import { snoozeWarnings } from './features/prevention/snoozeWarnings';
import { LateLooks } from './features/prune/lateLooks';
import { pruneItems, pruneToFit } from './features/prune/pruneCommands';
import { PrunePanels } from './features/prune/prunePanel';
import { loadFileCommand } from './features/prune/loadFile';
import { putBackItem } from './features/prune/putBackItem';
import { undoPrune } from './features/prune/showPruned';
import { Recover } from './features/recover/recover';
import { tellLeftOut } from './features/sessions/leftOutNotice';
import { ClaudeProcess } from './host/claudeProcess';
import { openSettings, registerCommand, showPage } from './host/commands';
import { createLog } from './host/createLog';
import { EarlierFolder } from './host/earlierFolder';
import { FollowedSessions } from './host/followedSessions';
import { FocusOrder } from './host/focusOrder';
import { followWindow } from './host/followWindow';
import { LastLooks } from './host/lastLooks';
import { once } from './host/once';
import { PinnedSession } from './host/pinnedSession';
import { ReviewedDiffs } from './host/reviewedDiffs';
import { SessionsWorker } from './host/sessionsWorker';
import { SettingsReview } from './host/settingsReview';
import { SILENCE_LIMITS } from './host/silenceClock';
import { Snooze } from './host/snooze';
import { isWindowTrusted } from './host/windowActs';
import { logFailure } from './log';
import { PRODUCT_NAME } from './product';

/** As long as a running Claude Code takes, the end of its turn not counted. */
const TAKEN_UP_MS = 60_000;

/** Builds every long-lived object once, in the order in which the session's numbers flow. */
export function activate(context: vscode.ExtensionContext): void {
  const own = <Owned extends vscode.Disposable>(disposable: Owned): Owned => {
    context.subscriptions.push(disposable);
    return disposable;
  };
  const log = own(createLog(PRODUCT_NAME));
  // Who stops at a breakpoint in the worker waits longer than anything else.
  const isDebugged = context.extensionMode === vscode.ExtensionMode.Development;
  const worker = own(
    new SessionsWorker(
      context.asAbsolutePath('dist/worker.js'),
      log,
      isDebugged ? null : SILENCE_LIMITS,
    ),
  );
  const pinned = own(new PinnedSession(context.workspaceState));
  const followed = own(new FollowedSessions(worker));
  const claude = new ClaudeProcess(log);
  const diffs = own(new ReviewedDiffs());
  const review = new SettingsReview(diffs, worker, log);
  const snooze = new Snooze(context.globalState);
  const looks = new LastLooks();

  own(new StatusBarMeter(worker, snooze, looks));
  own(new ArrivalMark(followed));
  own(new Warnings({ worker, snooze, memento: context.workspaceState, log }));
  own(tellLeftOut(worker, log));
  const { extensionUri, globalState } = context;
  const inspector = own(
    new Inspector({ extensionUri, worker, review, memento: globalState, looks, log }),
  );
  const earlier = new EarlierFolder({
    adopt: async (configDirectory) => {
      const adopted = await worker.run('adoptEarlierFolder', { configDirectory });
      return adopted === 'restricted' ? null : adopted;
    },
    isTrusted: isWindowTrusted,
  });
  const lateLooks = own(new LateLooks(worker, earlier, log));
  const notices = own(
    new CompactionNotices({ worker, snooze, memento: context.workspaceState, log }),
  );
  const onDidRewrite = (path: string): void => {
    lateLooks.begin(path);
    // The running Claude Code may take it up by a compaction that sums nothing up.
    notices.expect(path, TAKEN_UP_MS);
  };
  const previews = own(new PrunePanels(context.extensionUri));
  const companion = own(
    new Companion({
      ...{ extensionUri, worker, claude, review, followed, log },
      memento: globalState,
    }),
  );
  const pruning = {
    ...{ worker, followed, claude, previews, onDidRewrite },
    onDidPruneOpen: () => companion.offer().catch(logFailure(log, 'Offering the companion')),
  };
  const compacting = {
    ...{ worker, followed, claude, log },
    onDidAsk: (path: string) => notices.expect(path),
  };
  own(new CompactWhenIdle(compacting));
  const { version } = context.extension.packageJSON as { readonly version?: unknown };
  const recover = own(
    new Recover({
      extensionUri: context.extensionUri,
      extensionVersion: String(version),
      followed,
      claude,
      review,
      log,
    }),
  );
  const loss = own(new Loss({ extensionUri, worker, followed, claude, log }));
  const handoffs = once(async () => {
    const { Handoffs } = await import('./features/handoff/handoffs');
    return own(new Handoffs(worker, followed, claude));
  });
  const prevention = own(new Prevention(worker, review));

  own(registerCommand('leeway.openInspector', log, (path, line) => inspector.show(path, line)));
  own(registerCommand('leeway.showStep', log, (id, line) => inspector.showStep(id, line)));
  own(registerCommand('leeway.showRow', log, (row) => inspector.choose('show', row)));
  own(registerCommand('leeway.pruneRow', log, (row) => inspector.choose('prune', row)));
  own(registerCommand('leeway.putBackRow', log, (row) => inspector.choose('putBack', row)));
  own(registerCommand('leeway.openRow', log, (row) => inspector.choose('openDocument', row)));
  own(registerCommand('leeway.revealRow', log, (row) => inspector.choose('reveal', row)));
  own(registerCommand('leeway.copyRow', log, (row) => inspector.choose('copyList', row)));
  own(
    registerCommand('leeway.switchSession', log, async (session) => {
      const { switchSession } = await import('./features/sessions/switchSession');
      await switchSession(worker, pinned, followed, session);
    }),
  );
  own(
    registerCommand('leeway.snoozeWarnings', log, (session) =>
      snoozeWarnings(snooze, followed, session),
    ),
  );
  own(registerCommand('leeway.pruneToFit', log, (path) => pruneToFit(pruning, path), 'writes'));
  own(
    registerCommand(
      'leeway.pruneItems',
      log,
      (path, ids) => pruneItems(pruning, path, ids),
      'writes',
    ),
  );
  own(
    registerCommand(
      'leeway.putBackItem',
      log,
      (path, id) => putBackItem(pruning, path, id),
      'writes',
    ),
  );
  own(registerCommand('leeway.undoPrune', log, (path) => undoPrune(pruning, path), 'writes'));
  own(registerCommand('leeway.loadFile', log, (path) => loadFileCommand(pruning, path), 'starts'));
  own(
    registerCommand(
      'leeway.restoreBackup',
      log,
      async (path, id) => {
        // read when it is needed, as everything that few ever use
        const { restoreBackup } = await import('./features/prune/restoreBackup');
        await restoreBackup(pruning, path, id);
      },
      'writes',
    ),
  );
  const kept = () => import('./features/prune/deleteKept');
  own(
    registerCommand(
      'leeway.deleteBackups',
      log,
      async () => (await kept()).deleteBackups(pruning),
      'writes',
    ),
  );
  own(
    registerCommand(
      'leeway.deleteArchived',
      log,
      async () => (await kept()).deleteArchived(pruning),
      'writes',
    ),
  );
  own(registerCommand('leeway.compact', log, (path) => compactCommand(compacting, path), 'starts'));
  own(registerCommand('leeway.recover', log, (path) => recover.show(path)));
  own(registerCommand('leeway.whatWasLost', log, (path) => loss.show(path)));
  own(
    registerCommand(
      'leeway.setAutoCompactWindow',
      log,
      async () => {
        const { setAutoCompactWindow } = await import('./features/compact/setAutoCompactWindow');
        await setAutoCompactWindow(worker, followed, review);
      },
      'writes',
    ),
  );
  own(
    registerCommand(
      'leeway.setIdleCompaction',
      log,
      async () => {
        const { setIdleCompaction } = await import('./features/compact/setIdleCompaction');
        await setIdleCompaction(worker, followed, review);
      },
      'writes',
    ),
  );
  own(
    registerCommand(
      'leeway.writeHandoff',
      log,
      async (path, restated) => (await handoffs()).write(path, restated),
      'writes',
    ),
  );
  own(
    registerCommand(
      'leeway.startFresh',
      log,
      async (path) => (await handoffs()).startFresh(path),
      'writes',
    ),
  );
  own(
    registerCommand(
      'leeway.startFromHandoff',
      log,
      async (uri) => (await handoffs()).startFrom(uri),
      'writes',
    ),
  );
  own(
    registerCommand(
      'leeway.branch',
      log,
      async (path, cutId) => {
        const { branchCommand } = await import('./features/branch/branchCommand');
        await branchCommand({ worker, followed, claude }, path, cutId);
      },
      'writes',
    ),
  );
  own(registerCommand('leeway.setUpCompanion', log, () => companion.setUp(), 'writes'));
  own(registerCommand('leeway.removeCompanion', log, () => companion.remove(), 'writes'));
  own(registerCommand('leeway.showBloat', log, () => prevention.showBloat()));
  own(registerCommand('leeway.ignoreGenerated', log, () => prevention.ignoreGenerated(), 'writes'));
  own(
    registerCommand(
      'leeway.createMemoryFiles',
      log,
      async () => {
        const { createMemoryFiles } = await import('./features/prevention/createMemoryFiles');
        await createMemoryFiles({ worker, review });
      },
      'writes',
    ),
  );
  own(registerCommand('leeway.writeChange', log, (uri) => diffs.answer(true, uri), 'writes'));
  own(registerCommand('leeway.discardChange', log, (uri) => diffs.answer(false, uri)));
  own(
    registerCommand('leeway.whatHelps', log, () =>
      showPage(
        vscode.Uri.joinPath(context.extensionUri, 'dist', 'What Helps When the Context Is Full'),
      ),
    ),
  );
  own(registerCommand('leeway.showLog', log, () => log.show()));
  own(registerCommand('leeway.openSettings', log, () => openSettings(context.extension.id)));

  import('./features/sessions/sessionsTree')
    .then(({ SessionsTree }) => own(new SessionsTree({ worker, followed, claude, log })))
    .catch(logFailure(log, 'Showing the tree of sessions'));

  own(new CarryOver({ earlier, memento: context.globalState, log }));
  own(followWindow(worker, pinned, own(new FocusOrder()), earlier, log));
}
