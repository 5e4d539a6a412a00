import * as vscode from 'vscode';
import type { Snapshot } from '../../domain/accounting/snapshot';
import type { Following } from '../../operations/following/following';
import { currentSettings } from '../../host/followWindow';
import type { SessionsWorker } from '../../host/sessionsWorker';
import type { Snooze } from '../../host/snooze';
import { logFailure, type Log } from '../../log';
import { compactionSince, seenWith, type SeenCompactions } from './compactionNoticePolicy';

/** Of the workspace: windows that open later know what was seen. */
const KEY = 'seenCompactions';
/** Claude Code's own time for a compaction. */
const EXPECTED_MS = 15 * 60_000;

interface Services {
  readonly worker: SessionsWorker;
  readonly snooze: Snooze;
  readonly memento: vscode.Memento;
  readonly log: Log;
}

/**
 * Says once that a session was compacted, where nobody asked for it here: quietly, and from a
 * window in front.
 */
export class CompactionNotices implements vscode.Disposable {
  private readonly services: Services;
  private readonly subscriptions: vscode.Disposable;
  private seen: SeenCompactions;
  /** By path, until when what was asked for here may still come. */
  private readonly expected = new Map<string, number>();
  /** By path, what waits for the window to come to the front. */
  private readonly waiting = new Map<string, { snapshot: Snapshot; isActive: boolean }>();

  constructor(services: Services) {
    this.services = services;
    const kept = services.memento.get<unknown>(KEY);
    this.seen = new Map(Array.isArray(kept) ? (kept as [string, string | null][]) : []);
    this.subscriptions = vscode.Disposable.from(
      services.worker.onDidChange((following) => this.consider(following)),
      vscode.window.onDidChangeWindowState(() => this.tellWaiting()),
    );
  }

  /** The next compaction of a session is told by who asked for it. @param path of its file. */
  expect(path: string): void {
    this.expected.set(path, Date.now() + EXPECTED_MS);
  }

  dispose(): void {
    this.subscriptions.dispose();
  }

  private consider({ active, others }: Following): void {
    const before = this.seen;
    for (const session of active === null ? others : [active, ...others]) {
      const { snapshot } = session;
      const compaction = compactionSince(snapshot, this.seen);
      const isNews = compaction !== null && !session.isLeft && !this.isExpected(snapshot.path);
      // What is not counted yet is news still in a moment.
      const isPending = compaction === null && this.seen.get(snapshot.path) !== undefined;
      if (isPending && snapshot.lastCompaction !== null && !snapshot.isCounted) continue;
      this.seen = seenWith(this.seen, snapshot);
      if (isNews) this.waiting.set(snapshot.path, { snapshot, isActive: session === active });
    }
    if (this.seen !== before) this.keep();
    this.tellWaiting();
  }

  private isExpected(path: string): boolean {
    const untilMs = this.expected.get(path);
    this.expected.delete(path);
    return untilMs !== undefined && Date.now() < untilMs;
  }

  private keep(): void {
    this.services.memento
      .update(KEY, [...this.seen])
      .then(undefined, logFailure(this.services.log, 'Remembering'));
  }

  private tellWaiting(): void {
    if (!vscode.window.state.focused) return;
    for (const [path, { snapshot, isActive }] of this.waiting) {
      this.waiting.delete(path);
      const { snooze, log } = this.services;
      if (!currentSettings().tellCompactions || snooze.of(path) !== null) continue;
      import('./tellCompaction')
        .then(({ tellCompaction }) => tellCompaction(snapshot, isActive))
        .catch(logFailure(log, 'The notice of a compaction'));
    }
  }
}
