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

  /** @param path of a session file; the active session without one. */
  get(path?: unknown): FollowedSession | null {
    if (this.following === null) return null;
    const { active, others } = this.following;
    if (typeof path !== 'string') return active;
    return [active, ...others].find((session) => session?.snapshot.path === path) ?? null;
  }

  dispose(): void {
    this.subscription.dispose();
    this.changed.dispose();
  }
}
