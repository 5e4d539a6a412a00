import { isAbsolute } from 'node:path';
import * as vscode from 'vscode';
import { isSubagentPath } from '../io/sessions/subagentFiles';
import type { FollowedSession, Following } from '../operations/following/following';
import type { SessionsWorker } from './sessionsWorker';

/** So many sessions that are not followed by themselves are held for commands. */
const MOST_ASKED = 4;

interface AskedSession {
  /** Once it is followed, or known not to be there. */
  readonly isKnown: Promise<void>;
  readonly end: () => void;
}

/**
 * What the window follows at this moment, for commands: they ask instead of waiting for a change.
 */
export class FollowedSessions implements vscode.Disposable {
  private following: Following | null = null;
  private readonly worker: SessionsWorker;
  /** By path, the one that was asked for longest ago first. */
  private readonly asked = new Map<string, AskedSession>();
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
    const found = this.following === null ? null : followedIn(this.following, session);
    // A subagent can be looked at, and nothing is done to it.
    return found?.snapshot.agentId == null ? found : null;
  }

  /**
   * The same, of any session on this machine: one that is not followed is from now on, as long as
   * not many others were asked for since.
   *
   * @returns `null` where there is none, or it cannot be read.
   */
  async find(session?: unknown): Promise<FollowedSession | null> {
    const found = this.get(session);
    if (found !== null || typeof session !== 'string' || !isAbsolute(session)) return found;
    if (isSubagentPath(session)) return null;
    this.worker.readAgain(session);
    const asked = this.asked.get(session) ?? this.ask(session);
    await asked.isKnown;
    return this.get(session);
  }

  private ask(path: string): AskedSession {
    const subscription = this.worker.inspect(path);
    let end = (): void => undefined;
    const isKnown = new Promise<void>((resolve) => {
      const settle = (): void => {
        const isOver = subscription.state.kind === 'problem';
        if (isOver || this.get(path) !== null) resolve();
      };
      const listening = vscode.Disposable.from(
        this.onDidChange(settle),
        subscription.onDidChange(settle),
      );
      end = () => {
        listening.dispose();
        subscription.dispose();
        this.asked.delete(path);
        resolve();
      };
    });
    const asked = { isKnown, end };
    this.asked.set(path, asked);
    const [oldest] = this.asked.values();
    if (this.asked.size > MOST_ASKED) oldest?.end();
    isKnown
      .then(() => {
        if (this.get(path) === null) end();
      })
      .catch(() => undefined);
    return asked;
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
    for (const { end } of [...this.asked.values()]) end();
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
