import { isAbsolute } from 'node:path';
import * as vscode from 'vscode';
import type { FollowedSession, Following } from '../operations/following/following';
import type { InspectionSubscription, SessionsWorker } from './sessionsWorker';

/**
 * What the window follows at this moment, for commands: they ask instead of waiting for a change.
 */
export class FollowedSessions implements vscode.Disposable {
  private following: Following | null = null;
  private readonly worker: SessionsWorker;
  private asked: InspectionSubscription | null = null;
  private readonly changed = new vscode.EventEmitter<void>();
  readonly onDidChange = this.changed.event;
  private readonly subscription: vscode.Disposable;

  constructor(worker: SessionsWorker) {
    this.worker = worker;
    this.subscription = worker.onDidChange((following) => {
      this.following = following;
      this.changed.fire();
    });
  }

  /** @param session its id, or the path of its file; the active session without either. */
  get(session?: unknown): FollowedSession | null {
    return this.following === null ? null : followedIn(this.following, session);
  }

  /**
   * The same, of any session on this machine: one that is not followed is from now on, until
   * another one is asked for. @returns `null` where there is none, or it cannot be read.
   */
  async find(session?: unknown): Promise<FollowedSession | null> {
    const found = this.get(session);
    if (found !== null || typeof session !== 'string' || !isAbsolute(session)) return found;
    this.asked?.dispose();
    const asked = this.worker.inspect(session);
    this.asked = asked;
    return new Promise((resolve) => {
      const settle = (): void => {
        const isOver = asked !== this.asked || asked.state.kind === 'problem';
        const followed = this.get(session);
        if (followed === null && !isOver) return;
        listening.dispose();
        resolve(followed);
      };
      const listening = vscode.Disposable.from(this.onDidChange(settle), asked.onDidChange(settle));
    });
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
    this.asked?.dispose();
    this.subscription.dispose();
    this.changed.dispose();
  }
}

/** @param session its id, or the path of its file; the active session without either. */
export function followedIn(following: Following, session?: unknown): FollowedSession | null {
  const { active, others, lookedAt } = following;
  if (typeof session !== 'string') return active;
  const all = [active, ...others, ...lookedAt];
  return (
    all.find((each) => each?.snapshot.path === session) ??
    // a subagent goes by the id of its session, and is not meant by it
    all.find((each) => each?.snapshot.agentId === null && each.snapshot.sessionId === session) ??
    null
  );
}
