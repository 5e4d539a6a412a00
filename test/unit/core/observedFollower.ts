import type { SnapshotPreferences } from '../../../src/core/accounting/snapshot';
import { silentLog } from '../../../src/core/log';
import {
  SessionFollower,
  type FollowedSession,
  type Following,
} from '../../../src/core/sessionFollower';
import type { FollowTarget } from '../../../src/core/surveySessions';

export const PREFERENCES: SnapshotPreferences = { limitTokens: 0, usageCreditsWall: 'auto' };

/** A follower without a worker, that keeps what it tells and can be waited for. */
export class ObservedFollower {
  readonly told: Following[] = [];
  readonly follower: SessionFollower;
  private readonly waiting = new Set<() => void>();

  constructor() {
    this.follower = new SessionFollower({
      log: silentLog,
      loadTokenCount: null,
      onDidChange: (following) => {
        this.told.push(following);
        for (const look of this.waiting) look();
      },
    });
  }

  follow(target: FollowTarget, preferences = PREFERENCES): void {
    this.follower.follow(target, preferences);
  }

  /** Waits until what was told last is so. */
  until(isSo: (following: Following) => boolean): Promise<Following> {
    return new Promise((resolve) => {
      const look = (): void => {
        const last = this.told.at(-1);
        if (last === undefined || !isSo(last)) return;
        this.waiting.delete(look);
        resolve(last);
      };
      this.waiting.add(look);
      look();
    });
  }

  /** Waits until this session is the active one, with this many tokens if given. */
  async untilShown(sessionId: string, tokens?: number): Promise<FollowedSession> {
    const { active } = await this.until(
      (following) =>
        following.active?.snapshot.sessionId === sessionId &&
        (tokens === undefined || following.active.snapshot.usage.tokens === tokens),
    );
    return active!;
  }
}
