import * as vscode from 'vscode';
import type { FollowedSession, Following } from '../operations/following/sessionFollower';
import type { SessionsWorker } from './sessionsWorker';

/**
 * What the window follows at this moment, for commands: they ask instead of waiting for a change.
 */
export class FollowedSessions implements vscode.Disposable {
  private following: Following | null = null;
  private readonly changed = new vscode.EventEmitter<void>();
  readonly onDidChange = this.changed.event;
  private readonly subscription: vscode.Disposable;

  constructor(worker: SessionsWorker) {
    this.subscription = worker.onDidChange((following) => {
      this.following = following;
      this.changed.fire();
    });
  }

  /** @param session its id, or the path of its file; the active session without either. */
  get(session?: unknown): FollowedSession | null {
    if (this.following === null) return null;
    const { active, others } = this.following;
    if (typeof session !== 'string') return active;
    const all = [active, ...others];
    return (
      all.find((each) => each?.snapshot.path === session) ??
      all.find((each) => each?.snapshot.sessionId === session) ??
      null
    );
  }

  /** Those that a process has open, or seems to. */
  get open(): readonly FollowedSession[] {
    if (this.following === null) return [];
    const { active, others } = this.following;
    return [...(active === null ? [] : [active]), ...others].filter(
      ({ openness }) => openness !== 'closed',
    );
  }

  dispose(): void {
    this.subscription.dispose();
    this.changed.dispose();
  }
}
