import * as vscode from 'vscode';
import { currentBackupPlace } from '../../host/backupPlace';
import { currentConfigDirectory } from '../../host/claudeProcess';
import type { EarlierFolder } from '../../host/earlierFolder';
import { isWindowTrusted, onDidGrantTrust } from '../../host/windowActs';
import { showInformation } from '../../host/messages';
import type { SessionsWorker } from '../../host/sessionsWorker';
import { logFailure, type Log } from '../../log';
import { rescuedMessage } from './pruneText';

/** After the start, so that the first numbers do not wait for it. */
const START_MS = 2000;
/** After a rewrite: whoever held the old file open then has mostly written and closed it by these. */
const LOOKS_MS = [1000, 3000, 10_000, 30_000];

/**
 * Looks again, when nobody waits for it any more, for what Claude Code wrote into a session file
 * that had been replaced by then, and says what came back; once after the start also for what was
 * left by processes that ended. Not in a restricted window.
 */
export class LateLooks implements vscode.Disposable {
  private readonly worker: SessionsWorker;
  private readonly earlier: EarlierFolder;
  private readonly log: Log;
  private readonly timers = new Set<NodeJS.Timeout>();
  private readonly subscription: vscode.Disposable;

  constructor(worker: SessionsWorker, earlier: EarlierFolder, log: Log) {
    this.worker = worker;
    this.earlier = earlier;
    this.log = log;
    this.subscription = onDidGrantTrust(() => this.after(0, null, true));
    this.after(START_MS, null, true);
  }

  /** A session file was just replaced. */
  begin(path: string): void {
    for (const [index, waitMs] of LOOKS_MS.entries())
      this.after(waitMs, path, index === LOOKS_MS.length - 1);
  }

  dispose(): void {
    this.subscription.dispose();
    for (const timer of this.timers) clearTimeout(timer);
  }

  private after(waitMs: number, path: string | null, isLast: boolean): void {
    const timer = setTimeout(() => {
      this.timers.delete(timer);
      this.look(path, isLast).catch(logFailure(this.log, 'Looking for late lines'));
    }, waitMs);
    this.timers.add(timer);
  }

  /** @param path `null` for all sessions. */
  private async look(path: string | null, isLast: boolean): Promise<void> {
    if (!isWindowTrusted()) return;
    // what an earlier build kept is in its place then
    if (path === null) await this.earlier.adopt(currentConfigDirectory()).catch(() => null);
    const place = currentBackupPlace();
    if (path === null) await this.worker.run('cleanUp', { place });
    const rescued = await this.worker.run('rescueLines', { place, path, isLast });
    if (rescued === 'restricted') return;
    const lines = (rescued ?? []).reduce((sum, each) => sum + each.lines, 0);
    if (lines > 0) void showInformation(rescuedMessage(lines, vscode.l10n.t));
  }
}
