import * as vscode from 'vscode';
import type { FollowedSession, Following } from '../../operations/following/following';
import { currentSettings } from '../../host/followWindow';
import type { SessionsWorker } from '../../host/sessionsWorker';
import type { Snooze } from '../../host/snooze';
import { logFailure, type Log } from '../../log';
import { compactionSince, seenWith, type SeenCompactions } from './compactionNoticePolicy';

/** Of the workspace: windows that open later know what was seen. */
const KEY = 'seenCompactions';
/** Claude Code's own time for a compaction. */
const EXPECTED_MS = 10 * 60_000;
/** What follows a compaction, and says why it was made, is written behind it. */
const SETTLED_MS = 1_500;

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
  /** By path, what is to be told, as it is now. */
  private readonly waiting = new Map<string, { session: FollowedSession; isActive: boolean }>();
  private timer: NodeJS.Timeout | null = null;

  constructor(services: Services) {
    this.services = services;
    const { worker, snooze, memento } = services;
    this.seen = new Map(seenFrom(memento.get<unknown>(KEY)));
    this.subscriptions = vscode.Disposable.from(
      worker.onDidChange((following) => this.consider(following)),
      vscode.window.onDidChangeWindowState(() => this.tellSoon()),
      snooze.onDidChange(() => this.tellSoon()),
    );
  }

  /**
   * The next compaction of a session is told by who asked for it.
   * @param path of its file.
   * @param forMs after so long it is not expected any more.
   * @returns to be called where none came of it.
   */
  expect(path: string, forMs = EXPECTED_MS): () => void {
    this.expected.set(path, Date.now() + forMs);
    return () => void this.expected.delete(path);
  }

  dispose(): void {
    this.subscriptions.dispose();
    if (this.timer !== null) clearTimeout(this.timer);
  }

  private consider({ active, others }: Following): void {
    const nowMs = Date.now();
    for (const session of active === null ? others : [active, ...others]) {
      const { path, isCounted, lastCompaction } = session.snapshot;
      const isActive = session === active;
      const compaction = compactionSince(session, isActive, this.seen, nowMs);
      if (compaction !== null && !this.isExpected(path, nowMs))
        this.waiting.set(path, { session, isActive });
      else if (lastCompaction === null || isCounted || !this.seen.has(path)) {
        this.waiting.delete(path);
        this.note(session);
      }
    }
    this.tellSoon();
  }

  private isExpected(path: string, nowMs: number): boolean {
    const untilMs = this.expected.get(path);
    this.expected.delete(path);
    return untilMs !== undefined && nowMs < untilMs;
  }

  private note(session: FollowedSession): void {
    const seen = seenWith(this.seen, session);
    if (seen === this.seen) return;
    this.seen = seen;
    this.services.memento
      .update(KEY, [...seen])
      .then(undefined, logFailure(this.services.log, 'Remembering'));
  }

  private tellSoon(): void {
    if (this.waiting.size === 0) return;
    this.timer ??= setTimeout(() => {
      this.timer = null;
      this.tellWaiting();
    }, SETTLED_MS);
  }

  private tellWaiting(): void {
    if (!vscode.window.state.focused) return;
    const { snooze, log } = this.services;
    for (const [path, { session, isActive }] of this.waiting) {
      if (snooze.of(path) !== null) continue;
      this.waiting.delete(path);
      this.note(session);
      if (!currentSettings().tellCompactions) continue;
      import('./tellCompaction')
        .then(({ tellCompaction }) => tellCompaction(session.snapshot, isActive))
        .catch(logFailure(log, 'The notice of a compaction'));
    }
  }
}

/** What an earlier window kept; whatever is not of that form is left out. */
function seenFrom(kept: unknown): [string, number][] {
  return Array.isArray(kept)
    ? kept.filter(
        (each): each is [string, number] =>
          Array.isArray(each) && typeof each[0] === 'string' && typeof each[1] === 'number',
      )
    : [];
}
