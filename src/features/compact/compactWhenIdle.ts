import * as vscode from 'vscode';
import type { FollowedSession } from '../../operations/following/following';
import { logFailure } from '../../log';
import { currentSettings } from '../../host/followWindow';
import { isWindowTrusted } from '../../host/windowActs';
import { showWarning } from '../../host/messages';
import type { CompactContext } from './compactCommand';
import { compactHeadless } from './compactHeadless';
import { planCompact } from './compactPlan';
import { resultCode, showCompacted } from './compactResult';
import { failureMessage } from './compactText';
import { isDueWhenIdle, seenAgain, type Seen } from './idlePolicy';

/** As long as nothing is written, whoever runs the session may have paused. */
const IDLE_MS = 2 * 60_000;

/**
 * `leeway.autoCompact: whenIdle`: compacts a session that nobody has open before it reaches a
 * wall. Says so, and can be taken back. Stands down where Claude Code may compact idle sessions.
 */
export class CompactWhenIdle implements vscode.Disposable {
  private readonly services: CompactContext;
  private readonly seen = new Map<string, Seen>();
  private readonly waiting = new Map<
    string,
    { readonly tokens: number | null; readonly timer: NodeJS.Timeout }
  >();
  private readonly subscription: vscode.Disposable;
  private isCompacting = false;

  constructor(services: CompactContext) {
    this.services = services;
    this.subscription = services.followed.onDidChange(() => this.consider());
  }

  dispose(): void {
    this.subscription.dispose();
    for (const { timer } of this.waiting.values()) clearTimeout(timer);
  }

  private consider(): void {
    const session = this.services.followed.get();
    if (session === null || !session.snapshot.isComplete) return;
    const { path, usage } = session.snapshot;
    const seen = seenAgain(this.seen.get(path), usage.tokens);
    this.seen.set(path, seen);
    const before = this.waiting.get(path);
    if (before !== undefined && before.tokens === usage.tokens && this.isDue(session)) return;
    clearTimeout(before?.timer);
    this.waiting.delete(path);
    if (!this.isDue(session)) return;
    const timer = setTimeout(() => {
      this.waiting.delete(path);
      const now = this.services.followed.get(path);
      if (now !== null && this.isDue(now))
        this.compact(now).catch(logFailure(this.services.log, 'Compacting when idle'));
    }, IDLE_MS);
    this.waiting.set(path, { tokens: usage.tokens, timer });
  }

  private isDue(session: FollowedSession): boolean {
    const { autoCompact, latePercent } = currentSettings();
    const seen = this.seen.get(session.snapshot.path);
    return (
      autoCompact === 'whenIdle' &&
      isWindowTrusted() &&
      seen !== undefined &&
      isDueWhenIdle(session, seen, latePercent)
    );
  }

  private async compact({ snapshot }: FollowedSession): Promise<void> {
    const { worker, claude, followed, log } = this.services;
    const program = await claude.program();
    const model = currentSettings().compactModels[0];
    if ('problem' in program || model === undefined || this.isCompacting) return;
    const plan = planCompact(snapshot, model);
    const seen = this.seen.get(snapshot.path);
    if (plan === null || seen === undefined) return;
    this.seen.set(snapshot.path, { ...seen, compactedAtTokens: snapshot.usage.tokens });
    this.isCompacting = true;
    const withdraw = this.services.onDidAsk(plan.sessionFile);
    try {
      const outcome = await compactHeadless(worker, plan, '', program);
      if (outcome === 'restricted' || outcome?.kind !== 'compacted') withdraw();
      if (outcome === 'restricted') return;
      if (outcome?.kind === 'compacted')
        showCompacted(plan, outcome.backup, program, claude, followed).catch(
          logFailure(log, 'What comes after a compaction'),
        );
      else if (outcome?.kind === 'failed' && outcome.code !== 'cancelled')
        void showWarning(failureMessage(outcome, plan.model, vscode.l10n.t));
      log.info(`Compact ${plan.sessionId} when idle: ${resultCode(outcome)}.`);
    } finally {
      this.isCompacting = false;
    }
  }
}
